/** What each voucher operation does. Results and their meaning: the vendor's enums in mplusqapi.wsdl. */
import type { EpochMs } from '@tillbridge/kernel';
import type {
  DirectAnswer,
  EntitlementId,
  InjectionAnswer,
  InjectionFault,
  Product,
  Redemption,
  Refusal,
  ShopId,
  Voucher,
  VoucherDraft,
} from '@tillbridge/vouchers';
import type { ValueOf } from './types.ts';
import type { VOUCHER_OPERATIONS, VoucherOperation } from './voucher-operations.wire.ts';
import type { VoucherServicePorts } from './voucher-service.ts';

/** One admitted request. */
export interface Call {
  readonly shop: ShopId;
  readonly requestId: string;
  /** Of the whole request, to tell a repeat from another one under the same key. */
  readonly digest: string;
  readonly now: EpochMs;
}

type Request<Name extends VoucherOperation> = ValueOf<(typeof VOUCHER_OPERATIONS)[Name]['request']>;
type Response<Name extends VoucherOperation> = ValueOf<(typeof VOUCHER_OPERATIONS)[Name]['response']>;
export type Handlers = {
  readonly [Name in VoucherOperation]: (request: Request<Name>, call: Call) => Promise<Response<Name>>;
};

type Issuance = NonNullable<Response<'issueVouchers'>['voucherIssuances']>['voucherIssuance'][number];
type Redeem = NonNullable<Response<'redeemVoucherIssuance'>['voucherIssuanceRedeems']>['voucherIssuanceRedeem'][number];
type IssueResult = Response<'issueVouchers'>['result'];

