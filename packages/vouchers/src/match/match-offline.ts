import { assertNever } from '@tillbridge/kernel';
import type { ClaimedEntitlement, MatchInput, Offer } from '../offer.ts';
import type { OfflineDecision } from '../offline-policy.ts';
import type { Spend } from '../sale.ts';
import { matchBasket } from './match-basket.ts';

/** `matchBasket` within what a till may do now. What the policy keeps out altogether is refused as `cannot-check`. */
export function matchOffline(decision: OfflineDecision, input: MatchInput): Offer {
  if (decision.kind === 'as-usual') return matchBasket(input);
  const allowed = new Map(input.claims.map((claim) => [claim, unitsAllowed(decision, claim)]));
  for (;;) {
    const claims = input.claims.flatMap((claim) => {
      const available = allowed.get(claim) ?? null;
      return available === 0 ? [] : [{ ...claim, available }];
    });
    const offer = matchBasket({ ...input, claims });
    const beyond = firstBeyond(decision, offer);
    if (beyond === undefined) return withRefusals(offer, input, allowed);
    for (const claim of input.claims) {
      if (claim.entitlement.id === beyond.spend.entitlement) allowed.set(claim, unitsThatMayFit(claim, offer, beyond));
    }
  }
}

interface Beyond {
  readonly spend: Spend;
  /** Cents that the sale may still take. */
  readonly left: number;
}

/** Always less than before. Half an amount or a percentage would be a rule nobody wrote. */
function unitsThatMayFit({ entitlement }: ClaimedEntitlement, { discounts }: Offer, { spend, left }: Beyond): number {
  switch (entitlement.rule.benefit.kind) {
    case 'balance':
      return left;
    case 'items': {
      const mine = discounts.filter((discount) => discount.entitlement === spend.entitlement);
      const dearest = Math.max(...mine.map(({ cents, pieces }) => cents / (pieces ?? 1)));
      return spend.units - Math.ceil((spend.cents - left) / dearest);
    }
    case 'percentage':
    case 'amount':
      return 0;
    default:
      return assertNever(entitlement.rule.benefit);
  }
}

/** Null: without end. */
function unitsAllowed(
  decision: Exclude<OfflineDecision, { kind: 'as-usual' }>,
  { entitlement, available }: ClaimedEntitlement,
): number | null {
  if (decision.kind === 'refuse') return 0;
  const limit = entitlement.rule.benefit.kind === 'balance' ? decision.cents : decision.units;
  return limit === null ? available : Math.min(limit, available ?? limit);
}

function firstBeyond(decision: OfflineDecision, { spends }: Offer): Beyond | undefined {
  if (decision.kind !== 'mark' || decision.cents === null) return undefined;
  let left = decision.cents;
  for (const spend of spends) {
    if (spend.cents > left) return { spend, left };
    left -= spend.cents;
  }
  return undefined;
}

function withRefusals(
  offer: Offer,
  { claims }: MatchInput,
  allowed: ReadonlyMap<ClaimedEntitlement, number | null>,
): Offer {
  const kept = claims.filter((claim) => allowed.get(claim) === 0);
  return {
    ...offer,
    refusals: [
      ...offer.refusals,
      ...kept.map(({ entitlement: { id } }) => ({ entitlement: id, refusal: { why: 'cannot-check' } as const })),
    ],
  };
}
