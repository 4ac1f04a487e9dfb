/** Our vouchers as the vendor's issuances: each entitlement is one, and its group is the voucher. */
import type { EpochMs } from '@tillbridge/kernel';
import type { Redemption, StoredVoucher, Voucher } from '@tillbridge/vouchers';
import type { ValueOf } from './types.ts';
import type { VOUCHER_OPERATIONS } from './voucher-operations.wire.ts';

type Issued = NonNullable<ValueOf<(typeof VOUCHER_OPERATIONS)['issueVouchers']['response']>['voucherIssuances']>;
type Redeemed = NonNullable<
  ValueOf<(typeof VOUCHER_OPERATIONS)['redeemVoucherIssuance']['response']>['voucherIssuanceRedeems']
>;
export type Issuance = Issued['voucherIssuance'][number];
export type Redeem = Redeemed['voucherIssuanceRedeem'][number];

/** As they were stored at `at`: the same for every repeat. */
export function freshIssuances({ id, code, entitlements }: StoredVoucher, at: EpochMs): readonly Issuance[] {
  return entitlements.map(({ id: entitlement, code: own, ruleName, validFrom, validUntil }) => ({
    ...common(entitlement, own ?? undefined, ruleName, { from: validFrom ?? at, until: validUntil }),
    ...group(id, code, own ?? undefined),
    cancelled: false,
  }));
}

/** As they are now, with what was redeemed of them. */
export function issuancesOf(voucher: Voucher, redemptions: readonly Redemption[]): readonly Issuance[] {
  const code = currentCode(voucher);
  return voucher.entitlements.map(({ id, ruleName, validFrom, validUntil }) => {
    const own = voucher.codes.find(({ entitlement, replacedAt }) => entitlement === id && replacedAt === null)?.code;
    return {
      ...common(id, own, ruleName, { from: validFrom ?? voucher.receivedAt, until: validUntil }),
      ...group(voucher.id, code, own),
      cancelled: voucher.blocked !== null,
      voucherIssuanceRedeems: {
        voucherIssuanceRedeem: redemptions.filter(({ entitlement }) => entitlement === id).map(redeemOf),
      },
    };
  });
}

export function redeemOf({ id, entitlement, at, creditedAt, sale }: Redemption): Redeem {
  return {
    id,
    voucherIssuanceId: entitlement,
    salesTurnoverId: sale?.sessionId,
    cancelled: creditedAt !== null,
    redeemTs: iso(at),
  };
}

export function currentCode({ codes }: Voucher): string {
  return codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null)?.code ?? '';
}

export function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}

function common(
  id: string,
  scanCode: string | undefined,
  voucherId: string,
  valid: { readonly from: EpochMs; readonly until: EpochMs | null },
) {
  return {
    id,
    scanCode,
    voucherId: { id: voucherId },
    startTs: iso(valid.from),
    // The vendor's last moment is still in it.
    endTs: valid.until === null ? undefined : iso(valid.until - 1),
  };
}

function group(groupId: string, groupScanCode: string, own: string | undefined) {
  return { groupId, groupScanCode, resolvedScanCode: own, resolvedGroupScanCode: groupScanCode };
}
