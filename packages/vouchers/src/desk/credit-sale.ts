import { cents } from '@tillbridge/kernel';
import type { SaleWord } from '../desk.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { DiscountId, Redemption } from '../sale.ts';
import type { Desk } from './desk-ports.ts';
import { redemptionWords, saleWords } from './fact-words.ts';
import { unitsOf } from './units.ts';
import { newUuid } from './uuid.ts';

/**
 * The sale was taken back. What its lines had carried is given back: null lines, all of it. What is credited in part is
 * given back whole, and its rest redeemed again in the same breath, so that a second credit of a line finds nothing.
 */
export function creditSale(desk: Desk, tx: VoucherTransaction, word: SaleWord): void {
  const { clock } = desk.ports;
  const named = word.lines && new Set(word.lines.flatMap(({ discount }) => discount?.ours ?? []));
  const credited: { readonly whole: Redemption; readonly rest: Redemption | null }[] = [];
  for (const whole of tx.redemptionsOfSale(word.sale)) {
    if (whole.creditedAt !== null) continue;
    const rest = named === null ? null : restOf(desk, tx, whole, named);
    if (rest !== undefined) credited.push({ whole, rest });
  }
  for (const { whole, rest } of credited) {
    tx.markCredited(whole.id, clock.now());
    if (rest !== null) tx.insertRedemption(rest);
    // What was given beyond what was left was never counted.
    if (whole.mark !== 'over') tx.adjust(whole.entitlement, { redeemed: (rest?.units ?? 0) - whole.units });
  }
  for (const [voucher, mine] of Map.groupBy(credited, ({ whole }) => whole.voucher)) {
    tx.appendFact({
      kind: 'voucher.credited',
      subject: voucher,
      at: clock.now(),
      body: {
        ...saleWords(word),
        credited: mine.map(({ whole }) => redemptionWords(whole)),
        rest: mine.flatMap(({ rest }) => (rest === null ? [] : [redemptionWords(rest)])),
      },
    });
  }
}

/** What stays of a redemption without these lines: null when nothing does, undefined when none of them is of it. */
function restOf(
  { ports }: Desk,
  tx: VoucherTransaction,
  whole: Redemption,
  named: ReadonlySet<DiscountId>,
): Redemption | null | undefined {
  const lines = whole.lines.filter(({ discount }) => !named.has(discount));
  if (lines.length === whole.lines.length) return undefined;
  const owner = tx.entitlementOwner(whole.entitlement);
  const entitlement = owner?.entitlements.find(({ id }) => id === whole.entitlement);
  if (lines.length === 0 || entitlement === undefined) return null;
  return {
    ...whole,
    id: newUuid(ports.random),
    units: unitsOf(entitlement.rule.benefit, lines),
    cents: cents(lines.reduce((sum, line) => sum + line.cents, 0)),
    lines,
  };
}
