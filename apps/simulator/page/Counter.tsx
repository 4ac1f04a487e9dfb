import { useEffect, useState } from 'react';
import type { ShopView } from '../src/shop/shop-view.ts';
import { Ledger } from './Ledger.tsx';
import { Phone } from './Phone.tsx';
import { Terminal } from './Terminal.tsx';

type Device = 'terminal' | 'phone';

/** What the guest has at hand: a phone, and at most counters a card terminal. The one that is needed comes to the front. */
export function Counter({ view }: { view: ShopView }): React.ReactNode {
  const { terminal } = view;
  const [chosen, setFront] = useState<Device>('terminal');
  const front = terminal === null ? 'phone' : chosen;
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
      {terminal === null ? (
        <h2 className="counter-head">The guest’s phone</h2>
      ) : (
        <div className="counter-switch" role="tablist" aria-label="The guest’s devices">
          <Tab device="terminal" front={front} pick={setFront} text="Card terminal" alert={armed} />
          <Tab device="phone" front={front} pick={setFront} text="Phone" alert={scannable} />
        </div>
      )}
      <div className="counter-devices" data-front={front}>
        {terminal === null ? null : <Terminal terminal={terminal} />}
        <Phone phone={view.phone} />
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
