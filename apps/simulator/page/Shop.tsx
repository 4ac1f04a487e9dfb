import { useEffect, useState } from 'react';
import type { ShopView } from '../src/shop/shop-view.ts';
import { Counter } from './Counter.tsx';
import { CounterSwitch } from './CounterSwitch.tsx';
import { Faults } from './Faults.tsx';
import { Till } from './Till.tsx';
import { Transcript } from './Transcript.tsx';
import { act, useShop } from './use-shop.ts';
import { Windows } from './Windows.tsx';

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'Europe/Amsterdam',
});

/** The whole page: till, windows, guest's devices, and what can go wrong. */
export function Shop(): React.ReactNode {
  const view = useShop();
  const last = useLast(view);
  return (
    <div className="desk">
      <header className="bar">
        <h1>
          The shop on one page <span className="bar-tag">Simulator · no real money</span>
        </h1>
        {last === null ? null : <Chips view={last} />}
      </header>
      {last === null ? (
        <p className="opening" role="status">
          Opening the shop…
        </p>
      ) : (
        <>
          <CounterSwitch counters={last.counters} chosen={last.counter} />
          <main className="floor" data-away={view === null}>
            <Till key={last.counter} name={tillName(last)} view={last} />
            <Transcript key={`wire ${last.counter}`} transcript={last.till.transcript} />
            <Windows key={`windows ${last.counter}`} agent={last.agent} manager={last.manager} />
            <Counter key={`guest ${last.counter}`} view={last} />
          </main>
          <Faults view={last} />
        </>
      )}
      {view === null && last !== null ? (
        <p className="away" role="alert">
          The shop’s own server is away. Is <code>npm start</code> still running?
        </p>
      ) : null}
    </div>
  );
}

function tillName({ counters, counter }: ShopView): string {
  return `Kassa ${counter} · ${counters.find(({ workplace }) => workplace === counter)?.name ?? ''}`;
}

function Chips({ view }: { view: ShopView }): React.ReactNode {
  const { agent } = view;
  const word = agent.state === 'up' ? 'runs' : agent.state === 'starting' ? 'is starting' : 'is down';
  return (
    <dl className="chips">
      <div className="chip">
        <dt>{DAY.format(view.now)}</dt>
        <dd>
          <button type="button" disabled={agent.state !== 'up'} onClick={() => void act({ do: 'next-day' })}>
            Next day
          </button>
        </dd>
      </div>
      <div className={`chip chip-${agent.state}`} role="status">
        <dt>Agent</dt>
        <dd>
          {word}
          {agent.pid === null ? '' : ` · pid ${agent.pid}`}
          {agent.restarts === 0 ? '' : ` · restarted ${agent.restarts}×`}
          {agent.readyMs === null || agent.state !== 'up' ? null : (
            <span className="chip-more">{` · ready in ${agent.readyMs} ms`}</span>
          )}
        </dd>
      </div>
      <div className="chip">
        <dt>Webhooks</dt>
        <dd>{agent.url.replace('http://', '')}</dd>
      </div>
      <div className="chip">
        <dt>{view.taker.name}</dt>
        <dd>{view.taker.address.replace(/^\w+:\/\//, '')}</dd>
      </div>
    </dl>
  );
}

/** Keeps showing the last view while the next one is on its way. */
function useLast(view: ShopView | null): ShopView | null {
  const [last, setLast] = useState(view);
  useEffect(() => {
    if (view !== null) setLast(view);
  }, [view]);
  return view ?? last;
}