/** What one request may issue or ask for. */
const MOST_AT_ONCE = 500;
const MOST_LISTED = 2_000;

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

    async getVouchers({ voucherIdFilter, type }, { shop }) {
      const wanted = new Set(voucherIdFilter.voucherId.map(({ id }) => id));
      const listed = ports.products(shop).filter(({ id }) => wanted.size === 0 || wanted.has(id));
      const since = new Date(ports.productsSince).toISOString();
      const shown = type === undefined || type === 'DEFAULT' ? listed : [];
      return {
        voucherViews: {
          voucherView: shown.map(({ id, label }) => ({
            id: { id },
            description: label.nl ?? label.en ?? label.de ?? label.fr,
            createdTs: since,
            updatedTs: since,
            type: 'DEFAULT',
          })),
        },
      };
    },

    async getVoucherIssuances({ fromDate, throughDate }, { shop, now }) {
      const from = fromDate === undefined ? 0 : (ports.momentOf(fromDate) ?? 0);
      const through = throughDate === undefined ? null : ports.momentOf(throughDate);
      const until = through === null ? now + 1 : ports.afterDays(through, 1);
      const vouchers = ports.desk.receivedBetween(shop, from, until, MOST_LISTED);
      return { voucherIssuances: { voucherIssuance: vouchers.flatMap((voucher) => issuancesOf(ports, voucher)) } };
    },

    async issueVouchers(request, call) {
      const refused = (result: IssueResult, errorMessage: string): Response<'issueVouchers'> => ({
        idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
        result,
        errorMessage,
      });
      const items = request.issueVouchers.issueVoucher;
      const note = (response: string) =>
        ports.desk.noteInjection({
          at: call.now,
          shop: call.shop,
          by: 'soap',
          operation: 'issueVouchers',
          orderReference: request.idempotencyKey,
          response,
          vouchers: 0,
          requestId: call.requestId,
        });
      const refuse = async (result: IssueResult, message: string) => {
        await note(result);
        return refused(result, message);
      };
      if (items.length > MOST_AT_ONCE) {
        return refuse('ISSUE-VOUCHERS-TOO-MANY-ISSUANCES', `SHOP: at most ${MOST_AT_ONCE} vouchers in one request`);
      }
      const drafts = draftsOf(ports, call, request.idempotencyKey, items);
      if (!drafts.ok) return refuse('ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', drafts.message);
      const answer = await ports.desk.inject({
        shop: call.shop,
        by: 'soap',
        operation: 'issueVouchers',
        idempotencyKey: request.idempotencyKey,
        digest: call.digest,
        vouchers: drafts.vouchers,
        requestId: call.requestId,
        responseOf: (given) => (given.ok ? 'ISSUE-VOUCHERS-OK' : issueFault(given.fault, items)[0]),
      });
      if (!answer.ok) {
        const [result, message] = issueFault(answer.fault, items);
        return refused(result, message);
      }
      const issued = answer.vouchers.flatMap(({ code }) => {
        const story = ports.desk.byCode(code, null);
        return story === undefined ? [] : issuancesOf(ports, story.voucher);
      });
      return {
        idempotencyResult: replayed(answer),
        result: 'ISSUE-VOUCHERS-OK',
        voucherIssuances: { voucherIssuance: issued },
        errorMessage: '',
      };
    },

    async issueVoucherExternalScanCodes({ idempotencyKey, voucherId, scanCodes }, call) {
      const product = ports.products(call.shop).find(({ id }) => id === voucherId);
      if (product === undefined || scanCodes.scanCode.length > MOST_AT_ONCE) {
        return {
          idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
          result: 'ISSUE-VOUCHER-SCAN-CODES-FAIL',
        };
      }
      const answer = await ports.desk.inject({
        shop: call.shop,
        by: 'soap',
        operation: 'issueVoucherExternalScanCodes',
        idempotencyKey,
        digest: call.digest,
        vouchers: scanCodes.scanCode.map((code) => ({
          shop: call.shop,
          orderReference: idempotencyKey,
          code,
          entitlements: entitlementsOf(ports, product, call.now, null),
        })),
        requestId: call.requestId,
        responseOf: scanCodesResult,
      });
      return {
        idempotencyResult: replayed(answer),
        result: scanCodesResult(answer),
      };
    },

    async getVoucherExternalScanCodes(request, { shop, now }) {
      const moment = (text: string | undefined) => (text === undefined ? null : ports.momentOf(text));
      const from = moment(request.fromCreatedTs) ?? 0;
      const until = (moment(request.throughCreatedTs) ?? now) + 1;
      const usedFrom = moment(request.fromUsedTs);
      const usedThrough = moment(request.throughUsedTs);
      const listed = ports.desk.receivedBetween(shop, from, until, MOST_LISTED).flatMap((voucher) => {
        if (!voucher.entitlements.some(({ ruleName }) => ruleName === request.voucherId)) return [];
        const code = currentCode(voucher);
        const usedAt = ports.desk.byCode(code, null)?.redemptions.find(({ creditedAt }) => creditedAt === null)?.at;
        if (request.used !== undefined && request.used !== (usedAt !== undefined)) return [];
        if (usedFrom !== null && (usedAt === undefined || usedAt < usedFrom)) return [];
        if (usedThrough !== null && (usedAt === undefined || usedAt > usedThrough)) return [];
        return [
          {
            scanCode: code,
            voucherId: request.voucherId,
            apiIdent: shop,
            createdTs: iso(voucher.receivedAt),
            usedTs: usedAt === undefined ? undefined : iso(usedAt),
          },
        ];
      });
      return { scanCodes: { voucherScanCode: listed } };
    },

    async redeemVoucherIssuance(request, { shop }) {
      const { branchNumber, workplaceNumber } = request.workplaceIdentifier;
      const answer = await ports.desk.redeem({
        shop,
        code: request.voucherScanCode ?? null,
        entitlement: (request.voucherIssuanceId ?? null) as EntitlementId | null,
        units: request.redeemCount ?? 1,
        place: {
          till: ports.placeName(branchNumber, workplaceNumber) ?? `${branchNumber}-${workplaceNumber}`,
          branch: branchNumber,
          workplace: workplaceNumber,
          employee: null,
        },
        dryRun: request.dryRun ?? false,
      });
      return redeemResponse(answer);
    },
  };
}

type Item = Request<'issueVouchers'>['issueVouchers']['issueVoucher'][number];
type Drafts =
  | { readonly ok: true; readonly vouchers: readonly VoucherDraft[] }
  | { readonly ok: false; readonly message: string };

/** Issuances under one group code are one voucher of ours: the group code is the ticket's. */
function draftsOf(ports: VoucherServicePorts, call: Call, order: string, items: readonly Item[]): Drafts {
  const vouchers: VoucherDraft[] = [];
  const products = new Map(ports.products(call.shop).map((product) => [product.id, product]));
  for (const [code, group] of Map.groupBy(items, ({ groupScanCode }) => groupScanCode)) {
    const entitlements: VoucherDraft['entitlements'][number][] = [];
    for (const item of group) {
      const place = `issueVoucher[${items.indexOf(item)}]`;
      const product = products.get(item.voucherId.id);
      if (product === undefined) {
        return { ok: false, message: `SHOP: ${place}.voucherId is none of the venue's products; see getVouchers` };
      }
      const start = item.startTs === undefined ? call.now : ports.momentOf(item.startTs);
      if (start === null) return { ok: false, message: `SHOP: ${place}.startTs is no moment of the calendar` };
      entitlements.push(...entitlementsOf(ports, product, start, item.scanCode ?? null));
    }
    vouchers.push({ shop: call.shop, orderReference: order, code, entitlements });
  }
  return { ok: true, vouchers };
}

