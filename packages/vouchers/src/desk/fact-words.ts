/**
 * What facts say about vouchers. They name them by our ids, never by their codes: whoever reads a code could redeem it, and
 * the store leads from the one to the other. No cashier either, since an employee's number is personal.
 */
import type { PlainJson } from '@tillbridge/kernel';
import type { Redemption, SaleKey, SalePlace, Spend } from '../sale.ts';

export function saleWords({ sale, place }: { readonly sale: SaleKey | null; readonly place: SalePlace }) {
  const { till, branch, workplace } = place;
  return {
    subscription: sale?.subscriptionId ?? null,
    session: sale?.sessionId ?? null,
    till,
    branch,
    workplace,
  } satisfies PlainJson;
}

export function spendWords({ entitlement, units, cents }: Omit<Spend, 'voucher'>) {
  return { entitlement, units, cents } satisfies PlainJson;
}

export function redemptionWords({ id, entitlement, units, cents, mark }: Redemption) {
  return { id, entitlement, units, cents, mark } satisfies PlainJson;
}
