import type { BasketDiscountView, BasketView } from '@tillbridge/contracts';
import type { AppliedVoucher, EntitlementId } from '@tillbridge/vouchers';
import { amountOfLine, discountOfLine, type Sale, saleTotal } from '../sessions/sales.ts';
import type { SaleVoucherState } from '../vouchers/sale-vouchers.ts';
import { appliedView } from '../vouchers/voucher-words.ts';

/** A sale's lines with their full amounts, then what comes off them; null when there are no lines. */
export function basketView(sale: Sale, vouchers: SaleVoucherState | null): BasketView | null {
  if (sale.lines.length === 0) return null;
  return {
    lines: sale.lines.map((line) => ({
      lineId: line.lineId,
      text: line.text,
      quantity: line.quantity,
      amountCents: amountOfLine(line),
    })),
    discounts: discountsOf(sale, vouchers),
    totalCents: saleTotal(sale),
  };
}

/** A row for each entitlement that lines carry something of, and one for whatever else comes off them. */
function discountsOf(sale: Sale, vouchers: SaleVoucherState | null): BasketDiscountView[] {
  const byEntitlement = new Map<EntitlementId, number>();
  let other = 0;
  for (const line of sale.lines) {
    const carried = discountOfLine(sale, line);
    if (carried === undefined) continue;
    const ours = (vouchers?.discounts ?? []).filter(({ id, lineId }) => id === carried.id && lineId === line.lineId);
    for (const { entitlement, cents } of ours) {
      byEntitlement.set(entitlement, (byEntitlement.get(entitlement) ?? 0) + cents);
    }
    other += (carried.cents ?? 0) - (carried.cents === null ? 0 : ours.reduce((sum, { cents }) => sum + cents, 0));
  }
  const applied = new Map(vouchers?.applied.map((one) => [one.spend.entitlement, one]));
  return [
    ...[...byEntitlement].flatMap(([id, cents]) => (cents > 0 ? [voucherRow(id, cents, applied.get(id))] : [])),
    ...(other > 0 ? [{ id: 'other', label: null, cents: other, left: null }] : []),
  ];
}

function voucherRow(id: EntitlementId, cents: number, applied: AppliedVoucher | undefined): BasketDiscountView {
  if (applied === undefined) return { id, label: null, cents, left: null };
  const { label, left, units } = appliedView(applied);
  return { id, label, cents, left: left === null ? null : { count: left, unit: units === null ? 'cent' : 'piece' } };
}
