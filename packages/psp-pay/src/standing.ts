import { assertNever, cents, LARGEST_AMOUNT_CENTS, maskCardNumbers } from '@tillbridge/kernel';
import type { Approval, EndReason, Means, Standing } from '@tillbridge/payments';
import type { PayOrder } from './order.wire.ts';
import { receiptLines } from './receipt.ts';
import { meaningOf, phaseOf, statusName } from './status-table.ts';

const CURRENCY = 'EUR';

export interface StandingRules {
  readonly means: Means;
  readonly authorisedCountsAsPaid: boolean;
  /** Whether the account makes sandbox orders. */
  readonly sandbox: boolean;
}

/** What the supplier says about the way a terminal payment ended (developer.pay.nl, "Retrieve supplier data"). */
const INCIDENTS: ReadonlyMap<string, EndReason | 'timed-out'> = new Map([
  ['USER_CANCELLATION', 'cancelled-by-customer'],
  ['MERCHANT_CANCELLATION', 'cancelled-by-till'],
  ['DEVICE_CANCELLATION', 'failed'],
  ['HOST_CANCELLATION', 'failed'],
  ['TIMEOUT_EXPIRATION', 'timed-out'],
]);

/** Where an order stands, in our words. */
export function standingOf(order: PayOrder, rules: StandingRules): Standing {
  const meaning = meaningOf(order.status.code);
  const detail = detailOf(order);
  switch (meaning.kind) {
    case 'pending':
    case 'review':
      return { kind: 'pending', phase: phaseOf(meaning, rules.means, (order.payments ?? []).length > 0) };
    case 'paid':
      return approved(order, rules);
    case 'authorised':
      return rules.authorisedCountsAsPaid ? approved(order, rules) : { kind: 'pending', phase: 'processing' };
    case 'declined':
      return { kind: 'final', outcome: { kind: 'declined', reason: meaning.reason, detail } };
    case 'cancelled': {
      const incident = INCIDENTS.get(incidentOf(order) ?? '');
      if (incident === 'timed-out') return { kind: 'final', outcome: { kind: 'timed-out', detail } };
      return { kind: 'final', outcome: { kind: 'cancelled', reason: incident ?? meaning.reason, detail } };
    }
    case 'expired':
      return { kind: 'final', outcome: { kind: 'timed-out', detail } };
    default:
      return assertNever(meaning);
  }
}

function approved(order: PayOrder, { sandbox }: StandingRules): Standing {
  if (isSandboxOrder(order) && !sandbox) {
    return { kind: 'unreachable', detail: `order ${order.id} is a sandbox order, and this account is not` };
  }
  const money = [order.capturedAmount, order.authorizedAmount].find((amount) => amount?.value) ?? order.amount;
  const value = order.type === 'credit' ? Math.abs(money.value) : money.value;
  // Neither a till nor we could carry such an amount; the order is paid, and a person has to look at it.
  const inEuros = [money, order.amount].every(({ currency }) => (currency ?? CURRENCY) === CURRENCY);
  if (value <= 0 || value > LARGEST_AMOUNT_CENTS || !inEuros) {
    return { kind: 'unreachable', detail: `order ${order.id} is paid with an amount that can't be taken` };
  }
  const payment = order.payments?.at(-1);
  const input = payment?.paymentMethod?.input;
  const lines = receiptLines(order.receipt);
  const card = payment?.customerMethod;
  const approval: Approval = {
    finalCents: cents(value),
    transactionReference: order.orderId ?? order.id,
    cardType: card?.brandName ?? card?.scheme ?? null,
    terminalLabel: input && !Array.isArray(input) ? (input.terminalCode ?? null) : null,
    providerMethod: payment?.paymentMethod ? String(payment.paymentMethod.id) : null,
    receipts: lines === null ? [] : [{ kind: 'cardholder', lines }],
    settlement: 'final',
  };
  return { kind: 'final', outcome: { kind: 'approved', approval } };
}

/** Whether Pay. says of an order that it is one of its sandbox: no money moves. */
export function isSandboxOrder({ integration }: PayOrder): boolean {
  return integration !== null && integration !== undefined && !Array.isArray(integration) && integration.test === true;
}

function detailOf(order: PayOrder): string {
  const code = supplied(order, 'incident_code');
  const words = [statusName(order.status.code), incidentOf(order), code && `(${code})`];
  return maskCardNumbers(words.filter(Boolean).join(' '));
}

/** Pay.'s changelog spells the key both ways. */
function incidentOf(order: PayOrder): string | undefined {
  return supplied(order, 'incident_text') ?? supplied(order, 'incident_test');
}

/** What the supplier says, told only to those who sign in. */
function supplied(order: PayOrder, key: string): string | undefined {
  const data = order.payments?.at(-1)?.supplierData;
  if (data === null || data === undefined || Array.isArray(data)) return undefined;
  const value = data[key];
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
    ? String(value).slice(0, 80)
    : undefined;
}
