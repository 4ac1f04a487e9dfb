import type { CallContext, Clock } from '@tillbridge/kernel';
import {
  basicAuthorization,
  type CallKind,
  describeIssues,
  endOf,
  type HttpExchange,
  type HttpReply,
  type HttpRequest,
  type HttpResponse,
  readJson,
  retryAfterEnd,
  retryAfterMs,
} from '@tillbridge/psp-core';
import { CoreList } from './core-list.ts';
import { PAY_ERRORS } from './errors.ts';
import { type PayOrder, type PayOrderRequest, payOrderSchema } from './order.wire.ts';
import { failure, failureOfAnswer, failureOfTransport, type PayFailure, PROVEN_REFUSALS } from './problem.ts';
import type { PayAccount } from './settings.ts';

export type CreateAnswer =
  | { readonly kind: 'created'; readonly order: PayOrder }
  /** Proven: there is no order. */
  | { readonly kind: 'refused'; readonly failure: PayFailure }
  /** There may be one. */
  | { readonly kind: 'unclear'; readonly failure: PayFailure };

export type StatusAnswer =
  | { readonly kind: 'order'; readonly order: PayOrder }
  /** Every core says that it has no such order, and none has just shown it. */
  | { readonly kind: 'absent'; readonly failure: PayFailure }
  /** `slowDownMs`: Pay. is there and wants to be asked again after this long. */
  | { readonly kind: 'failed'; readonly failure: PayFailure; readonly slowDownMs: number | null };

export type AbortCallAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly failure: PayFailure }
  | { readonly kind: 'failed'; readonly failure: PayFailure };

interface Attempt {
  readonly core: string;
  readonly reply: HttpReply;
}

/** A read or an abort that hasn't been answered after this long goes to another core. */
const REPEATABLE_CALL_MS = 4_000;
/** An order that was there a moment ago isn't gone: cores learn of each other's orders with a delay. */
const JUST_SEEN_MS = 20_000;
/** When Pay. asks to slow down without saying how long. Its own text speaks of 15 minutes for heavy callers. */
const DEFAULT_SLOW_DOWN_MS = 5_000;

/**
 * The Order API of Pay. (developer.pay.nl, connect.pay.nl v1): create, status and abort over the configured cores. A
 * create goes to another core only when it provably never left; status and abort go where an answer is.
 */
export class PayClient {
  readonly account: PayAccount;
  private readonly http: HttpExchange;
  private readonly clock: Clock;
  private readonly cores: CoreList;
  private readonly authorization: string;
  /** Pay. turned a status call without credentials away once. */
  private statusNeedsCredentials = false;

  constructor(account: PayAccount, http: HttpExchange, clock: Clock) {
    this.account = account;
    this.http = http;
    this.clock = clock;
    this.cores = new CoreList(account.cores, clock);
    this.authorization = basicAuthorization(account.tokenCode, account.apiToken);
  }

  /** `POST /v1/orders`, once. */
  async create(request: PayOrderRequest, call: CallContext): Promise<CreateAnswer> {
    const body = JSON.stringify(request);
    const { core, reply } = await this.call('create', null, call, () => ({
      method: 'POST',
      path: '/v1/orders',
      headers: { ...this.signedIn(), 'content-type': 'application/json' },
      body,
    }));
    if (reply.kind === 'failure') {
      return { kind: reply.reach === 'not-sent' ? 'refused' : 'unclear', failure: failureOfTransport(reply) };
    }
    if (reply.status >= 400) {
      const refusal = failureOfAnswer(reply);
      const proven = reply.status < 500 || PROVEN_REFUSALS.has(refusal.entry);
      return { kind: proven ? 'refused' : 'unclear', failure: refusal };
    }
    const read = readOrder(reply);
    if (!('order' in read)) return { kind: 'unclear', failure: read };
    const { order } = read;
    if (typeof order.reference === 'string' && order.reference !== request.reference) {
      return { kind: 'unclear', failure: failure(PAY_ERRORS.unreadable, 'the answer is about another reference') };
    }
    this.cores.settle(order.id, core, order.links?.status);
    return { kind: 'created', order };
  }

