import type { ShopFault, ShopView } from '../src/shop/shop-view.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { act } from './use-shop.ts';

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
            <span>{view.agent.state === 'up' ? 'It comes back by itself' : 'It is coming back…'}</span>
          </button>
        </li>
      </ul>
    </section>
  );
}

function FaultButton({ fault }: { fault: ShopFault }): React.ReactNode {
  const words = FAULT_WORDS[fault.id];
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
