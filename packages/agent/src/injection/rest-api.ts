/**
 * The REST service of ticket shops. Everything is checked before anything is stored, and what a shop ordered or was refused
 * stands in the injection log.
 */
import {
  type DryRun,
  IDEMPOTENCY_HEADER,
  INJECTION_ROUTES,
  type InjectionOperation,
  type InjectionReceipt,
  MOST_VOUCHERS,
  type ReadInjection,
  type ReadMessage,
  readBlock,
  readInjection,
  readReissue,
} from '@tillbridge/contracts/injection';
import { type Clock, type Digest, describeError, isUnwritable, type Log, TillbridgeError } from '@tillbridge/kernel';
import type { InjectionReply, RequestHeaders } from '@tillbridge/relay';
import {
  explainRule,
  INJECTION_ERRORS,
  type InjectionAnswer,
  type InjectionFault,
  type Product,
  type ShopId,
  VOUCHER_ERRORS,
  type VoucherDesk,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { json, Refused, refusal } from './rest-reply.ts';
import type { VoucherDrafts } from './voucher-drafts.ts';
import { shownValidity, voucherView } from './voucher-view.ts';

export interface RestApiPorts {
  readonly desk: VoucherDesk;
  readonly products: ReadonlyMap<string, Product>;
  readonly drafts: VoucherDrafts;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
}

/** A call of a shop that was let in. */
export interface RestCall {
  readonly shop: ShopId;
  readonly requestId: string;
  readonly operation: InjectionOperation;
  /** Of the address; empty where there is none. */
  readonly code: string;
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
}

type Body = Uint8Array | 'too-long' | 'hung-up';

/** What the injection log keeps: orders of the shop. Who only looks leaves no trace there. */
const LOGGED: ReadonlySet<InjectionOperation> = new Set(['injectVouchers', 'reissueVoucher', 'blockVoucher']);
const IDEMPOTENCY_KEY = /^[\x21-\x7E]{1,200}$/;
/** Order references of one refused call that are logged. */
const MOST_REFERENCES = 20;

export class RestApi {
  private readonly ports: RestApiPorts;

  constructor(ports: RestApiPorts) {
    this.ports = ports;
  }

  /** Never rejects. */
  async handle(call: RestCall, body: Body): Promise<InjectionReply> {
    const references = new Set<string>();
    try {
      return await this.answer(call, body, references);
    } catch (error) {
      const refused = refusedBy(error);
      const { shop, requestId, operation } = call;
      const { status, entry, field } = refused;
      const fields = { requestId, shop, operation, status, code: entry.code, ...(field === null ? {} : { field }) };
      if (status < 500) this.ports.log.info('a call of a ticket shop was refused', fields);
      else this.ports.log.error('a call of a ticket shop failed', { ...fields, error: describeError(error) });
      if (LOGGED.has(operation) && status < 500 && !refused.isNoted) {
        await this.note(call, responseOf(refused), references);
      }
      return refusal(refused, requestId);
    }
  }

  private answer(call: RestCall, body: Body, references: Set<string>): Promise<InjectionReply> | InjectionReply {
    switch (call.operation) {
      case 'injectVouchers':
        return this.inject(call, textOf(call, body), references);
      case 'reissueVoucher':
        return this.reissue(call, textOf(call, body));
      case 'blockVoucher':
        return this.block(call, textOf(call, body));
      case 'findVouchers':
        return this.find(call);
      case 'showVoucher':
        return json(200, this.ownView(call.shop, call.code), call.requestId);
      case 'listProducts':
        return this.products(call);
    }
  }

  private async inject(call: RestCall, text: string, references: Set<string>): Promise<InjectionReply> {
    const { shop, requestId } = call;
    const idempotencyKey = idempotencyKeyOf(call);
    const given = accepted(readInjection(jsonOf(text)));
    for (const { orderReference } of given.vouchers)
      if (references.size < MOST_REFERENCES) references.add(orderReference);
    const digest = this.ports.digest.sha256Hex(text);
    const isDryRun = call.query.get('dryRun') === 'true';
    let drafts: readonly VoucherDraft[];
    try {
      drafts = given.vouchers.map((voucher, index) => this.ports.drafts.of(shop, voucher, given.at(index)));
    } catch (refused) {
      // What was stored once is acknowledged again, also when the venue has taken the product away since.
      const earlier =
        isDryRun || idempotencyKey === null
          ? undefined
          : await this.ports.desk.repeated({ shop, idempotencyKey, digest });
      if (earlier?.ok !== true) throw refused;
      await this.note(call, '200', references);
      return receipt(earlier, requestId);
    }
    if (isDryRun) return json(200, this.dryRun(given, drafts), requestId);
    const answer = await this.ports.desk.inject({
      shop,
      by: 'rest',
      operation: logged('injectVouchers'),
      idempotencyKey,
      digest,
      vouchers: drafts,
      requestId,
      responseOf: (outcome) => {
        if (outcome.ok) return outcome.replay ? '200' : '201';
        return responseOf(faultOf(outcome.fault, drafts, given.at));
      },
    });
    if (answer.ok) {
      const { replay, vouchers } = answer;
      this.ports.log.info('a ticket shop injected vouchers', { requestId, shop, vouchers: vouchers.length, replay });
      return receipt(answer, requestId);
    }
    throw faultOf(answer.fault, drafts, given.at);
  }

  private dryRun(given: ReadInjection, drafts: readonly VoucherDraft[]): DryRun {
    const seen = new Set<string>();
    const vouchers = drafts.map(({ code, entitlements }, index) => {
      const codes = [
        { code, path: `${given.at(index)}code` },
        ...entitlements.flatMap((entitlement, nth) =>
          entitlement.code === null
            ? []
            : [{ code: entitlement.code, path: `${given.at(index)}entitlements[${nth}].code` }],
        ),
      ];
      const duplicates = codes.filter((one) => {
        const isTwice = seen.has(one.code) || this.ports.desk.byCode(one.code, null) !== undefined;
        seen.add(one.code);
        return isTwice;
      });
      return {
        code,
        duplicates: duplicates.map(({ path }) => path),
        entitlements: entitlements.map(({ ruleName, rule, issued, validFrom, validUntil }) => ({
          name: ruleName,
          units: issued,
          ...shownValidity({ validFrom, validUntil }),
          says: [...explainRule(rule, 'en')],
        })),
      };
    });
    return { dryRun: true, wouldBeStored: vouchers.every(({ duplicates }) => duplicates.length === 0), vouchers };
  }

  private find({ shop, query, requestId }: RestCall): InjectionReply {
    const order = query.get('order') ?? '';
    if (order === '') {
      throw new Refused(400, INJECTION_ERRORS.badMessage, {
        field: 'order',
        detail: 'order must be an order reference',
      });
    }
    const found = this.ports.desk
      .byOrder(order, null, MOST_VOUCHERS + 1)
      .filter(({ voucher }) => voucher.shop === shop);
    const now = this.ports.clock.now();
    const vouchers = found.slice(0, MOST_VOUCHERS).map((story) => voucherView(story, now));
    return json(200, { vouchers, more: found.length > MOST_VOUCHERS }, requestId);
  }

  private async reissue(call: RestCall, text: string): Promise<InjectionReply> {
    const { shop, code, requestId } = call;
    const { code: fresh } = accepted(readReissue(jsonOf(text)));
    await this.ports.desk.reissue(shop, code, fresh, this.loggedCall(call));
    this.ports.log.info('a ticket shop replaced a code', { requestId, shop });
    return json(200, this.ownView(shop, fresh), requestId);
  }

  private async block(call: RestCall, text: string): Promise<InjectionReply> {
    const { shop, code, requestId } = call;
    const { reason } = accepted(readBlock(jsonOf(text)));
    await this.ports.desk.block(shop, code, reason, this.loggedCall(call));
    this.ports.log.info('a ticket shop withdrew a voucher', { requestId, shop, reason });
    return json(200, this.ownView(shop, code), requestId);
  }

  private products({ requestId }: RestCall): InjectionReply {
    const products = [...this.ports.products.values()].map(({ id, label, gives }) => ({
      id,
      label,
      gives: gives.map(({ ruleName, rule, units, validDays }) => ({
        rule: ruleName,
        units,
        validDays,
        says: explainRule(rule, 'en'),
      })),
    }));
    return json(200, { products }, requestId);
  }

  /** Another shop's vouchers are nobody's business. */
  private ownView(shop: ShopId, code: string) {
    const story = this.ports.desk.byCode(code, null);
    if (story?.voucher.shop !== shop) throw new Refused(404, VOUCHER_ERRORS.unknownCode);
    return voucherView(story, this.ports.clock.now());
  }

  private loggedCall({ operation, requestId }: RestCall) {
    return { by: 'rest', operation: logged(operation), requestId, response: '200' };
  }

  /** Once for each order, so that each is found by its reference. */
  private async note({ shop, operation, requestId }: RestCall, response: string, references: ReadonlySet<string>) {
    const entry = { at: this.ports.clock.now(), shop, by: 'rest', operation: logged(operation), response, requestId };
    try {
      const orders = references.size === 0 ? [null] : [...references];
      await Promise.all(
        orders.map((orderReference) => this.ports.desk.noteInjection({ ...entry, orderReference, vouchers: 0 })),
      );
    } catch (error) {
      this.ports.log.error('a call of a ticket shop could not be noted', { requestId, error: describeError(error) });
    }
  }
}

/** `POST /v1/vouchers`. */
function logged(operation: InjectionOperation): string {
  const { method, path } = INJECTION_ROUTES[operation];
  return `${method} ${path}`;
}

function receipt({ replay, vouchers }: Extract<InjectionAnswer, { ok: true }>, requestId: string): InjectionReply {
  const body: InjectionReceipt = {
    replay,
    vouchers: vouchers.map(({ id, code, entitlements }) => ({
      id,
      code,
      entitlements: entitlements.map(({ id: entitlement, ruleName, code: own, validFrom, validUntil }) => ({
        id: entitlement,
        name: ruleName,
        code: own,
        ...shownValidity({ validFrom, validUntil }),
      })),
    })),
  };
  return json(replay ? 200 : 201, body, requestId);
}

function responseOf({ status, entry }: Refused): string {
  return `${status} ${entry.code}`;
}

/** Why the desk stored nothing of an order. It has noted that itself. */
function faultOf(fault: InjectionFault, drafts: readonly VoucherDraft[], at: (index: number) => string): Refused {
  const isNoted = true;
  if (fault.why === 'key-reused') {
    return new Refused(409, INJECTION_ERRORS.keyReused, { field: IDEMPOTENCY_HEADER, isNoted });
  }
  const draft = drafts[fault.index];
  const nth =
    draft?.code === fault.code ? -1 : (draft?.entitlements.findIndex(({ code }) => code === fault.code) ?? -1);
  const field = `${at(fault.index)}${nth < 0 ? '' : `entitlements[${nth}].`}code`;
  return new Refused(409, VOUCHER_ERRORS.codeTaken, { field, isNoted });
}

function refusedBy(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (isUnwritable(error)) return new Refused(503, INJECTION_ERRORS.notStored);
  switch (error instanceof TillbridgeError ? error.code : '') {
    case VOUCHER_ERRORS.unknownCode.code:
      return new Refused(404, VOUCHER_ERRORS.unknownCode);
    case VOUCHER_ERRORS.codeTaken.code:
      return new Refused(409, VOUCHER_ERRORS.codeTaken, { field: 'code' });
    case VOUCHER_ERRORS.codeReplaced.code:
      return new Refused(409, VOUCHER_ERRORS.codeReplaced);
    default:
      return new Refused(500, INJECTION_ERRORS.inside);
  }
}

function accepted<Value>(read: ReadMessage<Value>): Value {
  if (read.ok) return read.value;
  throw new Refused(422, INJECTION_ERRORS.badMessage, { field: read.field, detail: read.message });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, INJECTION_ERRORS.badMessage, { detail: 'the body must be JSON' });
  }
}

function textOf({ headers }: RestCall, body: Body): string {
  if (body === 'too-long') throw new Refused(413, INJECTION_ERRORS.tooLong);
  if (body === 'hung-up') throw new Refused(400, INJECTION_ERRORS.badMessage, { detail: 'the body broke off' });
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Refused(415, INJECTION_ERRORS.badMessage, { detail: 'the body must not be compressed' });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refused(415, INJECTION_ERRORS.badMessage, { detail: 'the body must be UTF-8' });
  }
}

/** Cut to fit, two keys could become one. */
function idempotencyKeyOf({ headers }: RestCall): string | null {
  const given = headers[IDEMPOTENCY_HEADER];
  if (given === undefined) return null;
  if (typeof given === 'string' && IDEMPOTENCY_KEY.test(given)) return given;
  const detail = 'Idempotency-Key must be 1 to 200 printable characters of ASCII without spaces';
  throw new Refused(400, INJECTION_ERRORS.badMessage, { field: IDEMPOTENCY_HEADER, detail });
}
