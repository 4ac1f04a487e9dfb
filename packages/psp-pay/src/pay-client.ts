import type { CallContext, Clock } from '@tillbridge/kernel';
import {
  basicAuthorization,
  CallGate,
  describeIssues,
  failure,
  failureOfTransport,
  type HttpExchange,
  type HttpResponse,
  type ProviderFailure,
  readJson,
  retryAfterMs,
} from '@tillbridge/psp-core';
import { CoreList } from './core-list.ts';
import { PAY_ERRORS } from './errors.ts';
import { type Attempt, HostCaller } from './host-caller.ts';
import { type PayOrder, type PayOrderRequest, payOrderSchema } from './order.wire.ts';
import { failureOfAnswer, PROVEN_REFUSALS } from './problem.ts';
import type { PayAccount } from './settings.ts';

export type CreateAnswer =
  | { readonly kind: 'created'; readonly order: PayOrder }
  /** Proven: there is no order. */
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  /** There may be one. */
  | { readonly kind: 'unclear'; readonly failure: ProviderFailure };

export type StatusAnswer =
  | { readonly kind: 'order'; readonly order: PayOrder }
  /** Every core says that it has no such order, and none has just shown it. */
  | { readonly kind: 'absent'; readonly failure: ProviderFailure }
  /** `slowDownMs`: Pay. is there and wants to be asked again after this long. */
  | { readonly kind: 'failed'; readonly failure: ProviderFailure; readonly slowDownMs: number | null };

export type AbortCallAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/**
 * The public cores of the Order API (developer.pay.nl, "Enhancements"; servers of its OpenAPI), for an account whose
 * settings name none.
 */
const PUBLIC_CORES = [
  'https://connect.pay.nl',
  'https://connect.payments.nl',
  'https://connect.achterelkebetaling.nl',
] as const;

/**
 * Pay. allows 1500 calls in 10 seconds and 150 at the same time (developer.pay.nl, "Enhancements"). Starts and stops don't
 * queue, and have the rest.
 */
const READS_PER_SECOND = 100;
const READS_AT_ONCE = 100;

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
  private readonly clock: Clock;
  private readonly cores: CoreList;
  private readonly caller: HostCaller;
  private readonly authorization: string;
  /** Pay. turned a status call without credentials away once. */
  private statusNeedsCredentials = false;
  /** Where watches queue for their next call. */
  readonly gate: CallGate;

  constructor(account: PayAccount, http: HttpExchange, clock: Clock) {
    this.account = account;
    this.clock = clock;
    this.gate = new CallGate(clock, { perSecond: account.readsPerSecond ?? READS_PER_SECOND, atOnce: READS_AT_ONCE });
    this.cores = new CoreList(account.cores.length === 0 ? PUBLIC_CORES : account.cores, clock);
    this.caller = new HostCaller(this.cores, http, clock);
    this.authorization = basicAuthorization(account.tokenCode, account.apiToken);
  }

  /** Takes other cores from now on: those of the service config. Orders keep the core they live on while it stays. */
  useCores(cores: readonly string[]): void {
    this.cores.replace(cores);
  }

  /** `POST /v1/orders`, once. */
  async create(request: PayOrderRequest, call: CallContext): Promise<CreateAnswer> {
    const body = JSON.stringify(request);
    const { host, reply } = await this.caller.call('create', null, call, {
      method: 'POST',
      path: '/v1/orders',
      headers: { ...this.signedIn(), 'content-type': 'application/json' },
      body,
    });
    if (reply.kind === 'failure') {
      return {
        kind: reply.reach === 'not-sent' ? 'refused' : 'unclear',
        failure: failureOfTransport(reply, PAY_ERRORS),
      };
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
    this.cores.settle(order.id, host, order.links?.status);
    return { kind: 'created', order };
  }

  /**
   * `GET /v1/orders/{id}/status`, on the core the order lives on first. Without credentials it is the form Pay. means
   * for polling; with them it also carries the supplier's data.
   */
  async status(orderId: string, call: CallContext, options: { readonly full: boolean }): Promise<StatusAnswer> {
    const signedIn = options.full || this.statusNeedsCredentials;
    const unknownAt = new Set<string>();
    const { host, reply } = await this.caller.call(
      'read',
      orderId,
      call,
      {
        method: 'GET',
        path: `/v1/orders/${encodeURIComponent(orderId)}/status`,
        headers: signedIn ? this.signedIn() : ACCEPT_JSON,
      },
      (attempt) => notFoundAt(attempt, unknownAt),
    );
    if (reply.kind === 'failure')
      return { kind: 'failed', failure: failureOfTransport(reply, PAY_ERRORS), slowDownMs: null };
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
    this.cores.settle(orderId, host, read.order.links?.status);
    return { kind: 'order', order: read.order };
  }

  /** `PATCH /v1/orders/{id}/abort`. A second abort changes nothing, so it may go to another core. */
  async abort(orderId: string, call: CallContext): Promise<AbortCallAnswer> {
    const unknownAt = new Set<string>();
    const { reply } = await this.caller.call(
      'change',
      orderId,
      call,
      {
        method: 'PATCH',
        path: `/v1/orders/${encodeURIComponent(orderId)}/abort`,
        headers: { ...this.signedIn(), 'content-type': 'application/json' },
        body: '{}',
      },
      (attempt) => notFoundAt(attempt, unknownAt),
    );
    if (reply.kind === 'failure') return { kind: 'failed', failure: failureOfTransport(reply, PAY_ERRORS) };
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

  private signedIn(): Readonly<Record<string, string>> {
    return { ...ACCEPT_JSON, authorization: this.authorization };
  }
}

const ACCEPT_JSON = { accept: 'application/json' } as const;

function notFoundAt({ host, reply }: Attempt, unknownAt: Set<string>): boolean {
  if (reply.kind === 'failure' || reply.status !== 404) return false;
  // A 404 without Pay.'s own error body may come from anything in between, and proves nothing.
  if (readJson(reply.body).ok) unknownAt.add(host);
  return true;
}

function readOrder(reply: HttpResponse): { readonly order: PayOrder } | ProviderFailure {
  const json = readJson(reply.body);
  if (reply.status < 200 || reply.status >= 300 || !json.ok) {
    return failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} without a readable body`);
  }
  const parsed = payOrderSchema.safeParse(json.value);
  return parsed.success
    ? { order: parsed.data }
    : failure(PAY_ERRORS.unreadable, `HTTP ${reply.status} ${describeIssues(parsed.error.issues)}`);
}
