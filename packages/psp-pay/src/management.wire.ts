/**
 * The management API as far as we read it (developer.pay.nl, rest.pay.nl v2: "Transaction:Info", "Transaction:Refund",
 * "Refund:Info", "Terminals:Browse", "Service:GetConfig", and the models of Pay.'s public SDKs). Numbers come as texts
 * in some answers, and PHP writes an empty map as `[]`.
 */
import { z } from 'zod';

/** A whole number, as a number or as a text of digits. */
const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);

const money = z.object({ value: whole, currency: z.string().nullish() });

/** `""` means nothing, as null does. */
const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

const madeRefund = z.object({
  amountRefunded: money.nullish(),
  refund: z.object({ id: z.string().min(1).max(32) }).nullish(),
  createdAt: text,
});

/** Answer of `PATCH /transactions/{id}/refund`. */
export const refundAnswerSchema = z.object({
  refundedTransactions: z.array(madeRefund).nullish(),
});

/** Answer of `GET /transactions/{id}`. Whether it lists the refunds isn't described; when it does, it is taken. */
export const transactionSchema = z.object({
  id: text,
  orderId: text,
  reference: text,
  status: z.object({ code: whole, action: text }),
  amount: money,
  amountPaid: money.nullish(),
  amountRefunded: money.nullish(),
  refundedTransactions: z.array(madeRefund).nullish(),
  paymentMethod: z
    .union([z.object({ id: whole.nullish().catch(null), terminalCode: text.catch(null) }), z.array(z.unknown())])
    .nullish(),
  integration: z.union([z.object({ testMode: z.unknown() }), z.array(z.unknown())]).nullish(),
  createdAt: text,
  modifiedAt: text,
});

/** Answer of `GET /refunds/{id}`. */
export const refundSchema = z.object({
  id: z.string().min(1),
  description: text,
  amount: money.nullish(),
  status: z.object({ code: whole.nullish(), action: text, phase: text }),
});

const terminal = z.object({
  code: z.string().min(1).max(32),
  name: text,
  description: text,
  status: text,
  connectionStatus: text,
  terminalType: text,
  ecrProtocol: text,
  /** Plain texts in the examples, objects in the schema. */
  paymentTypes: z.array(z.unknown()).nullish(),
});

/** Answer of `GET /terminals`. */
export const terminalsSchema = z.object({
  total: whole.nullish(),
  terminals: z.array(terminal),
});

const option = z.object({ code: text, name: text });
const method = z.object({
  id: whole,
  name: text,
  minAmount: whole.nullish().catch(null),
  maxAmount: whole.nullish().catch(null),
  options: z.array(option).nullish().catch(null),
});

/** Answer of `GET /services/config`. Its `secret` is not read. */
export const serviceConfigSchema = z.object({
  code: text,
  name: text,
  testMode: z.union([z.boolean(), z.string(), z.number()]).nullish(),
  checkoutOptions: z.array(z.object({ paymentMethods: z.array(method).nullish() })).nullish(),
  tguList: z.array(z.object({ share: whole.nullish(), domain: z.string(), status: text })).nullish(),
});

export type PayTransaction = z.infer<typeof transactionSchema>;
export type PayRefund = z.infer<typeof refundSchema>;
export type MadeRefund = z.infer<typeof madeRefund>;
export type WireTerminal = z.infer<typeof terminal>;
export type WireServiceConfig = z.infer<typeof serviceConfigSchema>;
