import type { Offer } from '../offer.ts';
import type { Claim, SaleVouchers } from '../sale.ts';
import type { EntitlementId, VoucherId } from '../voucher.ts';
import type { FoundCode } from './find-code.ts';
import type { WeighedClaims } from './weigh-claims.ts';

const NOT_NOW = 'none';

/** Whether the claim stands for everything that the code stands for. */
export function covers(claim: Claim, { voucher, entitlement }: FoundCode): boolean {
  return claim.voucher === voucher.id && (claim.entitlement === null || claim.entitlement === entitlement);
}

export function isOf(claim: Claim, one: { readonly voucher: VoucherId; readonly entitlement: EntitlementId }): boolean {
  return claim.voucher === one.voucher && (claim.entitlement === null || claim.entitlement === one.entitlement);
}

export function isCounted(sale: SaleVouchers | undefined, claim: Claim): boolean {
  return sale?.spends.some((spend) => isOf(claim, spend)) ?? false;
}

/** What the guest chose, noted with the claim that was asked about. Nothing that was offered: not now. */
export function withChoice(
  claims: readonly Claim[],
  { claimed }: WeighedClaims,
  { choice }: Offer,
  chosen: readonly string[],
): readonly Claim[] {
  const asked = claimed.find(({ entitlement }) => entitlement.id === choice?.entitlement);
  if (choice === null || asked === undefined) return claims;
  const article = chosen.find((id) => choice.options.some((option) => option.id === id)) ?? NOT_NOW;
  return claims.map((claim) =>
    claim === asked.claim
      ? { ...claim, chosen: [...claim.chosen, { entitlement: choice.entitlement, article }] }
      : claim,
  );
}

/**
 * The sale as if the guest had not been asked about this claim: who shows a voucher again that counts for nothing has
 * changed their mind about what was declined.
 */
export function askedAgain(sale: SaleVouchers, claim: Claim): SaleVouchers {
  return {
    ...sale,
    claims: sale.claims.map((one) => (one === claim ? { ...one, chosen: [] } : one)),
    additions: sale.additions.filter((added) => added.state !== 'settled' || !isOf(claim, added)),
  };
}
