/** The REST service of ticket shops. Everything is checked before anything is stored; every call stands in the log. */
import {
  IDEMPOTENCY_HEADER,
  type InjectedVoucher,
  type InjectionError,
  PRODUCTS_PATH,
  type ReadMessage,
  readBlock,
  readInjection,
  readReissue,
  VOUCHERS_PATH,
} from '@tillbridge/contracts/injection';
import {
  type Clock,
  type Digest,
  describeError,
  type EpochMs,
  type ErrorEntry,
  isUnwritable,
  type Log,
  TillbridgeError,
} from '@tillbridge/kernel';
import type { InjectionReply, InjectionRequest } from '@tillbridge/relay';
import {
  explainRule,
  type Product,
  type Rule,
  type ShopId,
  type VoucherDesk,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { INJECTION_ERRORS } from './rest-errors.ts';
import type { ShopKeys } from './shop-keys.ts';
import type { VenueMoments } from './venue-moments.ts';
import { voucherView } from './voucher-view.ts';

export interface RestApiPorts {
  readonly desk: VoucherDesk;
  readonly keys: ShopKeys;
  /** Shops that may send rules of their own. */
  readonly ruleMakers: ReadonlySet<string>;
  readonly products: ReadonlyMap<string, Product>;
  readonly moments: VenueMoments;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
}

interface Call extends InjectionRequest {
  readonly shop: ShopId;
  readonly requestId: string;
}

/** A refusal before anything was stored. `field`: the path of what is wrong. */
class Refused extends Error {
  readonly status: number;
  readonly entry: ErrorEntry;
  readonly field: string | null;

  constructor(status: number, entry: ErrorEntry, detail: string | null = null, field: string | null = null) {
    super(detail ?? entry.title);
    this.status = status;
    this.entry = entry;
    this.field = field;
  }
}

const MOST_OF_ORDER = 100;
const ONE = new RegExp(`^${VOUCHERS_PATH}/([^/]{1,400})(?:/(reissue|block))?$`);

export class RestApi {
  private readonly ports: RestApiPorts;

  constructor(ports: RestApiPorts) {
    this.ports = ports;
  }

  async handle(request: InjectionRequest, requestId: string): Promise<InjectionReply> {
    const shop = this.ports.keys.admit(null, bearerOf(request));
    if (shop === null) return refusal(401, INJECTION_ERRORS.notAdmitted, null, null, requestId);
    try {
      return await this.route({ ...request, shop, requestId });
    } catch (error) {
      return this.failed(error, request, shop, requestId);
    }
  }

  private route(call: Call): Promise<InjectionReply> {
    const { method, path } = call;
    if (path === VOUCHERS_PATH) return method === 'POST' ? this.inject(call) : this.find(call);
    if (path === PRODUCTS_PATH && method === 'GET') return this.products();
    const [, name, deed] = ONE.exec(path) ?? [];
    const code = name === undefined ? null : decoded(name);
    if (code !== null) {
      if (method === 'GET' && deed === undefined) return this.show(call, code);
      if (method === 'POST' && deed === 'reissue') return this.reissue(call, code);
      if (method === 'POST' && deed === 'block') return this.block(call, code);
    }
    throw new Refused(404, INJECTION_ERRORS.nothingHere);
  }

  private async inject(call: Call): Promise<InjectionReply> {
    const { shop, requestId } = call;
    const text = textOf(call);
    const { vouchers: given, at } = accepted(readInjection(jsonOf(text)));
    const drafts = given.map((voucher, index) => this.draftOf(shop, voucher, at(index)));
    if (call.query.get('dryRun') === 'true') return this.explain(drafts);
    const answer = await this.ports.desk.inject({
      shop,
      by: 'rest',
      operation: 'POST /v1/vouchers',
      idempotencyKey: headerOf(call, IDEMPOTENCY_HEADER),
      digest: this.ports.digest.sha256Hex(text),
      vouchers: drafts,
      requestId,
      responseOf: (given) => {
        if (given.ok) return given.replay ? '200' : '201';
        const { code } = INJECTION_ERRORS[given.fault.why === 'key-reused' ? 'keyReused' : 'duplicateCode'];
        return `409 ${code}`;
      },
    });
    if (!answer.ok) {
      const { fault } = answer;
      if (fault.why === 'key-reused') throw new Refused(409, INJECTION_ERRORS.keyReused, null, IDEMPOTENCY_HEADER);
      throw new Refused(409, INJECTION_ERRORS.duplicateCode, null, `${at(fault.index)}code`);
    }
    const vouchers = answer.vouchers.flatMap(({ code }) => this.viewOf(code));
    return json(answer.replay ? 200 : 201, { replay: answer.replay, vouchers }, requestId);
  }

  private draftOf(shop: ShopId, voucher: InjectedVoucher, at: string): VoucherDraft {
    const { ports } = this;
    const now = ports.clock.now();
    const from = this.momentAt(voucher.validFrom, `${at}validFrom`, 'momentOf');
    const until = this.momentAt(voucher.validUntil, `${at}validUntil`, 'endOf');
    const common = { shop, orderReference: voucher.orderReference, code: voucher.code };
    if (voucher.entitlements !== undefined) {
      if (!ports.ruleMakers.has(shop)) {
        throw new Refused(403, INJECTION_ERRORS.rulesNotAllowed, null, `${at}entitlements`);
      }
      const entitlements = voucher.entitlements.map(({ name, rule, units, code, validFrom, validUntil }, index) => {
        const place = `${at}entitlements[${index}].`;
        return checked(
          {
            ruleName: name,
            rule: rule as Rule,
            issued: units === 'unlimited' ? null : units,
            code: code ?? null,
            validFrom: this.momentAt(validFrom, `${place}validFrom`, 'momentOf') ?? from,
            validUntil: this.momentAt(validUntil, `${place}validUntil`, 'endOf') ?? until,
          },
          place,
        );
      });
      return { ...common, entitlements };
    }
    const product = ports.products.get(voucher.product ?? '');
    if (product === undefined) throw new Refused(422, INJECTION_ERRORS.unknownProduct, null, `${at}product`);
    const entitlements = product.gives.map(({ rule, units, validDays }) =>
      checked(
        {
          ruleName: product.id,
          rule,
          issued: units === null ? null : units * voucher.quantity,
          code: null,
          validFrom: from,
          validUntil: until ?? (validDays === null ? null : ports.moments.afterDays(from ?? now, validDays)),
        },
        at,
      ),
    );
    return { ...common, entitlements };
  }

  private momentAt(text: string | undefined, field: string, how: 'momentOf' | 'endOf'): EpochMs | null {
    if (text === undefined) return null;
    const at = this.ports.moments[how](text);
    if (at === null) throw new Refused(422, INJECTION_ERRORS.badMessage, `${field} is no day of the calendar`, field);
    return at;
  }

  private explain(drafts: readonly VoucherDraft[]): InjectionReply {
    const vouchers = drafts.map(({ code, entitlements }) => ({
      code,
      known: this.ports.desk.byCode(code, null) !== undefined,
      gives: entitlements.map(({ rule }) => explainRule(rule, 'en')),
    }));
    return json(200, { dryRun: true, vouchers }, null);
  }

  private async find({ shop, query, requestId }: Call): Promise<InjectionReply> {
    const order = query.get('order');
    if (order === null) throw new Refused(400, INJECTION_ERRORS.badMessage, 'order is missing', 'order');
    const stories = this.ports.desk.byOrder(order, null).filter(({ voucher }) => voucher.shop === shop);
    const now = this.ports.clock.now();
    return json(200, { vouchers: stories.slice(0, MOST_OF_ORDER).map((story) => voucherView(story, now)) }, requestId);
  }

  private async show({ shop, requestId }: Call, code: string): Promise<InjectionReply> {
    return json(200, this.ownView(shop, code), requestId);
  }

  private async reissue(call: Call, code: string): Promise<InjectionReply> {
    const { code: fresh } = accepted(readReissue(jsonOf(textOf(call))));
    this.ownView(call.shop, code);
    // The desk alone can tell a code that is taken from the same call once more.
    await this.ports.desk.reissue(call.shop, code, fresh);
    return json(200, this.ownView(call.shop, fresh), call.requestId);
  }

  private async block(call: Call, code: string): Promise<InjectionReply> {
    const { reason } = accepted(readBlock(jsonOf(textOf(call))));
    this.ownView(call.shop, code);
    await this.ports.desk.block(call.shop, code, reason);
    return json(200, this.ownView(call.shop, code), call.requestId);
  }

  private async products(): Promise<InjectionReply> {
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
    return json(200, { products }, null);
  }

  private viewOf(code: string) {
    const story = this.ports.desk.byCode(code, null);
    return story === undefined ? [] : [voucherView(story, this.ports.clock.now())];
  }

  /** Another shop's vouchers are nobody's business. */
  private ownView(shop: ShopId, code: string) {
    const story = this.ports.desk.byCode(code, null);
    if (story === undefined || story.voucher.shop !== shop) throw new Refused(404, INJECTION_ERRORS.unknownCode);
    return voucherView(story, this.ports.clock.now());
  }

  private async failed(
    error: unknown,
    { method, path }: InjectionRequest,
    shop: ShopId,
    requestId: string,
  ): Promise<InjectionReply> {
    if (error instanceof Refused) {
      if (method === 'POST' && path === VOUCHERS_PATH)
        await this.note(shop, `${error.status} ${error.entry.code}`, requestId);
      return refusal(error.status, error.entry, error.field, error.message, requestId);
    }
    this.ports.log.error('an injection failed', { requestId, error: describeError(error) });
    if (error instanceof TillbridgeError && error.entry.whoActs === 'ticket-shop') {
      return refusal(409, error.entry, null, null, requestId);
    }
    if (!isUnwritable(error)) throw error;
    return refusal(503, INJECTION_ERRORS.notStored, null, null, requestId);
  }

  private async note(shop: ShopId, response: string, requestId: string): Promise<void> {
    try {
      await this.ports.desk.noteInjection({
        at: this.ports.clock.now(),
        shop,
        by: 'rest',
        operation: 'POST /v1/vouchers',
        orderReference: null,
        response,
        vouchers: 0,
        requestId,
      });
    } catch (error) {
      this.ports.log.error('a refused injection could not be noted', { requestId, error: describeError(error) });
    }
  }
}

function checked<Draft extends { readonly validFrom: EpochMs | null; readonly validUntil: EpochMs | null }>(
  draft: Draft,
  at: string,
): Draft {
  if (draft.validFrom !== null && draft.validUntil !== null && draft.validUntil <= draft.validFrom) {
    throw new Refused(422, INJECTION_ERRORS.badMessage, `${at}validUntil is not after validFrom`, `${at}validUntil`);
  }
  return draft;
}

function accepted<Value>(read: ReadMessage<Value>): Value {
  if (read.ok) return read.value;
  throw new Refused(422, INJECTION_ERRORS.badMessage, read.message, read.field);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, INJECTION_ERRORS.badMessage, 'the body is not JSON');
  }
}

function textOf({ body }: InjectionRequest): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refused(400, INJECTION_ERRORS.badMessage, 'the body is not UTF-8');
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function headerOf({ headers }: InjectionRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;
}

function bearerOf(request: InjectionRequest): string {
  return /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1] ?? '';
}

export function json(status: number, body: object, requestId: string | null): InjectionReply {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(requestId === null ? {} : { 'x-request-id': requestId }),
    },
    body: JSON.stringify(body),
  };
}

/** `detail` never repeats what was sent beyond the field's path. */
export function refusal(
  status: number,
  entry: ErrorEntry,
  field: string | null,
  detail: string | null,
  requestId: string,
): InjectionReply {
  const message = detail === null || detail === entry.title ? entry.title : `${entry.title}: ${detail}`;
  const body: InjectionError = {
    error: {
      code: entry.code,
      message: `${message}. ${entry.it}`,
      field,
      whoActs: entry.whoActs === 'it' ? 'it' : 'ticket-shop',
      moneyMoved: 'no',
      requestId,
    },
  };
  return json(status, body, requestId);
}