  /**
   * `GET /v1/orders/{id}/status`, on the core the order lives on first. Without credentials it is the form Pay. means
   * for polling; with them it also carries the supplier's data.
   */
  async status(orderId: string, call: CallContext, options: { readonly full: boolean }): Promise<StatusAnswer> {
    const signedIn = options.full || this.statusNeedsCredentials;
    const unknownAt = new Set<string>();
    const { core, reply } = await this.call(
      'read',
      orderId,
      call,
      () => ({
        method: 'GET',
        path: `/v1/orders/${encodeURIComponent(orderId)}/status`,
        headers: signedIn ? this.signedIn() : ACCEPT_JSON,
      }),
      (attempt) => notFoundAt(attempt, unknownAt),
    );
    if (reply.kind === 'failure') return { kind: 'failed', failure: failureOfTransport(reply), slowDownMs: null };
    if (reply.status >= 400) {
      if (!signedIn && (reply.status === 401 || reply.status === 403)) {
        this.statusNeedsCredentials = true;
        return this.status(orderId, call, options);
      }
      const told = failureOfAnswer(reply);
      if (unknownAt.size === this.cores.count && !this.cores.sawWithin(orderId, JUST_SEEN_MS)) {
        return { kind: 'absent', failure: told };
      }
      const wait = retryAfterMs(reply.headers, this.clock.now()) ?? DEFAULT_SLOW_DOWN_MS;
      return { kind: 'failed', failure: told, slowDownMs: reply.status === 429 ? wait : null };
    }
    const read = readOrder(reply);
    if (!('order' in read)) return { kind: 'failed', failure: read, slowDownMs: null };
    if (read.order.id !== orderId && read.order.orderId !== orderId) {
      const other = failure(PAY_ERRORS.unreadable, 'the answer is about another order');
      return { kind: 'failed', failure: other, slowDownMs: null };
    }
    this.cores.settle(orderId, core, read.order.links?.status);
    return { kind: 'order', order: read.order };
  }

  /** `PATCH /v1/orders/{id}/abort`. A second abort changes nothing, so it may go to another core. */
  async abort(orderId: string, call: CallContext): Promise<AbortCallAnswer> {
    const unknownAt = new Set<string>();
    const { reply } = await this.call(
      'change',
      orderId,
      call,
      () => ({
        method: 'PATCH',
        path: `/v1/orders/${encodeURIComponent(orderId)}/abort`,
        headers: { ...this.signedIn(), 'content-type': 'application/json' },
        body: '{}',
      }),
      (attempt) => notFoundAt(attempt, unknownAt),
    );
    if (reply.kind === 'failure') return { kind: 'failed', failure: failureOfTransport(reply) };
    if (reply.status < 400) {
      const read = readOrder(reply);
      return 'order' in read || reply.status === 204 ? { kind: 'done' } : { kind: 'failed', failure: read };
    }
    const told = failureOfAnswer(reply);
    switch (reply.status) {
      case 400:
      case 409:
      case 410:
      case 422:
        return { kind: 'refused', failure: failure(PAY_ERRORS.tooLateToAbort, told.detail) };
      case 404:
        return { kind: unknownAt.size === this.cores.count ? 'refused' : 'failed', failure: told };
      default:
        return { kind: 'failed', failure: told };
    }
  }

  /** Tries core after core as the retry table allows. `elsewhere` says that another core may know better. */
  private async call(
    kind: CallKind,
    orderId: string | null,
    call: CallContext,
    request: () => Omit<HttpRequest, 'url' | 'timeoutMs'> & { readonly path: string },
    elsewhere: (attempt: Attempt) => boolean = () => false,
  ): Promise<Attempt> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const { path, ...parts } = request();
    let last: Attempt | undefined;
    for (const core of this.cores.inOrder(orderId)) {
      call.signal.throwIfAborted();
      const leftMs = until - this.clock.monotonicMs();
      if (last !== undefined && leftMs <= 0) break;
      const timeoutMs = kind === 'create' ? leftMs : Math.min(leftMs, REPEATABLE_CALL_MS);
      const reply = await this.http.exchange({ ...parts, url: core + path, timeoutMs }, call.signal);
      const end = endOf(reply);
      if (end === 'answered' || end === 'too-many') this.cores.answered(core);
      else this.cores.failed(core);
      last = { core, reply };
      const another = elsewhere(last) || retryAfterEnd(kind, end) === 'next-host';
      if (!another) return last;
    }
    if (last === undefined) throw new RangeError('no core to call');
    return last;
  }

  private signedIn(): Readonly<Record<string, string>> {
    return { ...ACCEPT_JSON, authorization: this.authorization };
  }
}

const ACCEPT_JSON = { accept: 'application/json' } as const;

function notFoundAt({ core, reply }: Attempt, unknownAt: Set<string>): boolean {
  if (reply.kind === 'failure' || reply.status !== 404) return false;
  // A 404 without Pay.'s own error body may come from anything in between, and proves nothing.
  if (readJson(reply.body).ok) unknownAt.add(core);
  return true;
}

function readOrder(reply: HttpResponse): { readonly order: PayOrder } | PayFailure {
  const json = readJson(reply.body);
  if (reply.status < 200 || reply.status >= 300 || !json.ok) {
    return failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} without a readable body`);
  }
  const parsed = payOrderSchema.safeParse(json.value);
  return parsed.success
    ? { order: parsed.data }
    : failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} ${describeIssues(parsed.error.issues)}`);
}
