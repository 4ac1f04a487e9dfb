import type { ListedPayEcrFault } from './faults.ts';
import type { FlowState } from './flow.ts';
import type { HistoryEntry, PayEcrCharge, Transaction } from './history.ts';
import type { Reply, RequestedTransaction } from './messages.ts';
import type { PayEcrAutopilot } from './options.ts';

export type PayEcrState = FlowState | 'booting' | 'off' | 'order';

export interface ShownLine {
  readonly text: string;
  readonly quantity: number;
  /** Of the whole line. */
  readonly sumCents: number;
}

export interface PayEcrView {
  /** Rises with every change. */
  readonly revision: number;
  readonly code: string;
  readonly name: string;
  readonly state: PayEcrState;
  /** What runs, or the order on the screen. */
  readonly transaction: Transaction | null;
  readonly lines: readonly ShownLine[];
  readonly connections: number;
  readonly history: readonly HistoryEntry[];
  readonly charges: readonly PayEcrCharge[];
  readonly faults: readonly ListedPayEcrFault[];
  readonly autopilot: PayEcrAutopilot | null;
}

export function transactionOf(asked: RequestedTransaction): Transaction {
  return {
    reference: asked.reference ?? null,
    direction: asked.type === 'REFUND' ? 'refund' : 'pay',
    amountCents: asked.amount.value,
    description: asked.description ?? null,
  };
}

export function plain({ reference, direction, amountCents, description }: Transaction): Transaction {
  return { reference, direction, amountCents, description };
}

export function linesOf(order: RequestedTransaction): ShownLine[] {
  return (order.order?.products ?? []).map(({ description, quantity, price }) => ({
    text: description ?? '',
    quantity: quantity ?? 1,
    sumCents: Math.round((price?.value ?? 0) * (quantity ?? 1)),
  }));
}

export function recordOf(entry: HistoryEntry): Reply {
  const { id, orderId, reference, status, description, createdAt, ticket, amountCents } = entry;
  const cardNumber = status === 'SUCCESS' || status === 'QUEUED' ? '411111******1111' : null;
  return {
    type: 'HISTORY_GET_RESPONSE',
    id,
    orderId,
    reference,
    status,
    description,
    createdAt,
    ticket,
    amount: amountCents,
    currency: 'EUR',
    cardNumber,
  };
}
