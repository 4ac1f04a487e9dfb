import type { SaleAnswer } from '../desk.ts';
import type { Claim } from '../sale.ts';
import { isCounted } from './claims.ts';
import type { Followed } from './follow-sale.ts';
import type { RefusedClaim } from './weigh-claims.ts';

type Refusals = SaleAnswer['refusals'];

/** Why claims give nothing, or not all: those of `first`, then the newest. */
export function refusalsOf(followed: Followed, first: Claim | null): Refusals {
  const order = (followed.sale?.claims ?? []).toReversed().map(({ voucher }) => voucher);
  const rank = ({ claim }: RefusedClaim) => (claim.voucher === first?.voucher ? -1 : order.indexOf(claim.voucher));
  return everyRefusal(followed)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ claim, label, refusal }) => ({ code: claim.code, label, refusal }));
}

function everyRefusal({ sale, weighed, offer }: Followed): RefusedClaim[] {
  const matched = (offer?.refusals ?? []).flatMap(({ entitlement: id, refusal }): RefusedClaim[] => {
    const one = weighed.claimed.find(({ entitlement }) => entitlement.id === id);
    // A ticket that counts for the meal needs no word about the ice cream that nobody ordered.
    if (one === undefined || (refusal.why === 'no-article' && isCounted(sale, one.claim))) return [];
    return [{ claim: one.claim, label: one.entitlement.rule.label, refusal }];
  });
  return [...weighed.refused, ...matched];
}
