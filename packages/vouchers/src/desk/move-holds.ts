import type { VoucherTransaction } from '../ports.ts';
import type { SaleKey, SalePlace, Spend } from '../sale.ts';
import type { EntitlementId } from '../voucher.ts';
import { saleWords, spendWords } from './fact-words.ts';

/** Brings the counters from what a sale held to what it holds, with a fact for each voucher whose units changed. */
export function moveHolds(
  tx: VoucherTransaction,
  word: { readonly sale: SaleKey; readonly place: SalePlace; readonly at: number; readonly why: string },
  before: readonly Spend[],
  after: readonly Spend[],
): void {
  const units = new Map<EntitlementId, number>();
  for (const { entitlement, units: held } of after) units.set(entitlement, held);
  for (const { entitlement, units: held } of before) units.set(entitlement, (units.get(entitlement) ?? 0) - held);
  const moved = new Map([...units].filter(([, by]) => by !== 0));
  for (const [id, held] of moved) tx.adjust(id, { held });
  for (const voucher of new Set([...before, ...after].map((spend) => spend.voucher))) {
    const mine = [...before, ...after].filter((spend) => spend.voucher === voucher);
    const changes = mine.flatMap(({ entitlement }) => moved.get(entitlement) ?? []);
    if (changes.length === 0) continue;
    tx.appendFact({
      kind: changes.some((by) => by > 0) ? 'voucher.held' : 'voucher.released',
      subject: voucher,
      at: word.at,
      body: {
        ...saleWords(word),
        why: word.why,
        holds: after.filter((spend) => spend.voucher === voucher).map(spendWords),
      },
    });
  }
}
