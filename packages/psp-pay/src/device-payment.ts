import { type Cents, cents, type EpochMs, LARGEST_AMOUNT_CENTS, parseDecimalEuros } from '@tillbridge/kernel';
import type { Direction } from '@tillbridge/payments';
import { METHOD_SOFT_POS, METHOD_TERMINAL, METHOD_TERMINAL_REFUND } from './create-order.ts';
import { type DeviceState, stateOfAction, stateOfCode } from './exchange-actions.ts';
import type { PayOrder } from './order.wire.ts';

/**
 * A payment that was started on the device itself, not by a till: for the journal and the day's list. Nobody's sale
 * waits for it. From a status call it is what that call says; from `provePayExchange` it is what Pay. answered us.
 */
export interface DevicePayment {
  /** `TH-####-####`; null in the legacy format, which doesn't say. */
  readonly terminalCode: string | null;
  readonly direction: Direction;
  /** Positive. */
  readonly amountCents: Cents;
  /** Pay.'s order number, as people see it. */
  readonly orderId: string;
  /** When it was made; null where Pay. doesn't say. */
  readonly at: EpochMs | null;
  readonly state: DeviceState;
  /** For details, for example `100 PAID` or `new_ppt`. */
  readonly status: string;
}

/** What of a payment a format carries, as texts. */
export interface DeviceParts {
  readonly orderId: string;
  readonly methodId: string | null;
  readonly terminalCode: string | null;
  /** Cents or decimal euros, as the format has them. */
  readonly amount: { readonly unit: 'cents' | 'euros'; readonly text: string | null };
  readonly currency: string | null;
  readonly createdAt: string | null;
  readonly credit: boolean;
  readonly status: { readonly code: number | null; readonly action: string };
}

export type ReadDevice =
  | { readonly kind: 'device'; readonly payment: DevicePayment }
  /** Not a payment at a terminal. */
  | { readonly kind: 'none' }
  /** One whose amount can't be taken as it stands. Never guessed. */
  | { readonly kind: 'odd'; readonly why: string };

const AT_A_TERMINAL: ReadonlySet<string> = new Set(
  [METHOD_TERMINAL, METHOD_TERMINAL_REFUND, METHOD_SOFT_POS].map(String),
);
const TERMINAL_CODE = /^TH-\d{4}-\d{4}$/;

/** Only for payments without a reference: whatever has one was started by somebody's software. */
export function deviceOf(parts: DeviceParts): ReadDevice {
  const terminalCode =
    parts.terminalCode !== null && TERMINAL_CODE.test(parts.terminalCode) ? parts.terminalCode : null;
  if (terminalCode === null && !AT_A_TERMINAL.has(parts.methodId ?? '')) return { kind: 'none' };
  if (parts.currency !== null && parts.currency !== 'EUR')
    return { kind: 'odd', why: 'an amount that is not in euros' };
  const amountCents = amountOf(parts.amount);
  if (amountCents === undefined) return { kind: 'odd', why: 'an amount that is none' };
  const { code, action } = parts.status;
  const at = parts.createdAt === null ? Number.NaN : Date.parse(parts.createdAt);
  return {
    kind: 'device',
    payment: {
      terminalCode,
      direction: parts.credit || parts.methodId === String(METHOD_TERMINAL_REFUND) ? 'refund' : 'pay',
      amountCents,
      orderId: parts.orderId,
      at: Number.isNaN(at) ? null : at,
      state: code === null ? stateOfAction(action) : stateOfCode(code),
      status: (code === null ? action : `${code} ${action}`).slice(0, 40),
    },
  };
}

/** The same, from an order of the Order API. */
export function deviceOfOrder(order: PayOrder): ReadDevice {
  const method = order.payments?.at(-1)?.paymentMethod;
  const input = method?.input;
  return deviceOf({
    orderId: order.orderId ?? order.id,
    methodId: method ? String(method.id) : null,
    terminalCode: input && !Array.isArray(input) ? (input.terminalCode ?? null) : null,
    amount: { unit: 'cents', text: String(order.amount.value) },
    currency: order.amount.currency ?? null,
    createdAt: order.createdAt ?? null,
    credit: order.type === 'credit',
    status: { code: order.status.code, action: order.status.action ?? '' },
  });
}

function amountOf({ unit, text }: DeviceParts['amount']): Cents | undefined {
  if (text === null) return undefined;
  if (unit === 'euros') {
    const parsed = parseDecimalEuros(text);
    return parsed.ok && parsed.cents > 0 ? parsed.cents : undefined;
  }
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 && value <= LARGEST_AMOUNT_CENTS ? cents(value) : undefined;
}
