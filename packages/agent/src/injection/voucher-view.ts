import type { VoucherView } from '@tillbridge/contracts/injection';
import { type EpochMs, printEuros } from '@tillbridge/kernel';
import type { Voucher, VoucherStory } from '@tillbridge/vouchers';

/** A voucher as its shop may see it. */
export function voucherView({ voucher, redemptions }: VoucherStory, now: EpochMs): VoucherView {
  const { codes, blocked } = voucher;
  const names = new Map(voucher.entitlements.map(({ id, ruleName }) => [id, ruleName]));
  return {
    id: voucher.id,
    code: codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null)?.code ?? '',
    earlierCodes: codes.flatMap(({ code, replacedAt }) =>
      replacedAt === null ? [] : [{ code, replacedAt: iso(replacedAt) }],
    ),
    orderReference: voucher.orderReference,
    receivedAt: iso(voucher.receivedAt),
    standing: standingOf(voucher, now),
    withdrawn: blocked === null ? null : { at: iso(blocked.at), reason: blocked.reason },
    entitlements: voucher.entitlements.map(({ id, rule, ruleName, issued, redeemed, held, validFrom, validUntil }) => ({
      id,
      name: ruleName,
      label: { ...rule.label },
      code: codes.find(({ entitlement, replacedAt }) => entitlement === id && replacedAt === null)?.code ?? null,
      issued,
      redeemed,
      held,
      ...shownValidity({ validFrom, validUntil }),
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

export function shownValidity(given: { readonly validFrom: EpochMs | null; readonly validUntil: EpochMs | null }) {
  const { validFrom, validUntil } = given;
  return {
    validFrom: validFrom === null ? null : iso(validFrom),
    validUntil: validUntil === null ? null : iso(validUntil),
  };
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
