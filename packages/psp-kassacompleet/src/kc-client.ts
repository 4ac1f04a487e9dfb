import type { CallContext, Clock, EpochMs } from '@tillbridge/kernel';
import {
  basicAuthorization,
  CallGate,
  type CallKind,
  failure,
  type HttpExchange,
  type HttpReply,
  type HttpRequest,
  type ProviderFailure,
} from '@tillbridge/psp-core';
import type { z } from 'zod';
import { Addresses } from './addresses.ts';
import { KC_ERRORS } from './errors.ts';
import {
  type KcIssuer,
  type KcOrder,
  type KcOrderRequest,
  type KcRefundOrder,
  type KcRefundRequest,
  kcIssuersSchema,
  kcOrderListSchema,
  kcOrderSchema,
  kcProjectSchema,
  kcRefundSchema,
} from './order.wire.ts';
import { type KcRead, readAnswer } from './problem.ts';
import { type KcAccount, READS_PER_SECOND } from './settings.ts';

export type KcCreateAnswer =
  | { readonly kind: 'created'; readonly order: KcOrder }
  /** Proven: there is no order. */
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  /** There may be one. */
  | { readonly kind: 'unclear'; readonly failure: ProviderFailure };

export type KcOrderAnswer =
  | { readonly kind: 'order'; readonly order: KcOrder }
  /** The platform says that it has no such order, and never showed it to us. */
  | { readonly kind: 'absent'; readonly failure: ProviderFailure }
  /** `slowDownMs`: it is there and wants to be asked again after this long. */
  | { readonly kind: 'failed'; readonly failure: ProviderFailure; readonly slowDownMs: number | null };

export type KcCancelAnswer =
  /** `order`: as it is now; null when the answer had none. */
  | { readonly kind: 'done'; readonly order: KcOrder | null }
  /** The platform said no; why, only the order itself tells. */
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

export type KcRefundAnswer =
  | { readonly kind: 'taken'; readonly refund: KcRefundOrder }
  | { readonly kind: 'refused'; readonly failure: ProviderFailure }
  | { readonly kind: 'unclear'; readonly failure: ProviderFailure };

/** An answer to something that only looks. */
export type KcLook<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/** What a project may do. */
export interface KcProject {
  /** `active`, `active-testing`, …; null when not told. */
  readonly status: string | null;
  /** Names of the payment methods it may create orders with. */
  readonly methods: readonly string[];
}

interface Ask {
  readonly kind: CallKind;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly query?: string;
  readonly body?: string;
  /** The spelling of the path. Default the account's habit. */
  readonly slash?: boolean;
}

/** How many orders are remembered as seen. */
const MAX_SEEN = 1_000;

/**
 * The API of Kassa Compleet and its sister brands (Kassa Compleet API documentation 1.2; EMS, NoPayn and Cost+ API
 * references). There is no idempotency key: a create and a refund are sent once, whatever becomes of them.
 */
export class KcClient {
  readonly account: KcAccount;
  readonly addresses: Addresses;
  /** Payments that are being watched; they share the account's calls. */
  watched = 0;
  readonly readsPerSecond: number;
  /** Where watches and enquiries queue for their next call. */
  readonly gate: CallGate;
  private readonly http: HttpExchange;
  private readonly clock: Clock;
  private readonly authorization: string;
  private readonly seen = new Set<string>();

  /** Throws a `RangeError` when the base URL is no address. */
  constructor(account: KcAccount, http: HttpExchange, clock: Clock) {
    this.account = account;
    this.http = http;
    this.clock = clock;
    this.readsPerSecond = account.readsPerSecond ?? READS_PER_SECOND;
    this.gate = new CallGate(clock, { perSecond: this.readsPerSecond });
    this.addresses = new Addresses(account.baseUrl, account.trailingSlash ?? true);
    this.authorization = basicAuthorization(account.apiKey, '');
  }

  /** `POST /orders/`, once. */
  async create(request: KcOrderRequest, call: CallContext): Promise<KcCreateAnswer> {
    const body = JSON.stringify(request);
    const read = await this.ask({ kind: 'create', method: 'POST', path: 'orders', body }, kcOrderSchema, call);
    if (read.kind === 'not-sent' || read.kind === 'refused') return { kind: 'refused', failure: read.failure };
    if (read.kind === 'unclear') return read;
    const order = read.value;
    const other = differs(order, request);
    if (other !== undefined) return { kind: 'unclear', failure: failure(KC_ERRORS.otherOrder, other) };
    this.remember(order.id);
    return { kind: 'created', order };
  }

