/** What each voucher operation does. Results and their meaning: the vendor's enums in mplusqapi.wsdl. */
import type { EpochMs } from '@tillbridge/kernel';
import { INJECTION_ERRORS, type ShopId, type Voucher } from '@tillbridge/vouchers';
import { currentCode, iso, issuancesOf } from './issuances.ts';
import { issueScanCodes, issueVouchers } from './issue-vouchers.ts';
import { redeemIssuance } from './redeem-issuance.ts';
import { SoapFault } from './soap-fault.ts';
import type { ValueOf } from './types.ts';
import type { VOUCHER_OPERATIONS, VoucherOperation } from './voucher-operations.wire.ts';
import type { VoucherServicePorts } from './voucher-service.ts';

/** One request of a shop that was let in. */
export interface Call {
  readonly shop: ShopId;
  readonly requestId: string;
  readonly now: EpochMs;
}

export type Request<Name extends VoucherOperation> = ValueOf<(typeof VOUCHER_OPERATIONS)[Name]['request']>;
export type Response<Name extends VoucherOperation> = ValueOf<(typeof VOUCHER_OPERATIONS)[Name]['response']>;
export type Handlers = {
  readonly [Name in VoucherOperation]: (request: Request<Name>, call: Call) => Promise<Response<Name>>;
};

/** The vendor's lists have no pages: what is longer than this has to be asked for by fewer days. */
const MOST_LISTED = 5_000;

export function voucherHandlers(ports: VoucherServicePorts): Handlers {
  return {
    async getApiVersion() {
      const [major = 0, minor = 0, revision = 0] = ports.version.split('.').map(Number);
      return {
        majorNumber: major,
        minorNumber: minor,
        revisionNumber: revision,
        serviceIpAddresses: [],
        inDebugMode: false,
        serviceVersionDisplayString: `Tillbridge ${ports.version}`,
      };
    },

    async getVouchers({ voucherIdFilter, type = 'DEFAULT' }, { shop }) {
      const wanted = new Set(voucherIdFilter.voucherId.map(({ id }) => id));
      const since = iso(ports.productsSince);
      // What others sell, and what the till sells itself, is not ours to list.
      const listed = type === 'DEFAULT' ? ports.products(shop) : [];
      return {
        voucherViews: {
          voucherView: listed
            .filter(({ id }) => wanted.size === 0 || wanted.has(id))
            .map(({ id, label }) => ({
              id: { id },
              description: label.nl ?? label.en ?? label.de ?? label.fr,
              createdTs: since,
              updatedTs: since,
              type: 'DEFAULT',
            })),
        },
      };
    },

    async getVoucherIssuances({ fromDate, throughDate, relationNumber, extRelationId }, { shop, now }) {
      const from = momentOf(ports, fromDate, 'fromDate') ?? 0;
      const through = momentOf(ports, throughDate, 'throughDate');
      const until = through === null ? now + 1 : ports.afterDays(through, 1);
      // We know nobody by name or number: nothing of ours was issued to a relation.
      const isOfRelation = relationNumber !== undefined || extRelationId !== undefined;
      const vouchers = isOfRelation ? [] : received(ports, shop, from, until);
      return {
        voucherIssuances: {
          voucherIssuance: vouchers.flatMap((voucher) => issuancesOf(voucher, ports.desk.redemptionsOf(voucher.id))),
        },
      };
    },

    async getVoucherExternalScanCodes(request, { shop, now }) {
      const from = momentOf(ports, request.fromCreatedTs, 'fromCreatedTs') ?? 0;
      const through = momentOf(ports, request.throughCreatedTs, 'throughCreatedTs') ?? now;
      const usedFrom = momentOf(ports, request.fromUsedTs, 'fromUsedTs');
      const usedThrough = momentOf(ports, request.throughUsedTs, 'throughUsedTs');
      const { used } = request;
      const listed = received(ports, shop, from, through + 1).flatMap((voucher) => {
        if (!voucher.entitlements.some(({ ruleName }) => ruleName === request.voucherId)) return [];
        const usedAt = ports.desk.redemptionsOf(voucher.id).find(({ creditedAt }) => creditedAt === null)?.at;
        if (used !== undefined && used !== (usedAt !== undefined)) return [];
        if (usedFrom !== null && (usedAt === undefined || usedAt < usedFrom)) return [];
        if (usedThrough !== null && (usedAt === undefined || usedAt > usedThrough)) return [];
        return [
          {
            scanCode: currentCode(voucher),
            voucherId: request.voucherId,
            apiIdent: shop,
            createdTs: iso(voucher.receivedAt),
            usedTs: usedAt === undefined ? undefined : iso(usedAt),
          },
        ];
      });
      return { scanCodes: { voucherScanCode: listed } };
    },

    issueVouchers: issueVouchers(ports),
    issueVoucherExternalScanCodes: issueScanCodes(ports),
    redeemVoucherIssuance: redeemIssuance(ports),
  };
}

function momentOf(ports: VoucherServicePorts, text: string | undefined, name: string): EpochMs | null {
  if (text === undefined) return null;
  const at = ports.momentOf(text);
  if (at !== null) return at;
  throw new SoapFault(INJECTION_ERRORS.badMessage, `request.${name} must lie in the years 2000 to 2199`);
}

function received(ports: VoucherServicePorts, shop: ShopId, from: EpochMs, until: EpochMs): readonly Voucher[] {
  const found = ports.desk.receivedBetween(shop, from, until, MOST_LISTED + 1);
  if (found.length <= MOST_LISTED) return found;
  throw new SoapFault(INJECTION_ERRORS.tooLong, `there are more than ${MOST_LISTED}: ask for fewer days`);
}