/** A code of one issuance stands for the first thing its product gives: a code leads to one entitlement or to all. */
function entitlementsOf(ports: VoucherServicePorts, { id, gives }: Product, from: EpochMs, code: string | null) {
  return gives.map(({ rule, units, validDays }, index) => ({
    // What the shop asked for: it finds its own word again in every answer.
    ruleName: id,
    rule,
    validFrom: from,
    validUntil: validDays === null ? null : ports.afterDays(from, validDays),
    issued: units,
    code: index === 0 ? code : null,
  }));
}

function issuancesOf({ desk }: VoucherServicePorts, voucher: Voucher): readonly Issuance[] {
  const code = currentCode(voucher);
  const redemptions = desk.byCode(code, null)?.redemptions ?? [];
  return voucher.entitlements.map(({ id, ruleName, validFrom, validUntil }) => {
    const own = voucher.codes.find(({ entitlement, replacedAt }) => entitlement === id && replacedAt === null)?.code;
    return {
      id,
      scanCode: own,
      groupId: voucher.id,
      voucherId: { id: ruleName },
      cancelled: voucher.blocked !== null,
      startTs: iso(validFrom ?? voucher.receivedAt),
      endTs: validUntil === null ? undefined : iso(validUntil - 1),
      voucherIssuanceRedeems: {
        voucherIssuanceRedeem: redemptions.filter(({ entitlement }) => entitlement === id).map(redeemOf),
      },
      groupScanCode: code,
      resolvedScanCode: own,
      resolvedGroupScanCode: code,
    };
  });
}

function redeemOf({ id, entitlement, at, creditedAt, sale }: Redemption): Redeem {
  return {
    id,
    voucherIssuanceId: entitlement,
    salesTurnoverId: sale?.sessionId,
    cancelled: creditedAt !== null,
    redeemTs: iso(at),
  };
}

function currentCode({ codes }: Voucher): string {
  return codes.find(({ entitlement, replacedAt }) => entitlement === null && replacedAt === null)?.code ?? '';
}

function replayed(answer: InjectionAnswer) {
  return answer.ok && answer.replay ? 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' : 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE';
}

function issueFault(fault: InjectionFault, items: readonly Item[]): readonly [IssueResult, string] {
  switch (fault.why) {
    case 'key-reused':
      return ['ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', 'SHOP: the idempotencyKey was used for another request'];
    case 'duplicate-code':
      return items.some(({ scanCode }) => scanCode === fault.code)
        ? ['ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE', 'SHOP: a scanCode was issued before']
        : ['ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE', 'SHOP: a groupScanCode was issued before'];
  }
}

function scanCodesResult(answer: InjectionAnswer): Response<'issueVoucherExternalScanCodes'>['result'] {
  if (answer.ok) return 'ISSUE-VOUCHER-SCAN-CODES-OK';
  return answer.fault.why === 'duplicate-code'
    ? 'ISSUE-VOUCHER-SCAN-CODES-DUPLICATE-SCAN-CODE'
    : 'ISSUE-VOUCHER-SCAN-CODES-FAIL';
}

function redeemResponse(answer: DirectAnswer): Response<'redeemVoucherIssuance'> {
  if (answer.ok) {
    return {
      voucherIssuanceRedeems: { voucherIssuanceRedeem: answer.redemptions.map(redeemOf) },
      result: 'REDEEM-VOUCHER-ISSUANCE-OK',
    };
  }
  const { refusal } = answer;
  switch (refusal.why) {
    case 'not-received':
    case 'unreadable':
    case 'replaced':
      return {
        result: 'REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND',
        errorMessage: `SHOP: ${refusal.why}`,
      };
    case 'too-few-left':
      return {
        result: 'REDEEM-VOUCHER-ISSUANCE-REDEEM-COUNT-TOO-HIGH',
        errorMessage: `SHOP: ${refusal.left} left`,
      };
    default:
      return {
        voucherCanApplyResult: flagsOf(refusal),
        result: 'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED',
        errorMessage: `SHOP: ${refusal.why}`,
      };
  }
}

function flagsOf(refusal: Refusal): NonNullable<Response<'redeemVoucherIssuance'>['voucherCanApplyResult']> {
  switch (refusal.why) {
    case 'expired':
    case 'cancelled':
      return { expired: true };
    case 'used-up':
      return { fullyRedeemed: true };
    case 'limit-reached':
    case 'in-use':
      return { recentlyRedeemed: true };
    case 'not-yet':
      return { upcoming: true, upcomingTs: iso(refusal.at) };
    case 'no-article':
      return { noLine: true };
    default:
      return {};
  }
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
