import type { EpochMs } from '@tillbridge/kernel';
import { matchBasket } from '../match/match-basket.ts';
import { matchOffline } from '../match/match-offline.ts';
import type { ClaimedEntitlement, Offer } from '../offer.ts';
import { decideOffline } from '../offline-policy.ts';
import type { SaleLine, SaleVouchers } from '../sale.ts';
import type { Desk } from './desk-ports.ts';

export interface DecidedOffer {
  readonly offer: Offer;
  /** Decided without asking the venue, as the policy allows. */
  readonly cutOff: boolean;
}

/**
 * The best offer, within what the policy allows while cut off from the venue. Where it allows nothing new, a sale keeps
 * what it held before the cut: nobody else was given that.
 */
export function offerFor(
  { ports, policy }: Desk,
  claims: readonly ClaimedEntitlement[],
  lines: readonly SaleLine[],
  sale: SaleVouchers | undefined,
  now: EpochMs,
): DecidedOffer {
  const { catalogue, venue } = ports;
  const decision = decideOffline(policy.offline, venue.standing(), now);
  if (decision.kind !== 'refuse' || sale === undefined || sale.spends.length === 0) {
    const offer = matchOffline(decision, { lines, claims, catalogue });
    const cutOff = decision.kind === 'mark' && offer.spends.length > 0;
    return { offer, cutOff: cutOff || (sale?.cutOff ?? false) };
  }
  const held = new Map(sale.spends.map(({ entitlement, units }) => [entitlement, units]));
  const kept = claims.flatMap((claim) => {
    const available = held.get(claim.entitlement.id);
    return available === undefined ? [] : [{ ...claim, available: Math.min(available, claim.available ?? available) }];
  });
  const offer = matchBasket({ lines, claims: kept, catalogue });
  const others = claims.filter(({ entitlement }) => !held.has(entitlement.id));
  const refusals = others.map(({ entitlement: { id } }) => ({
    entitlement: id,
    refusal: { why: 'cannot-check' } as const,
  }));
  return { offer: { ...offer, refusals: [...offer.refusals, ...refusals] }, cutOff: sale.cutOff };
}
