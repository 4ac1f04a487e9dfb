/** `issueVouchers` and `issueVoucherExternalScanCodes`: issuances become vouchers of ours. */
import type { EpochMs } from '@tillbridge/kernel';
import {
  INJECTION_ERRORS,
  type InjectionAnswer,
  type InjectionFault,
  ORDER_REFERENCE,
  type Product,
  VOUCHER_CODE,
  VOUCHER_ERRORS,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { freshIssuances } from './issuances.ts';
import { errorText } from './soap-fault.ts';
import type { Call, Handlers, Request, Response } from './voucher-handlers.ts';
import type { VoucherServicePorts } from './voucher-service.ts';

type IssueResult = Response<'issueVouchers'>['result'];
type ScanCodesResult = Response<'issueVoucherExternalScanCodes'>['result'];
type Item = Request<'issueVouchers'>['issueVouchers']['issueVoucher'][number];
type Stored = Extract<InjectionAnswer, { ok: true }>;
type Drafts =
  | { readonly ok: true; readonly vouchers: readonly VoucherDraft[] }
  | { readonly ok: false; readonly result: IssueResult; readonly message: string };

const MOST_AT_ONCE = 500;
/** Entitlements of one voucher: of all issuances under one group code. */
const MOST_OF_ONE = 1_000;

const CODE = 'must be 4 to 128 letters, digits or marks of ASCII, without spaces at its ends';
const KEY = 'must be 1 to 64 printable characters: it is also the order’s reference';

export function issueVouchers(ports: VoucherServicePorts): Handlers['issueVouchers'] {
  return async (request, call) => {
    const { idempotencyKey } = request;
    const items = request.issueVouchers.issueVoucher;
    const drafts = draftsOf(ports, call, idempotencyKey, items);
    const digest = digestOf(ports, 'issueVouchers', request);
    if (!drafts.ok) {
      // What was issued once is acknowledged again, also when the venue has taken the product away since.
      const earlier = await ports.desk.repeated({ shop: call.shop, idempotencyKey, digest });
      const { result, message } = drafts;
      await note(ports, call, 'issueVouchers', idempotencyKey, earlier?.ok ? 'ISSUE-VOUCHERS-OK' : result);
      logged(ports, call, 'issueVouchers', earlier?.ok ? earlier : message);
      return earlier?.ok ? issued(earlier, call.now) : refused(result, message);
    }
    const answer = await ports.desk.inject({
      shop: call.shop,
      by: 'soap',
      operation: 'issueVouchers',
      idempotencyKey,
      digest,
      vouchers: drafts.vouchers,
      requestId: call.requestId,
      responseOf: (given) => (given.ok ? 'ISSUE-VOUCHERS-OK' : faultOf(given.fault, items)[0]),
    });
    logged(ports, call, 'issueVouchers', answer.ok ? answer : answer.fault.why);
    return answer.ok ? issued(answer, call.now) : refused(...faultOf(answer.fault, items));
  };
}

/** A pool of codes for one product: each becomes a voucher of its own. The answer has no room for a reason. */
export function issueScanCodes(ports: VoucherServicePorts): Handlers['issueVoucherExternalScanCodes'] {
  return async (request, call) => {
    const { idempotencyKey, voucherId, scanCodes } = request;
    const operation = 'issueVoucherExternalScanCodes';
    const product = ports.products(call.shop).find(({ id }) => id === voucherId);
    const codes = scanCodes.scanCode;
    const isFit =
      ORDER_REFERENCE.test(idempotencyKey) &&
      codes.length >= 1 &&
      codes.length <= MOST_AT_ONCE &&
      codes.every((code) => VOUCHER_CODE.test(code));
    const digest = digestOf(ports, operation, request);
    if (product === undefined || !isFit) {
      const earlier = await ports.desk.repeated({ shop: call.shop, idempotencyKey, digest });
      const result = earlier?.ok ? 'ISSUE-VOUCHER-SCAN-CODES-OK' : 'ISSUE-VOUCHER-SCAN-CODES-FAIL';
      await note(ports, call, operation, idempotencyKey, result);
      logged(ports, call, operation, earlier?.ok ? earlier : 'key, product, number or shape of the codes');
      return { idempotencyResult: replayed(earlier), result };
    }
    const answer = await ports.desk.inject({
      shop: call.shop,
      by: 'soap',
      operation,
      idempotencyKey,
      digest,
      vouchers: codes.map((code) => ({
        shop: call.shop,
        orderReference: idempotencyKey,
        code,
        entitlements: entitlementsOf(ports, product, call.now, null),
      })),
      requestId: call.requestId,
      responseOf: scanCodesResult,
    });
    logged(ports, call, operation, answer.ok ? answer : answer.fault.why);
    return { idempotencyResult: replayed(answer), result: scanCodesResult(answer) };
  };
}

/** Issuances under one group code are one voucher of ours: the group code is the ticket's. */
function draftsOf(ports: VoucherServicePorts, call: Call, order: string, items: readonly Item[]): Drafts {
  const unfit = (message: string): Drafts => ({
    ok: false,
    result: 'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION',
    message: errorText(INJECTION_ERRORS.badMessage, message),
  });
  const tooMany = (detail: string): Drafts => ({
    ok: false,
    result: 'ISSUE-VOUCHERS-TOO-MANY-ISSUANCES',
    message: errorText(INJECTION_ERRORS.tooLong, detail),
  });
  if (!ORDER_REFERENCE.test(order)) return unfit(`idempotencyKey ${KEY}`);
  if (items.length === 0) return unfit('issueVoucher must stand there at least once');
  if (items.length > MOST_AT_ONCE) return tooMany(`at most ${MOST_AT_ONCE} issuances in one request`);
  const vouchers: VoucherDraft[] = [];
  const products = new Map(ports.products(call.shop).map((product) => [product.id, product]));
  for (const [code, group] of Map.groupBy(items.entries(), ([, { groupScanCode }]) => groupScanCode)) {
    const entitlements: VoucherDraft['entitlements'][number][] = [];
    for (const [index, { voucherId, groupScanCode, scanCode, startTs }] of group) {
      const place = `issueVoucher[${index}]`;
      if (!VOUCHER_CODE.test(groupScanCode)) return unfit(`${place}.groupScanCode ${CODE}`);
      if (scanCode !== undefined && !VOUCHER_CODE.test(scanCode)) return unfit(`${place}.scanCode ${CODE}`);
      const start = startTs === undefined ? call.now : ports.momentOf(startTs);
      if (start === null) return unfit(`${place}.startTs must be a moment of the years 2000 to 2199`);
      const product = products.get(voucherId.id);
      if (product === undefined) {
        const detail = `${place}.voucherId is none of the venue’s products; see getVouchers`;
        const message = errorText(INJECTION_ERRORS.unknownProduct, detail);
        return { ok: false, result: 'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', message };
      }
      entitlements.push(...entitlementsOf(ports, product, start, scanCode ?? null));
    }
    if (entitlements.length > MOST_OF_ONE)
      return tooMany(`at most ${MOST_OF_ONE} entitlements under one groupScanCode`);
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

/** Of the values, so that a client may write the same request another way. */
function digestOf({ sha256Hex }: VoucherServicePorts, operation: string, request: object): string {
  return sha256Hex(`${operation} ${JSON.stringify(request)}`);
}

function issued(answer: Stored, now: EpochMs): Response<'issueVouchers'> {
  return {
    idempotencyResult: replayed(answer),
    result: 'ISSUE-VOUCHERS-OK',
    voucherIssuances: { voucherIssuance: answer.vouchers.flatMap((voucher) => freshIssuances(voucher, now)) },
    errorMessage: '',
  };
}

function refused(result: IssueResult, errorMessage: string): Response<'issueVouchers'> {
  return { idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE', result, errorMessage };
}

function faultOf(fault: InjectionFault, items: readonly Item[]): readonly [IssueResult, string] {
  switch (fault.why) {
    case 'key-reused':
      return ['ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', errorText(INJECTION_ERRORS.keyReused)];
    case 'duplicate-code': {
      const detail = (name: string) => errorText(VOUCHER_ERRORS.codeTaken, `a ${name} was used before`);
      return items.some(({ scanCode }) => scanCode === fault.code)
        ? ['ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE', detail('scanCode')]
        : ['ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE', detail('groupScanCode')];
    }
  }
}

function scanCodesResult(answer: InjectionAnswer): ScanCodesResult {
  if (answer.ok) return 'ISSUE-VOUCHER-SCAN-CODES-OK';
  return answer.fault.why === 'duplicate-code'
    ? 'ISSUE-VOUCHER-SCAN-CODES-DUPLICATE-SCAN-CODE'
    : 'ISSUE-VOUCHER-SCAN-CODES-FAIL';
}

function replayed(answer: InjectionAnswer | undefined) {
  return answer?.ok && answer.replay ? 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' : 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE';
}

function logged(
  { log }: VoucherServicePorts,
  { shop, requestId }: Call,
  operation: string,
  outcome: Stored | string,
): void {
  const fields = { requestId, shop, operation };
  if (typeof outcome === 'string') log.info('a call of a ticket shop was refused', { ...fields, reason: outcome });
  else {
    const { replay, vouchers } = outcome;
    log.info('a ticket shop injected vouchers', { ...fields, vouchers: vouchers.length, replay });
  }
}

/** What the desk didn't come to see. */
async function note(
  { desk }: VoucherServicePorts,
  { now, shop, requestId }: Call,
  operation: string,
  idempotencyKey: string,
  response: string,
): Promise<void> {
  await desk.noteInjection({
    at: now,
    shop,
    by: 'soap',
    operation,
    orderReference: ORDER_REFERENCE.test(idempotencyKey) ? idempotencyKey : null,
    response,
    vouchers: 0,
    requestId,
  });
}
