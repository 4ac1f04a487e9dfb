import type { VoucherView } from '@tillbridge/contracts/injection';
import { type EpochMs, printEuros } from '@tillbridge/kernel';
import type { Voucher, VoucherStory } from '@tillbridge/vouchers';

/** A voucher as its shop may see it. */
export function voucherView({ voucher, redemptions }: VoucherStory, now: EpochMs): VoucherView {
  const names = new Map(voucher.entitlements.map(({ id, ruleName }) => [id, ruleName]));
  return {
    id: voucher.id,
    code: currentCode(voucher),
    orderReference: voucher.orderReference,
    receivedAt: iso(voucher.receivedAt),
    standing: standingOf(voucher, now),
    entitlements: voucher.entitlements.map(({ id, rule, ruleName, issued, redeemed, validFrom, validUntil }) => ({
      id,
      name: ruleName,
      label: { ...rule.label },
      code:
        voucher.codes.find(({ entitlement, replacedAt }) => entitlement === id && replacedAt === null)?.code ?? null,
      issued,
      redeemed,
      validFrom: validFrom === null ? null : iso(validFrom),
      validUntil: validUntil === null ? null : iso(validUntil),
    })),
    redemptions: redemptions.map(({ at, place, entitlement, units, cents, creditedAt }) => ({
      at: iso(at),
      place: place.till,
      name: names.get(entitlement) ?? '',
      units,
      euros: printEuros(cents, '.'),
      credited: creditedAt !== null,
    })),
  };
}

function currentCode({ codes }: Voucher): string {
  return codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null)?.code ?? '';
}

function standingOf({ blocked, entitlements }: Voucher, now: EpochMs): VoucherView['standing'] {
  if (blocked !== null) return 'cancelled';
  const left = entitlements.filter(({ issued, redeemed }) => issued === null || redeemed < issued);
  if (left.length === 0) return 'used-up';
  const current = left.filter(({ validUntil }) => validUntil === null || now < validUntil);
  if (current.length === 0) return 'expired';
  return current.every(({ validFrom }) => validFrom !== null && now < validFrom) ? 'not-yet' : 'valid';
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
