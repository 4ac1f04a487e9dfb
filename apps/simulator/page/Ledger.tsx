import type { ShopLedgerLine } from '../src/shop/shop-view.ts';
import { money } from './money.ts';

/** What payment cloud and terminals have really taken: the truth that everything else has to agree with. */
export function Ledger({ ledger }: { ledger: readonly ShopLedgerLine[] }): React.ReactNode {
  const taken = ledger
    .filter((line) => line.state === 'paid')
    .reduce((sum, line) => sum + (line.direction === 'refund' ? -line.amountCents : line.amountCents), 0);
  return (
    <section className="ledger" aria-label="Money that moved">
      <h2>
        Money that moved <output>{money(taken)}</output>
      </h2>
      <ol>
        {ledger.length === 0 ? <li className="ledger-hint">None yet.</li> : null}
        {ledger.toReversed().map((line) => (
          <li key={`${line.by} ${line.id} ${line.at}`} data-state={line.state}>
            <span>{line.means === 'card' ? line.by : `${line.by} QR`}</span>
            <span className="ledger-id">{line.id}</span>
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
