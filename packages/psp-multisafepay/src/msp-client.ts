import type { CallContext, Clock, ErrorEntry, ExactJson } from '@tillbridge/kernel';
import { CallGate, describeIssues, type HttpExchange, type HttpRequest, retryAfterMs } from '@tillbridge/psp-core';
import type { z } from 'zod';
import { MSP_ERRORS } from './errors.ts';
import {
  type MspCreated,
  type MspOrder,
  type MspOrderRequest,
  type MspRefundRequest,
  mspCancelledSchema,
  mspCreatedSchema,
  mspOrderSchema,
  mspRefundedSchema,
} from './order.wire.ts';
import { type CallPurpose, failure, failureOfTransport, type MspFailure, readAnswer } from './problem.ts';
import { type MspReceipt, mspReceiptSchema } from './receipt.wire.ts';
import { type MspAccount, READS_PER_SECOND } from './settings.ts';

export type CreateAnswer =
  | { readonly kind: 'created'; readonly order: MspCreated }
  /** Proven: there is no order. */
  | { readonly kind: 'refused'; readonly failure: MspFailure }
  /** There may be one. */
  | { readonly kind: 'unclear'; readonly failure: MspFailure };

export type OrderAnswer =
  | { readonly kind: 'order'; readonly order: MspOrder }
  /** MultiSafepay itself says that it has no such order under this key. */
  | { readonly kind: 'absent'; readonly failure: MspFailure }
  /** `slowDownMs`: MultiSafepay is there and wants to be asked again after this long. */
  | { readonly kind: 'failed'; readonly failure: MspFailure; readonly slowDownMs: number | null };

export type CancelAnswer =
  | { readonly kind: 'done' }
  /** MultiSafepay will not; the order says why. */
  | { readonly kind: 'refused'; readonly failure: MspFailure }
  | { readonly kind: 'failed'; readonly failure: MspFailure };

export type RefundCallAnswer =
  | { readonly kind: 'taken'; readonly refundRef: string }
  | { readonly kind: 'refused'; readonly failure: MspFailure }
  | { readonly kind: 'unclear'; readonly failure: MspFailure };

export type PageAnswer =
  | { readonly ok: true; readonly body: ExactJson }
  | { readonly ok: false; readonly failure: MspFailure };

type Parts = Pick<HttpRequest, 'method' | 'body'> & {
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
};

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: MspFailure; readonly slowDownMs: number | null };

/** Errors under which a create may stand although it was answered. */
const NOT_PROVEN: ReadonlySet<ErrorEntry> = new Set<ErrorEntry>([
  MSP_ERRORS.orderIdTaken,
  MSP_ERRORS.unspecified,
  MSP_ERRORS.providerFailing,
  MSP_ERRORS.unreadable,
]);
/** "Request timeout" and "conflict": the request may have been worked on all the same. */
const NOT_PROVEN_STATUS: ReadonlySet<number> = new Set([408, 409]);
/** When MultiSafepay asks to slow down without saying how long. */
const DEFAULT_SLOW_DOWN_MS = 5_000;

/**
 * The MultiSafepay API with one key (docs.multisafepay.com, API reference). Every call is sent once: there is one host,
 * and no key to tell a repeated create by.
 */
export class MspClient {
  readonly account: MspAccount;
  /** Payments that are being watched with this key; they share its calls. */
  watched = 0;
  /** Where watches and enquiries queue for their next call. */
  readonly gate: CallGate;
  private readonly http: HttpExchange;
  private readonly clock: Clock;
  private readonly base: string;

  constructor(account: MspAccount, http: HttpExchange, clock: Clock) {
    this.account = account;
    this.http = http;
    this.clock = clock;
    this.base = account.baseUrl.replace(/\/+$/, '');
    this.gate = new CallGate(clock, { perSecond: account.readsPerSecond ?? READS_PER_SECOND });
  }

  /** `POST /orders`, once. */
  async create(request: MspOrderRequest, call: CallContext): Promise<CreateAnswer> {
    const parts: Parts = { method: 'POST', path: '/orders', body: JSON.stringify(request) };
    const read = await this.data(parts, 'create', mspCreatedSchema, call);
    if (!read.ok) {
      return { kind: isProven(read.failure) ? 'refused' : 'unclear', failure: read.failure };
    }
    if (read.value.order_id !== request.order_id) {
      return { kind: 'unclear', failure: failure(MSP_ERRORS.contradiction, 'the answer is about another order') };
    }
    return { kind: 'created', order: read.value };
  }

  /** `GET /orders/{order_id}`. */
  async order(orderId: string, call: CallContext): Promise<OrderAnswer> {
    const read = await this.data({ method: 'GET', path: orderPath(orderId) }, 'read', mspOrderSchema, call);
    if (!read.ok) {
      const { failure: told, slowDownMs } = read;
      return told.entry === MSP_ERRORS.orderNotFound && told.theirs
        ? { kind: 'absent', failure: told }
        : { kind: 'failed', failure: told, slowDownMs };
    }
    if (read.value.order_id !== orderId && read.value.transaction_id !== orderId) {
      const other = failure(MSP_ERRORS.contradiction, 'the answer is about another order');
      return { kind: 'failed', failure: other, slowDownMs: null };
    }
    return { kind: 'order', order: read.value };
  }

  /** `POST /orders/{order_id}/cancel`: the only way to stop a cloud POS order. */
  cancel(orderId: string, call: CallContext): Promise<CancelAnswer> {
    return this.stop({ method: 'POST', path: `${orderPath(orderId)}/cancel` }, call);
  }

