import type { FaultId, ShopFault, ShopView } from '../src/shop/shop-view.ts';
import { act } from './use-shop.ts';

const WORDS: Readonly<Record<FaultId, { readonly name: string; readonly effect: string }>> = {
  slow: { name: 'Slow provider', effect: 'Pay. takes four seconds for each answer' },
  'lost-reply': { name: 'Lost reply', effect: 'The next order is created, its answer never arrives' },
  'duplicate-exchange': { name: 'Exchange twice', effect: 'Pay. reports the next end two times' },
  'stale-negative-exchange': { name: 'Stale “cancelled”', effect: 'After “paid” an old “cancelled” arrives' },
  'server-error': { name: 'Error 503', effect: 'Pay. refuses the next call' },
  'wrong-signature': { name: 'Forged exchange', effect: 'The next exchange has a wrong signature' },
  'terminal-in-use': { name: 'Terminal in use', effect: 'Another till holds the terminal' },
  'internet-off': { name: 'Internet off', effect: 'Nothing gets through to Pay. and back' },
  'start-polled': { name: 'Start polled', effect: 'The till repeats its start, a classic misconfiguration' },
  'bad-till-signature': { name: 'Wrong till secret', effect: 'The till signs with another secret' },
};

/** What can go wrong, to click. */
export function Faults({ view }: { view: ShopView }): React.ReactNode {
  return (
    <section className="faults" aria-label="Faults">
      <h2>Break something</h2>
      <ul>
        {view.faults.map((fault) => (
          <li key={fault.id}>
            <FaultButton fault={fault} />
          </li>
        ))}
        <li>
          <button
            type="button"
            className="fault fault-kill"
            disabled={view.agent.state !== 'up'}
            onClick={() => void act({ do: 'kill-agent' })}
          >
            <strong>kill −9 the agent</strong>
            <span>{view.agent.state === 'up' ? 'No goodbye. It comes back by itself.' : 'It is coming back…'}</span>
          </button>
        </li>
      </ul>
    </section>
  );
}

function FaultButton({ fault }: { fault: ShopFault }): React.ReactNode {
  const words = WORDS[fault.id];
  return (
    <button
      type="button"
      className="fault"
      aria-pressed={fault.armed}
      onClick={() => void act({ do: 'fault', id: fault.id, on: !fault.armed })}
    >
      <strong>
        {words.name}
        <em>{fault.armed ? (fault.kind === 'once' ? 'armed' : 'on') : fault.kind === 'once' ? 'once' : 'off'}</em>
      </strong>
      <span>{words.effect}</span>
    </button>
  );
}
