import type { VoucherStory } from '../desk.ts';
import type { SalePlace } from '../sale.ts';
import type { Refusal, Voucher } from '../voucher.ts';
import type { Desk } from './desk-ports.ts';
import { blockedRefusal, findCode } from './find-code.ts';
import { weigh } from './weigh-claims.ts';

const MOST_VOUCHERS = 200;
export const MOST_REDEMPTIONS = 100;

/** `place`: where it would be redeemed; null: anywhere. */
export function storyOfCode(desk: Desk, code: string, place: SalePlace | null): VoucherStory | undefined {
  const found = findCode(desk.ports.store, code);
  return found && story(desk, found.voucher, found.refusal, place);
}

export function storiesOfOrder(
  desk: Desk,
  orderReference: string,
  place: SalePlace | null,
  limit = MOST_VOUCHERS,
): readonly VoucherStory[] {
  return desk.ports.store
    .byOrder(orderReference, limit)
    .map((voucher) => story(desk, voucher, blockedRefusal(voucher), place));
}

function story(desk: Desk, voucher: Voucher, refusal: Refusal | null, place: SalePlace | null): VoucherStory {
  const { store, clock } = desk.ports;
  const at = clock.now();
  return {
    voucher,
    refusal,
    standing: voucher.entitlements.map((entitlement) => {
      const { id, issued, redeemed } = entitlement;
      const stands = weigh(desk, store, voucher, entitlement, { at, place, sale: undefined });
      return {
        entitlement: id,
        refusal: stands.ok ? null : stands.refusal,
        left: issued === null ? null : issued - redeemed,
      };
    }),
    heldBy: store.salesHolding(voucher.id),
    redemptions: store.redemptionsOf(voucher.id, MOST_REDEMPTIONS),
  };
}
