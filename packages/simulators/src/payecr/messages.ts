/** The till's side of PAY.POS local ECR as the simulated terminal reads it, and what it answers. */
import { z } from 'zod';

const product = z.object({
  description: z.string().nullish(),
  quantity: z.number().nullish(),
  price: z.object({ value: z.int() }).nullish(),
});

const transaction = z.object({
  type: z.enum(['PAYMENT', 'REFUND']).nullish(),
  amount: z.object({ value: z.int(), currency: z.string().nullish() }),
  description: z.string().nullish(),
  reference: z.string().nullish(),
  order: z.object({ products: z.array(product).nullish() }).nullish(),
});

const service = z.object({ serviceId: z.string(), secret: z.string() }).nullish();

export const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['PING', 'TRANSACTION_STOP', 'HISTORY_LIST', 'ORDER_START', 'ORDER_STOP']) }),
  z.object({ type: z.literal('HISTORY_GET'), needle: z.string() }),
  z.object({ type: z.enum(['TRANSACTION_START', 'ORDER_CREATE', 'ORDER_UPDATE']), transaction, service }),
]);

export type Request = z.infer<typeof requestSchema>;
export type RequestType = Request['type'];
export type RequestedTransaction = z.infer<typeof transaction>;

export const REQUEST_TYPES = [
  'PING',
  'TRANSACTION_START',
  'TRANSACTION_STOP',
  'HISTORY_LIST',
  'HISTORY_GET',
  'ORDER_CREATE',
  'ORDER_UPDATE',
  'ORDER_START',
  'ORDER_STOP',
] as const satisfies readonly RequestType[];

export const EVENTS = [
  'STARTED',
  'PROCESSING',
  'PIN_INPUT_PENDING',
  'PIN_INPUT_ERROR',
  'CANCELLED',
  'COMPLETED',
  'FAILED',
  'QUEUED',
] as const;
export type EventName = (typeof EVENTS)[number];

export const REPLY_TYPES = ['PONG', 'ERROR', 'HISTORY_LIST_RESPONSE', 'HISTORY_GET_RESPONSE'] as const;

/** What the terminal sends; faults name it by the event, else by the type. */
export interface Reply {
  readonly type: (typeof REPLY_TYPES)[number] | 'TRANSACTION_EVENT';
  readonly event?: EventName;
  readonly [field: string]: unknown;
}

export type ReplyName = (typeof REPLY_TYPES)[number] | EventName;

export function nameOf(reply: Reply): ReplyName {
  return reply.type === 'TRANSACTION_EVENT' ? (reply.event ?? 'STARTED') : reply.type;
}