  /** `PATCH /orders/{order_id}` to cancelled: for payment pages, never for terminals, where it leaves orders stuck. */
  closePage(orderId: string, call: CallContext): Promise<CancelAnswer> {
    const body = JSON.stringify({ status: 'cancelled', exclude_order: true });
    return this.stop({ method: 'PATCH', path: orderPath(orderId), body }, call);
  }

  /** `GET /pos/receipt/{order_id}`; null when there is none to be had. */
  async receipt(orderId: string, call: CallContext): Promise<MspReceipt | null> {
    const path = `/pos/receipt/${encodeURIComponent(orderId)}`;
    const read = await this.data({ method: 'GET', path }, 'read', mspReceiptSchema, call);
    return read.ok ? read.value : null;
  }

  /** `POST /orders/{order_id}/refunds`, once. */
  async refund(orderId: string, request: MspRefundRequest, call: CallContext): Promise<RefundCallAnswer> {
    const parts: Parts = { method: 'POST', path: `${orderPath(orderId)}/refunds`, body: JSON.stringify(request) };
    const read = await this.data(parts, 'refund', mspRefundedSchema, call);
    if (!read.ok) return { kind: isProven(read.failure) ? 'refused' : 'unclear', failure: read.failure };
    const refundRef = read.value.transaction_id ?? read.value.refund_id;
    if (refundRef === null || refundRef === undefined) {
      return { kind: 'unclear', failure: failure(MSP_ERRORS.unreadable, 'the refund has no transaction id') };
    }
    return { kind: 'taken', refundRef };
  }

  /** One page of a list: the whole body, because what turns the page stands beside the data. */
  async page(path: string, query: Parts['query'] & object, call: CallContext): Promise<PageAnswer> {
    const read = await this.body({ method: 'GET', path, query }, 'list', call);
    return read.ok ? { ok: true, body: read.value } : read;
  }

  private async stop(parts: Parts, call: CallContext): Promise<CancelAnswer> {
    const read = await this.data(parts, 'cancel', mspCancelledSchema, call);
    if (read.ok) {
      // The answer to a cancel is thin; one that reports the payment as done is a refusal all the same.
      return read.value.status === 'completed'
        ? { kind: 'refused', failure: failure(MSP_ERRORS.tooLateToCancel, 'the order is completed') }
        : { kind: 'done' };
    }
    const { failure: told } = read;
    const answered = told.status !== null && told.status >= 400 && told.status < 500;
    const refused = (answered || told.code !== null) && told.status !== 408 && !CANCEL_FAILED.has(told.entry);
    // 403 is the documented refusal of a cancel, and also what a wrong key gets: the order tells them apart.
    return { kind: refused || told.status === 403 ? 'refused' : 'failed', failure: told };
  }

  private async data<Schema extends z.ZodType>(
    parts: Parts,
    purpose: CallPurpose,
    schema: Schema,
    call: CallContext,
  ): Promise<Read<z.output<Schema>>> {
    const read = await this.body(parts, purpose, call);
    if (!read.ok) return read;
    const body = read.value;
    const data = isObject(body) && 'data' in body ? body.data : body;
    // PHP writes an empty object as a list.
    const parsed = schema.safeParse(Array.isArray(data) && data.length === 0 ? {} : data);
    if (parsed.success) return { ok: true, value: parsed.data };
    const words = describeIssues(parsed.error.issues);
    return { ok: false, failure: failure(MSP_ERRORS.unreadable, words), slowDownMs: null };
  }

  private async body(parts: Parts, purpose: CallPurpose, call: CallContext): Promise<Read<ExactJson>> {
    const { method, body, path, query = [] } = parts;
    const signed = this.account.keyIn === 'query' ? [...query, ['api_key', this.account.apiKey] as const] : query;
    const text = signed.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const reply = await this.http.exchange(
      {
        method,
        url: this.base + path + (text === '' ? '' : `?${text}`),
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.account.keyIn === 'query' ? {} : { api_key: this.account.apiKey }),
        },
        ...(body === undefined ? {} : { body }),
        timeoutMs: call.timeoutMs,
      },
      call.signal,
    );
    if (reply.kind === 'failure') return { ok: false, failure: failureOfTransport(reply), slowDownMs: null };
    const answer = readAnswer(reply, purpose);
    if (answer.ok) return { ok: true, value: answer.body };
    const wait = retryAfterMs(reply.headers, this.clock.now()) ?? DEFAULT_SLOW_DOWN_MS;
    return { ok: false, failure: this.withoutKey(answer.failure), slowDownMs: reply.status === 429 ? wait : null };
  }

  /** Whatever a server puts into its words, our key isn't passed on. */
  private withoutKey(told: MspFailure): MspFailure {
    const { apiKey } = this.account;
    return apiKey === '' ? told : { ...told, detail: told.detail.replaceAll(apiKey, '***') };
  }
}

/** Answers to a cancel that say nothing about the order. */
const CANCEL_FAILED: ReadonlySet<ErrorEntry> = new Set<ErrorEntry>([
  MSP_ERRORS.tooManyCalls,
  MSP_ERRORS.keyRefused,
  MSP_ERRORS.providerFailing,
  MSP_ERRORS.unreadable,
]);

function isProven(told: MspFailure): boolean {
  if (told.entry === MSP_ERRORS.notReached) return true;
  if (told.status === null || NOT_PROVEN_STATUS.has(told.status)) return false;
  return !NOT_PROVEN.has(told.entry);
}

function orderPath(orderId: string): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}

function isObject(value: ExactJson): value is { readonly [key: string]: ExactJson } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
