import type { FaultId, ShopFault, ShopView } from '../src/shop/shop-view.ts';
import { act } from './use-shop.ts';

const WORDS: Readonly<Record<FaultId, { readonly name: string; readonly effect: string }>> = {
  slow: { name: 'Slow provider', effect: 'Each answer takes 4 s' },
  'lost-reply': { name: 'Lost reply', effect: 'Order made, answer lost' },
  'duplicate-exchange': { name: 'Exchange twice', effect: 'Next one comes twice' },
  'stale-negative-exchange': { name: 'Stale “cancelled”', effect: 'An old one after “paid”' },
  'server-error': { name: 'Error 503', effect: 'Next order is refused' },
  'wrong-signature': { name: 'Forged exchange', effect: 'Next one wrongly signed' },
  'terminal-in-use': { name: 'Terminal in use', effect: 'Held by another till' },
  'internet-off': { name: 'Internet off', effect: 'Pay. can’t be reached' },
  'start-polled': { name: 'Start polled', effect: 'Till repeats its start' },
  'bad-till-signature': { name: 'Wrong till secret', effect: 'Till signs with another' },
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
            <span>{view.agent.state === 'up' ? 'It comes back by itself' : 'It is coming back…'}</span>
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
