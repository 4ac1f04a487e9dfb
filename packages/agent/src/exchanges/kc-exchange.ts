/** Webhook calls of Kassa Compleet: unsigned, so nothing in one is believed, not even which payment it is about. */
import type { PaymentId, RouteId } from '@tillbridge/payments';
import { type KcClient, kcWebhookReply, lookUpKcHint, readKcWebhook } from '@tillbridge/psp-kassacompleet';
import type { ExchangeReply, ExchangeRequest } from '@tillbridge/relay';
import {
  bodyHash,
  type ExchangePorts,
  type ExchangeSource,
  firstKnown,
  keptCall,
  noteWithin,
} from './exchange-source.ts';

export interface KcExchangeAccount {
  readonly id: string;
  readonly routes: readonly RouteId[];
  readonly client: KcClient;
}

/** The first attempt waits four seconds; there are ten more, two minutes apart. */
const ANSWER_WITHIN_MS = 3_500;
const LOOK_WITHIN_MS = 3_000;

export function kcExchange(account: KcExchangeAccount, ports: ExchangePorts): ExchangeSource {
  return { handle: (request) => answer(account, request, ports) };
}

async function answer(
  { id, routes, client }: KcExchangeAccount,
  request: ExchangeRequest,
  ports: ExchangePorts,
): Promise<ExchangeReply> {
  const { clock, desk, digest, log } = ports;
  const read = readKcWebhook(request.body);
  const answered = kcWebhookReply(read);
  if (read.kind === 'rejected') {
    log.warn('a webhook call was refused', {
      code: read.entry.code,
      account: id,
      detail: read.detail,
      raw: keptCall(request),
    });
  }
  if (read.kind !== 'hint') return { ...answered, headers: {} };
  // Orders of ours name <webhookUrl>/<reference>. A stranger doesn't know a reference, and calls about other orders of
  // the project are none of a till's business.
  const reference = request.path.split('/').at(-1) ?? '';
  const payment = desk.byId(reference as PaymentId);
  if (payment === undefined || !routes.includes(payment.route)) return { ...answered, headers: {} };
  const receipt = {
    source: `kassa-compleet/${id}`,
    identity: `${read.orderId} ${reference} ${bodyHash(request.body, digest)} ${payment.version}`,
    receivedAt: clock.now(),
    kind: 'webhook',
  };
  const { orderId } = read;
  const noted = await noteWithin(ANSWER_WITHIN_MS, id, ports, async (call) => {
    if (payment.providerRef !== null) {
      if (payment.providerRef !== orderId) return 'no-such-payment';
      ports.heard(id);
      return await firstKnown(desk, routes, { orderId, reference: null }, receipt);
    }
    // The answer to the create was lost, or is still on its way: only the order itself may say whose it is.
    const found = await lookUpKcHint(client, orderId, { ...call, timeoutMs: LOOK_WITHIN_MS });
    if (found.kind === 'unreachable') return 'failed';
    if (found.kind === 'absent' || found.reference !== reference) return 'no-such-payment';
    ports.heard(id);
    return await firstKnown(desk, routes, { orderId, reference }, receipt);
  });
  const taken = noted === 'noted' || noted === 'no-such-payment';
  return taken ? { ...answered, headers: {} } : { status: 503, headers: {}, body: '' };
}
