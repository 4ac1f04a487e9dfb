/** Status calls of Pay.: verified, noted once, and followed by a question of our own. */
import { type Clock, type Digest, describeError, type Log } from '@tillbridge/kernel';
import type { PaymentDesk, RouteId } from '@tillbridge/payments';
import { type PayExchangeKeys, payExchangeReply, readPayExchange } from '@tillbridge/psp-pay';
import type { ExchangePort, ExchangeReply, ExchangeRequest } from '@tillbridge/relay';

/** An account at Pay., as its status calls need it. */
export interface ExchangeAccount {
  readonly keys: PayExchangeKeys;
  readonly routes: readonly RouteId[];
}

export interface PayExchangePorts {
  readonly accounts: ReadonlyMap<string, ExchangeAccount>;
  readonly desk: Pick<PaymentDesk, 'hint'>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
  heard(account: string): void;
}

/** Pay. waits five seconds and then calls again (developer.pay.nl, "Exchange calls"); the answer leaves well before. */
const ANSWER_WITHIN_MS = 4_000;

export function payExchanges(ports: PayExchangePorts): ExchangePort {
  return {
    async handle(source, request) {
      const account = ports.accounts.get(source);
      return account === undefined ? undefined : await answer(source, account, request, ports);
    },
  };
}

async function answer(
  source: string,
  account: ExchangeAccount,
  request: ExchangeRequest,
  ports: PayExchangePorts,
): Promise<ExchangeReply> {
  const read = readPayExchange(request, account.keys, ports.digest);
  switch (read.kind) {
    case 'rejected':
      ports.log.warn('a status call was refused', { code: read.entry.code, account: source, detail: read.detail });
      return reply(false, 'not accepted');
    case 'ignored':
      ports.heard(source);
      return reply(true, 'ignored');
    case 'hint':
      break;
  }
  ports.heard(source);
  const receipt = {
    source: `pay/${source}`,
    // Pay. sends one call again with the same bytes; another state of the order, or another text about it, is news.
    identity: `${read.orderId} ${read.statusCode} ${bodyHash(request.body, ports.digest)}`,
    receivedAt: ports.clock.now(),
    kind: 'order-exchange',
  };
  const noted = firstKnown(account.routes, (route) => ports.desk.hint(route, read.orderId, read.reference, receipt));
  const limit = new AbortController();
  try {
    const outcome = await Promise.race([noted, ports.clock.sleep(ANSWER_WITHIN_MS, limit.signal).then(() => 'late')]);
    return outcome === 'late' ? reply(false, 'not stored in time') : reply(true, String(outcome));
  } catch (error) {
    // Not stored, so not acknowledged: Pay. calls again.
    ports.log.error('a status call could not be noted', { account: source, error: describeError(error) });
    return reply(false, 'not stored');
  } finally {
    limit.abort();
  }
}

/** An account's routes share its status calls; the order belongs to one of them. */
async function firstKnown(
  routes: readonly RouteId[],
  hint: (route: RouteId) => Promise<'noted' | 'no-such-payment'>,
): Promise<'noted' | 'no-such-payment'> {
  for (const route of routes) if ((await hint(route)) === 'noted') return 'noted';
  return 'no-such-payment';
}

function bodyHash(body: Uint8Array, digest: Digest): string {
  return digest.sha256Hex(new TextDecoder('utf-8').decode(body)).slice(0, 32);
}

function reply(taken: boolean, message: string): ExchangeReply {
  const { status, contentType, body } = payExchangeReply(taken, message);
  return { status, headers: { 'content-type': contentType }, body };
}
