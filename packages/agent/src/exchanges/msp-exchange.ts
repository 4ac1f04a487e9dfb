/** Notifications of MultiSafepay. Its orders are named by our own references. */
import type { PaymentId, RouteId } from '@tillbridge/payments';
import {
  MSP_ERRORS,
  type MspNotificationKeys,
  mspNotificationReply,
  readMspNotification,
} from '@tillbridge/psp-multisafepay';
import type { ExchangeReply, ExchangeRequest } from '@tillbridge/relay';
import {
  bodyHash,
  type ExchangePorts,
  type ExchangeSource,
  firstKnown,
  keptCall,
  noteWithin,
} from './exchange-source.ts';

export interface MspExchangeAccount {
  readonly id: string;
  readonly keys: MspNotificationKeys;
  readonly routes: readonly RouteId[];
}

/** MultiSafepay waits some seconds and then calls again in 15 minutes (docs.multisafepay.com, "Webhook"). */
const ANSWER_WITHIN_MS = 4_000;

export function mspExchange(account: MspExchangeAccount, ports: ExchangePorts): ExchangeSource {
  return { handle: (request) => answer(account, request, ports) };
}

async function answer(
  { id, keys, routes }: MspExchangeAccount,
  request: ExchangeRequest,
  ports: ExchangePorts,
): Promise<ExchangeReply> {
  const { clock, desk, digest, log } = ports;
  const query = Object.fromEntries(request.query);
  const read = readMspNotification({ ...request, query }, keys, digest, { nowMs: clock.now() });
  switch (read.kind) {
    case 'rejected': {
      const kept = read.entry === MSP_ERRORS.notificationUnreadable ? { raw: keptCall(request) } : {};
      log.warn('a notification was refused', { code: read.entry.code, account: id, detail: read.detail, ...kept });
      // Sent again it would be refused again.
      return reply(true);
    }
    case 'ignored':
      return reply(true);
    case 'hint':
      break;
  }
  // Anybody can send one without a signature; what it names must be a payment of ours to be worth a line in the inbox.
  if (read.account === null && desk.byId(read.orderId as PaymentId) === undefined) return reply(true);
  ports.heard(id);
  const body = read.account === null ? new TextEncoder().encode(request.query.toString()) : request.body;
  const receipt = {
    source: `multisafepay/${id}`,
    identity: `${read.orderId} ${bodyHash(body, digest)}`,
    receivedAt: clock.now(),
    kind: 'notification',
  };
  const order = { orderId: read.orderId, reference: read.orderId };
  const noted = await noteWithin(ANSWER_WITHIN_MS, id, ports, () => firstKnown(desk, routes, order, receipt));
  return reply(noted === 'noted' || noted === 'no-such-payment');
}

function reply(taken: boolean): ExchangeReply {
  const { status, contentType, body } = mspNotificationReply(taken);
  return { status, headers: { 'content-type': contentType }, body };
}
