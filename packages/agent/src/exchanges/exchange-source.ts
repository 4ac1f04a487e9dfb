/** Status calls of providers: verified, noted once, and followed by a question of our own. None is ever believed. */
import {
  type CallContext,
  type Clock,
  type Digest,
  describeError,
  type InboxReceipt,
  type Log,
} from '@tillbridge/kernel';
import type { PaymentDesk, RouteId, Standing } from '@tillbridge/payments';
import { redactExchange } from '@tillbridge/psp-pay';
import type { ExchangePort, ExchangeReply, ExchangeRequest } from '@tillbridge/relay';

/** What an account does with the calls that come for it. */
export interface ExchangeSource {
  handle(request: ExchangeRequest): Promise<ExchangeReply>;
}

export interface ExchangePorts {
  readonly desk: Pick<PaymentDesk, 'hint' | 'byId'>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
  heard(account: string): void;
}

/** `late`, `failed`: not stored, so the provider shall call again. */
export type Noted = 'noted' | 'no-such-payment' | 'late' | 'failed';

/** One source for each account. */
export function exchangePort(sources: ReadonlyMap<string, ExchangeSource>): ExchangePort {
  return {
    async handle(source, request) {
      return await sources.get(source)?.handle(request);
    },
  };
}

/** Waits for `work` and no longer: the provider hears in time, and calls again when it isn't done. */
export async function noteWithin(
  withinMs: number,
  account: string,
  { clock, log }: Pick<ExchangePorts, 'clock' | 'log'>,
  work: (call: CallContext) => Promise<Noted>,
): Promise<Noted> {
  const limit = new AbortController();
  const over = new AbortController();
  try {
    const late = clock.sleep(withinMs, over.signal).then((): Noted => 'late');
    return await Promise.race([work({ signal: limit.signal, timeoutMs: withinMs }), late]);
  } catch (error) {
    log.error('a status call could not be noted', { account, error: describeError(error) });
    return 'failed';
  } finally {
    limit.abort(OVER);
    over.abort(OVER);
  }
}

const OVER = new Error('the status call has been answered');

/** An account's routes share its status calls; the order belongs to one of them. `proof`: the provider's own answer. */
export async function firstKnown(
  desk: ExchangePorts['desk'],
  routes: readonly RouteId[],
  order: { readonly orderId: string; readonly reference: string | null },
  receipt: InboxReceipt,
  proof: Standing | null = null,
): Promise<'noted' | 'no-such-payment'> {
  for (const route of routes) {
    if ((await desk.hint(route, order.orderId, order.reference, receipt, proof)) === 'noted') return 'noted';
  }
  return 'no-such-payment';
}

/** What tells a repeat of the same bytes from news. */
export function bodyHash(body: Uint8Array, digest: Digest): string {
  return digest.sha256Hex(new TextDecoder('utf-8').decode(body)).slice(0, 32);
}

/** A call that nobody could read, as it may stand in a log. */
export function keptCall(request: ExchangeRequest): string {
  const raw = request.body.length > 0 ? new TextDecoder('utf-8').decode(request.body) : request.query.toString();
  return redactExchange(raw.slice(0, LONGEST_KEPT));
}

/** Anybody can call, so a log must not grow by what they send. */
const LONGEST_KEPT = 4_000;
