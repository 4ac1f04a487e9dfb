import { PROBLEMS, type Problem } from './problems.ts';
import type { OrderRequest } from './sim-order.ts';

/** Methods of the demo site. An empty gateway shows them all. */
const GATEWAYS = new Set([
  '',
  'IDEAL',
  'MISTERCASH',
  'VISA',
  'MASTERCARD',
  'MAESTRO',
  'CREDITCARD',
  'BANKTRANS',
  'PAYPAL',
]);
const ORDER_ID = /^[A-Za-z0-9_/.-]{1,50}$/;
const DAY_S = 86_400;
const LONGEST_S = 31_536_000;
const DEFAULT_S = 30 * DAY_S;

type Members = { readonly [key: string]: unknown };

/** Checks the body of a create as MultiSafepay's documentation words its limits. */
export function readOrderRequest(body: unknown, nowMs: number, strictUrl: boolean): OrderRequest | Problem {
  if (!isMembers(body)) return PROBLEMS.missing;
  const { type, order_id: orderId, currency, amount, description } = body;
  if (type !== 'redirect' && type !== 'paymentlink' && type !== 'unreferenced_refund') return PROBLEMS.missing;
  if (typeof orderId !== 'string' || !ORDER_ID.test(orderId)) return PROBLEMS.orderId;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return PROBLEMS.currency;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) return PROBLEMS.amount;
  if (typeof description !== 'string' || description === '' || description.length > 200) return PROBLEMS.description;
  const gateway = body.gateway ?? '';
  if (typeof gateway !== 'string' || !GATEWAYS.has(gateway)) return PROBLEMS.gateway;
  const info = isMembers(body.gateway_info) ? body.gateway_info : {};
  const terminalId = typeof info.terminal_id === 'string' && info.terminal_id !== '' ? info.terminal_id : null;
  if (type === 'unreferenced_refund' && terminalId === null) return PROBLEMS.missing;
  const options = isMembers(body.payment_options) ? body.payment_options : {};
  const url = typeof options.notification_url === 'string' ? options.notification_url : null;
  if (url !== null && strictUrl && !/^https:\/\/[A-Za-z0-9._-]+(\/[A-Za-z0-9._:/-]*)?$/.test(url))
    return PROBLEMS.missing;
  const customer = isMembers(body.customer) ? body.customer : {};
  const seconds = secondsActive(body);
  if (seconds === null) return PROBLEMS.missing;
  return {
    kind: terminalId === null ? 'page' : 'terminal',
    direction: type === 'unreferenced_refund' ? 'refund' : 'pay',
    orderId,
    amountCents: amount,
    currency,
    description,
    gateway,
    terminalId,
    locale: typeof customer.locale === 'string' ? customer.locale : 'en_US',
    expiresAt: terminalId === null ? nowMs + seconds * 1_000 : null,
    notificationUrl: url,
    notificationMethod: options.notification_method === 'GET' ? 'GET' : 'POST',
  };
}

/** Seconds win over days; null when either is out of range. */
function secondsActive(body: Members): number | null {
  const { seconds_active: seconds, days_active: days } = body;
  if (seconds !== undefined) return inRange(seconds, LONGEST_S) ? Number(seconds) : null;
  if (days !== undefined) return inRange(days, 365) ? Number(days) * DAY_S : null;
  return DEFAULT_S;
}

function inRange(value: unknown, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
