import { type CallContext, type Clock, type ErrorEntry, maskCardNumbers } from '@tillbridge/kernel';
import type { Standing } from '@tillbridge/payments';
import { deviceOf, deviceOfOrder, type ReadDevice } from './device-payment.ts';
import { PAY_ERRORS } from './errors.ts';
import type { PayExchangeHint } from './exchange-hint.ts';
import type { PayTransaction } from './management.wire.ts';
import type { PayManagement } from './management-client.ts';
import type { PayOrder } from './order.wire.ts';
import type { PayClient } from './pay-client.ts';
import { isSandboxOrder, type StandingRules, standingOf } from './standing.ts';

export type PayExchangeProof =
  /**
   * Pay. says so itself, asked with our credentials. Names, reference, status and device are from its answer. `standing`
   * is what that answer means for a payment: also for one that a device took offline and that was `queued` since.
   */
  | { readonly kind: 'proven'; readonly hint: PayExchangeHint; readonly standing: Standing }
  /** Pay. has no such order. */
  | { readonly kind: 'not-ours'; readonly entry: ErrorEntry; readonly detail: string }
  /** No answer that proves anything: the call is to be sent again. */
  | { readonly kind: 'unreachable'; readonly entry: ErrorEntry; readonly detail: string };

export interface PayProofPorts {
  readonly client: PayClient;
  readonly management: PayManagement;
  readonly clock: Clock;
}

/** Names that only rest.pay.nl knows: `EX-…`, and order numbers that begin with 1, 2 or 3 (Pay.'s PHP SDK). */
const BOOKS_ONLY = /^(?:EX-|[123]\d{9,10}X)/i;

/**
 * Asks Pay. about the order of a status call, with our own credentials. An unsigned call is believed no further than
 * that; a signed one of the two older formats names orders by number, and the answer has the id that payments are kept
 * by. Rejects only with the signal's reason.
 */
export async function provePayExchange(
  hint: PayExchangeHint,
  { client, management, clock }: PayProofPorts,
  call: CallContext,
): Promise<PayExchangeProof> {
  const until = clock.monotonicMs() + call.timeoutMs;
  const left = () => ({ signal: call.signal, timeoutMs: Math.max(0, until - clock.monotonicMs()) });
  let lost: string | null = null;
  const { account } = client;
  const rules: StandingRules = {
    means: 'card',
    authorisedCountsAsPaid: account.authorisedCountsAsPaid ?? true,
    sandbox: account.test ?? false,
  };
  for (const name of hint.orderNames) {
    if (BOOKS_ONLY.test(name)) continue;
    const answer = await client.status(name, left(), { full: true });
    if (answer.kind === 'order') {
      return { kind: 'proven', hint: ofOrder(hint, answer.order), standing: standingOf(answer.order, rules) };
    }
    if (answer.kind === 'failed') lost ??= answer.failure.detail;
  }
  for (const name of hint.orderNames) {
    if (isOrderId(name)) continue;
    const answer = await management.transaction(name, left());
    if (answer.kind === 'found') {
      const proven = ofTransaction(hint, answer.value, name);
      return { kind: 'proven', hint: proven, standing: standingOf(asOrder(answer.value, proven), rules) };
    }
    if (answer.kind === 'failed') lost ??= answer.failure.detail;
  }
  if (lost !== null) return { kind: 'unreachable', entry: PAY_ERRORS.exchangeNotProven, detail: lost };
  return { kind: 'not-ours', entry: PAY_ERRORS.exchangeNotOurs, detail: maskCardNumbers(`order ${hint.orderId}`) };
}

/** What the order says takes the place of what the call said, all but the action, which the order doesn't keep. */
function ofOrder(hint: PayExchangeHint, order: PayOrder): PayExchangeHint {
  const reference = order.reference || null;
  return {
    ...hint,
    orderId: order.id,
    orderNames: [...new Set([order.id, order.orderId].filter((name) => typeof name === 'string'))],
    reference,
    statusCode: order.status.code,
    sandbox: isSandboxOrder(order),
    ...deviceFor(hint, reference, () => deviceOfOrder(order)),
  };
}

function ofTransaction(hint: PayExchangeHint, transaction: PayTransaction, name: string): PayExchangeHint {
  const orderId = transaction.orderId ?? name;
  const method = transaction.paymentMethod;
  const { integration, reference } = transaction;
  const testMode = integration && !Array.isArray(integration) ? integration.testMode : undefined;
  const parts = {
    orderId,
    methodId: method && !Array.isArray(method) && method.id ? String(method.id) : null,
    terminalCode: method && !Array.isArray(method) ? method.terminalCode : null,
    amount: { unit: 'cents', text: String(transaction.amount.value) },
    currency: transaction.amount.currency ?? null,
    createdAt: transaction.createdAt,
    credit: false,
    status: { code: transaction.status.code, action: transaction.status.action ?? '' },
  } as const;
  return {
    ...hint,
    orderId,
    orderNames: [...new Set([orderId, transaction.id].filter((other) => other !== null))],
    reference,
    statusCode: transaction.status.code,
    sandbox: testMode === undefined ? null : SANDBOX.has(testMode),
    ...deviceFor(hint, reference, () => deviceOf(parts)),
  };
}

/** A transaction of the books in the words of the Order API, as far as its standing goes. */
function asOrder(transaction: PayTransaction, { orderId, reference, sandbox }: PayExchangeHint): PayOrder {
  const method = transaction.paymentMethod;
  const known =
    method && !Array.isArray(method) && method.id ? { id: method.id, terminalCode: method.terminalCode } : null;
  return {
    id: transaction.id ?? orderId,
    orderId,
    reference,
    integration: { test: sandbox },
    status: { code: transaction.status.code },
    amount: transaction.amount,
    capturedAmount: transaction.amountPaid,
    payments: known ? [{ paymentMethod: { id: known.id, input: { terminalCode: known.terminalCode } } }] : [],
  };
}

const SANDBOX: ReadonlySet<unknown> = new Set([true, 1, '1', 'true']);

function deviceFor(
  hint: PayExchangeHint,
  reference: string | null,
  read: () => ReadDevice,
): Pick<PayExchangeHint, 'device' | 'oddities'> {
  if (reference !== null || hint.topic !== 'payment') return { device: null, oddities: hint.oddities };
  const found = read();
  if (found.kind === 'odd') return { device: null, oddities: [...new Set([...hint.oddities, found.why])] };
  return { device: found.kind === 'device' ? found.payment : null, oddities: hint.oddities };
}

/** An id of the Order API, not a number. */
function isOrderId(name: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}
