/**
 * The messages of PAY.POS local ECR as they stand on the wire (paynl/PAY.ECR, message protocol). Fields that nobody has
 * told us of are ignored, and null counts as absent, because apps of several versions are in the field.
 */
import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const pong = z.object({ type: z.literal('PONG'), status: text });
const error = z.object({ type: z.literal('ERROR'), reason: text });
const transactionEvent = z.object({
  type: z.literal('TRANSACTION_EVENT'),
  /** Kept as text: an event that we don't know yet is no reason to lose the payment. */
  event: z.string(),
  approved: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  message: text,
  /** Newer apps name the order with the end. */
  orderId: text,
});
const historyItem = z.object({
  id: text,
  orderId: text,
  /** Null for payments that were started on the terminal itself. */
  reference: text,
  status: z.string(),
  /** When it finished, by the terminal's own clock. */
  createdAt: text,
});
const historyList = z.object({ type: z.literal('HISTORY_LIST_RESPONSE'), items: z.array(historyItem) });
const historyRecord = z.object({
  type: z.literal('HISTORY_GET_RESPONSE'),
  id: text,
  orderId: text,
  reference: text,
  status: z.string(),
  description: text,
  createdAt: text,
  /** Base64 of text. */
  ticket: text,
  /** Cents. */
  amount: z
    .int()
    .nullish()
    .transform((value) => value ?? null),
  currency: text,
});

const incoming = z.discriminatedUnion('type', [pong, error, transactionEvent, historyList, historyRecord]);

export type Incoming = z.infer<typeof incoming>;
export type Pong = z.infer<typeof pong>;
export type TransactionEvent = z.infer<typeof transactionEvent>;
export type HistoryItem = z.infer<typeof historyItem>;
export type HistoryList = z.infer<typeof historyList>;
export type HistoryRecord = z.infer<typeof historyRecord>;

export interface PayEcrProduct {
  readonly id: string;
  readonly description: string;
  readonly type: 'ARTICLE';
  readonly price: { readonly value: number; readonly currency: string };
  readonly quantity: number;
  readonly vatPercentage?: number;
}

/** The part of an Order:Create object that a terminal needs (developer.pay.nl, Order:Create). */
export interface PayEcrTransaction {
  readonly type: 'PAYMENT' | 'REFUND';
  /** Cents. */
  readonly amount: { readonly value: number; readonly currency: string };
  readonly description?: string;
  readonly reference?: string;
  readonly expire?: string;
  readonly stats?: { readonly object: string };
  readonly order?: { readonly products: readonly PayEcrProduct[] };
}

export interface PayEcrService {
  readonly serviceId: string;
  readonly secret: string;
}

export type Outgoing =
  | { readonly type: 'PING' | 'TRANSACTION_STOP' | 'HISTORY_LIST' | 'ORDER_START' | 'ORDER_STOP' }
  | { readonly type: 'HISTORY_GET'; readonly needle: string }
  | {
      readonly type: 'TRANSACTION_START' | 'ORDER_CREATE' | 'ORDER_UPDATE';
      readonly transaction: PayEcrTransaction;
      readonly service?: PayEcrService;
    };

export type ReadMessage =
  | { readonly kind: 'message'; readonly message: Incoming }
  /** A message of a kind we have no use for. */
  | { readonly kind: 'other'; readonly type: string }
  /** `about`: the path of the field that is wrong. */
  | { readonly kind: 'wrong'; readonly about: string };

const KNOWN_TYPES: ReadonlySet<string> = new Set(incoming.options.map((option) => option.shape.type.value));

/** What a terminal sent, or why it can't be read. */
export function readMessage(value: object): ReadMessage {
  const type: unknown = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return { kind: 'wrong', about: 'type' };
  if (!KNOWN_TYPES.has(type)) return { kind: 'other', type };
  const read = incoming.safeParse(value);
  if (read.success) return { kind: 'message', message: read.data };
  return { kind: 'wrong', about: [type, ...(read.error.issues[0]?.path ?? [])].map(String).join('.') };
}

/** One line: an object and a newline, as the vendor's example sends it. */
export function writeMessage(message: Outgoing): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(message)}\n`);
}