  /** `GET /orders/{id}/`. A 404 is believed only in both spellings of the address and in the platform's own words. */
  async order(orderId: string, call: CallContext): Promise<KcOrderAnswer> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const { slash } = this.addresses;
    const ask = { kind: 'read', method: 'GET', path: `orders/${encodeURIComponent(orderId)}`, slash } as const;
    let read = await this.ask(ask, kcOrderSchema, call);
    if (read.kind === 'refused' && read.status === 404) {
      const leftMs = until - this.clock.monotonicMs();
      if (leftMs <= 0) return { kind: 'failed', failure: read.failure, slowDownMs: null };
      const other = await this.ask({ ...ask, slash: !slash }, kcOrderSchema, { ...call, timeoutMs: leftMs });
      if (other.kind === 'value') this.addresses.slash = !slash;
      if (other.kind === 'refused' && other.status === 404) {
        const named = read.named || other.named;
        return this.notFound(orderId, named ? (read.named ? read.failure : other.failure) : null);
      }
      read = other;
    }
    if (read.kind !== 'value') {
      return { kind: 'failed', failure: read.failure, slowDownMs: read.kind === 'refused' ? read.slowDownMs : null };
    }
    const order = read.value;
    if (order.id !== orderId) {
      return { kind: 'failed', failure: failure(KC_ERRORS.otherOrder, 'another order was answered'), slowDownMs: null };
    }
    this.remember(order.id);
    return { kind: 'order', order };
  }

  /** `DELETE /orders/{id}/`. Known from newer brands; Kassa Compleet 1.2 doesn't document it. */
  async cancel(orderId: string, call: CallContext): Promise<KcCancelAnswer> {
    const ask = { kind: 'change', method: 'DELETE', path: `orders/${encodeURIComponent(orderId)}` } as const;
    const reply = await this.send(ask, call);
    if (reply.kind === 'response' && reply.status >= 200 && reply.status < 300 && reply.body.length === 0) {
      return { kind: 'done', order: null };
    }
    const read = readAnswer(reply, kcOrderSchema, this.clock.now());
    switch (read.kind) {
      case 'value':
        if (read.value.id === orderId) return { kind: 'done', order: read.value };
        return { kind: 'failed', failure: failure(KC_ERRORS.otherOrder, 'another order was answered') };
      case 'refused':
        // A key that isn't accepted, or too many calls, says nothing about the order.
        return read.status === 401 || read.status === 429
          ? { kind: 'failed', failure: read.failure }
          : { kind: 'refused', failure: read.failure };
      default:
        return { kind: 'failed', failure: read.failure };
    }
  }

  /** `POST /orders/{id}/refunds/`, once. */
  async refund(orderId: string, request: KcRefundRequest, call: CallContext): Promise<KcRefundAnswer> {
    const path = `orders/${encodeURIComponent(orderId)}/refunds`;
    const body = JSON.stringify(request);
    const read = await this.ask({ kind: 'create', method: 'POST', path, body }, kcRefundSchema, call);
    if (read.kind === 'not-sent' || read.kind === 'refused') return { kind: 'refused', failure: read.failure };
    if (read.kind === 'unclear') return read;
    const refund = read.value;
    const other =
      refund.id === orderId ||
      (refund.refund_of_order_id && refund.refund_of_order_id !== orderId) ||
      differs({ ...refund, currency: refund.currency ?? 'EUR' }, { ...request, currency: 'EUR' }) !== undefined;
    if (other) return { kind: 'unclear', failure: failure(KC_ERRORS.otherOrder, 'the answer is about another refund') };
    return { kind: 'taken', refund };
  }

  /** `GET /orders/?created_since=…&created_until=…`, newer brands. */
  async orders(from: EpochMs, until: EpochMs, call: CallContext): Promise<KcLook<readonly KcOrder[]>> {
    const query = `?created_since=${encodeURIComponent(isoTime(from))}&created_until=${encodeURIComponent(isoTime(until))}`;
    const read = await this.ask({ kind: 'read', method: 'GET', path: 'orders', query }, kcOrderListSchema, call);
    if (read.kind !== 'value') return { kind: 'failed', failure: read.failure };
    // Half a list would be taken for a whole one.
    if (read.value.more) return { kind: 'failed', failure: failure(KC_ERRORS.listIncomplete, 'there are more pages') };
    return { kind: 'value', value: read.value.orders };
  }

  /** `GET /ideal/issuers/`: the banks iDEAL can be started with. Brands on iDEAL 2.0 have no such list any more. */
  async issuers(call: CallContext): Promise<KcLook<readonly KcIssuer[]>> {
    return lookOf(await this.ask({ kind: 'read', method: 'GET', path: 'ideal/issuers' }, kcIssuersSchema, call));
  }

  /** `GET /merchants/self/projects/self/`: whether the key works, whether it is a test key, and what it may do. */
  async project(call: CallContext): Promise<KcLook<KcProject>> {
    const path = 'merchants/self/projects/self';
    const read = lookOf(await this.ask({ kind: 'read', method: 'GET', path }, kcProjectSchema, call));
    if (read.kind === 'failed') return read;
    const methods = Object.entries(read.value.permissions ?? {}).flatMap(([name, right]) => {
      const method = /^\/payment-methods\/([^/]+)\/?$/.exec(name)?.[1];
      return method !== undefined && right.POST === true ? [method] : [];
    });
    return { kind: 'value', value: { status: read.value.status ?? null, methods } };
  }

  private notFound(orderId: string, told: ProviderFailure | null): KcOrderAnswer {
    if (this.seen.has(orderId)) {
      // What was there is not proven to be without money by not being there any more.
      return { kind: 'failed', failure: failure(KC_ERRORS.orderGone, 'HTTP 404'), slowDownMs: null };
    }
    if (told !== null) return { kind: 'absent', failure: told };
    // Without the platform's own error body it may come from anything in between, and proves nothing.
    return {
      kind: 'failed',
      failure: failure(KC_ERRORS.unreadable, 'HTTP 404 without a readable body'),
      slowDownMs: null,
    };
  }

  private async ask<T>(ask: Ask, schema: z.ZodType<T>, call: CallContext): Promise<KcRead<T>> {
    return readAnswer(await this.send(ask, call), schema, this.clock.now());
  }

  /**
   * Sends a call, and once more in the other spelling when the server asks for it. A create only after 307 and 308:
   * those say that the request was not handled and has to be sent again as it is (RFC 9110, 15.4.8 and 15.4.9).
   */
  private async send(ask: Ask, call: CallContext): Promise<HttpReply> {
    call.signal.throwIfAborted();
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const slash = ask.slash ?? this.addresses.slash;
    const asked = this.addresses.of(ask.path, ask.query, slash);
    const reply = await this.exchange(ask, asked, call);
    if (reply.kind === 'failure' || !this.addresses.wantsOther(reply, asked)) return reply;
    this.addresses.slash = !slash;
    const leftMs = until - this.clock.monotonicMs();
    const unhandled = reply.status === 307 || reply.status === 308;
    if (leftMs <= 0 || (ask.kind === 'create' && !unhandled)) return reply;
    return this.exchange(ask, this.addresses.of(ask.path, ask.query, !slash), { ...call, timeoutMs: leftMs });
  }

  private exchange({ method, body }: Ask, url: string, { signal, timeoutMs }: CallContext): Promise<HttpReply> {
    const headers = { accept: 'application/json', authorization: this.authorization };
    return this.http.exchange(
      body === undefined
        ? { method, url, headers, timeoutMs }
        : { method, url, headers: { ...headers, 'content-type': 'application/json' }, body, timeoutMs },
      signal,
    );
  }

  private remember(orderId: string): void {
    this.seen.delete(orderId);
    this.seen.add(orderId);
    const [oldest] = this.seen;
    if (this.seen.size > MAX_SEEN && oldest !== undefined) this.seen.delete(oldest);
  }
}

/** How the platform writes a time: ISO 8601 with an offset. */
function isoTime(at: EpochMs): string {
  return new Date(at).toISOString().replace('Z', '000+00:00');
}

/** What an answer has that was asked for differently; undefined when nothing. */
function differs(
  answer: Pick<KcOrder, 'amount' | 'currency' | 'merchant_order_id'>,
  request: Pick<KcOrderRequest, 'amount' | 'currency' | 'merchant_order_id'>,
): string | undefined {
  if (answer.amount !== request.amount) return 'the answer names another amount';
  if (answer.currency !== request.currency) return 'the answer names another currency';
  const reference = answer.merchant_order_id;
  return reference && reference !== request.merchant_order_id ? 'the answer names another reference' : undefined;
}

function lookOf<T>(read: KcRead<T>): KcLook<T> {
  return read.kind === 'value' ? read : { kind: 'failed', failure: read.failure };
}
