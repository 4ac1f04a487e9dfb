import { useEffect, useState } from 'react';
import type { ShopView } from '../src/shop/shop-view.ts';
import { Ledger } from './Ledger.tsx';
import { Phone } from './Phone.tsx';
import { Terminal } from './Terminal.tsx';
import { Tickets } from './Tickets.tsx';

type Device = 'terminal' | 'phone' | 'tickets';

/** What the guest has at hand: tickets, a phone, and at most counters a card terminal. What is needed comes to the front. */
export function Counter({ view }: { view: ShopView }): React.ReactNode {
  const { terminal } = view;
  const [chosen, setFront] = useState<Device>('terminal');
  const front = chosen === 'terminal' && terminal === null ? 'phone' : chosen;
  const armed = terminal?.state === 'presenting';
  const scannable = view.phone.canScan;
  useEffect(() => {
    if (armed) setFront('terminal');
  }, [armed]);
  useEffect(() => {
    if (scannable) setFront('phone');
  }, [scannable]);
  return (
    <section className="counter" aria-label="The guest’s side">
      <div className="counter-switch" role="tablist" aria-label="The guest’s devices">
        {terminal === null ? null : (
          <Tab device="terminal" front={front} pick={setFront} text="Card terminal" alert={armed} />
        )}
        <Tab device="phone" front={front} pick={setFront} text="Phone" alert={scannable} />
        <Tab device="tickets" front={front} pick={setFront} text="Tickets" alert={false} />
      </div>
      <div className="counter-devices" data-front={front}>
        {terminal === null ? null : <Terminal terminal={terminal} />}
        <Phone phone={view.phone} />
        <Tickets tickets={view.tickets} now={view.now} busy={view.till.sale === 'paying'} />
      </div>
      <Ledger ledger={view.ledger} />
    </section>
  );
}

function Tab(props: { device: Device; front: Device; pick: (device: Device) => void; text: string; alert: boolean }) {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={props.device === props.front}
      className="counter-tab"
      onClick={() => props.pick(props.device)}
    >
      {props.text}
      {props.alert ? <span className="counter-dot" role="img" aria-label="wants attention" /> : null}
    </button>
  );
}
