import type { ShopLedgerLine } from '../src/shop/shop-view.ts';
import { money } from './money.ts';

/** What the payment cloud has really taken: the truth that everything else has to agree with. */
export function Ledger({ ledger }: { ledger: readonly ShopLedgerLine[] }): React.ReactNode {
  const taken = ledger
    .filter((line) => line.state === 'paid')
    .reduce((sum, line) => sum + (line.direction === 'refund' ? -line.amountCents : line.amountCents), 0);
  return (
    <section className="ledger" aria-label="Pay.’s books">
      <h2>
        Pay.’s books <output>{money(taken)}</output>
      </h2>
      <ol>
        {ledger.length === 0 ? <li className="ledger-hint">No order yet.</li> : null}
        {ledger.toReversed().map((line) => (
          <li key={line.orderId} data-state={line.state}>
            <span>{line.means === 'card' ? 'card' : 'QR'}</span>
            <span className="ledger-id">{line.orderId}</span>
            <span>{line.state}</span>
            <span className="ledger-amount">
              {money(line.direction === 'refund' ? -line.amountCents : line.amountCents)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
