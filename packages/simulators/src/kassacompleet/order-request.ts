import { z } from 'zod';
import { periodMs } from './period.ts';
import { invalid, ProblemAnswer } from './problems.ts';
import type { OrderRequest } from './sim-order.ts';

const text = z.string().nullish();
const period = z
  .string()
  .refine((value) => (periodMs(value) ?? 0) > 0, 'is not an ISO 8601 duration')
  .nullish();
const amount = z.int('is not of type integer').min(1, 'is less than the minimum of 1');

/** The body of a create (Kassa Compleet API documentation 1.2 and its order schema). What is told only comes back. */
const orderSchema = z.object({
  currency: z.literal('EUR', 'is not one of EUR'),
  amount,
  merchant_order_id: text,
  description: text,
  return_url: z.url().nullish(),
  failure_url: z.url().nullish(),
  webhook_url: z.url().nullish(),
  expiration_period: period,
  payment_methods: z.array(z.string()).nullish(),
  transactions: z
    .array(
      z.object({
        payment_method: z.string().min(1),
        // PHP writes an empty map as a list, which the schema refuses.
        payment_method_details: z.object({ issuer_id: text }, "[] is not of type 'object'").nullish(),
        expiration_period: period,
      }),
    )
    .max(1)
    .nullish(),
  locale: text,
  customer: z.record(z.string(), z.unknown()).nullish(),
  order_lines: z.array(z.record(z.string(), z.unknown())).nullish(),
  extra: z.record(z.string(), z.unknown()).nullish(),
  client: z.record(z.string(), z.unknown()).nullish(),
});

const refundSchema = z.object({ amount, description: text, merchant_order_id: text });

export interface RefundRequest {
  readonly amountCents: number;
  readonly description: string | null;
  readonly reference: string | null;
}

/** Which start needs a return address: those that send a browser away. */
const REDIRECTED: ReadonlySet<string> = new Set(['ideal', 'credit-card', 'bancontact']);

/** Checks a create's body. Throws the answer the platform would give. */
export function readOrderRequest(body: unknown, defaultLifeMs: number, idealNeedsIssuer: boolean): OrderRequest {
  const order = parsed(orderSchema, body);
  const first = order.transactions?.[0];
  const issuerId = first?.payment_method_details?.issuer_id ?? null;
  if (first?.payment_method === 'ideal' && issuerId === null && idealNeedsIssuer) {
    throw new ProblemAnswer(invalid('transactions.0.payment_method_details.issuer_id', 'is a required property'));
  }
  if (first !== undefined && REDIRECTED.has(first.payment_method) && !order.return_url) {
    throw new ProblemAnswer(invalid('return_url', 'is a required property'));
  }
  const sent = first?.expiration_period ?? order.expiration_period ?? null;
  const { locale, customer, order_lines, extra, client } = order;
  const echo = Object.entries({ locale, customer, order_lines, extra, client }).filter(([, value]) => value != null);
  return {
    amountCents: order.amount,
    description: order.description ?? null,
    reference: order.merchant_order_id ?? null,
    returnUrl: order.return_url ?? null,
    failureUrl: order.failure_url ?? null,
    webhookUrl: order.webhook_url ?? null,
    period: order.expiration_period ?? null,
    lifeMs: sent === null ? defaultLifeMs : (periodMs(sent) ?? defaultLifeMs),
    transaction:
      first === undefined
        ? null
        : {
            method: first.payment_method,
            issuerId,
            period: first.expiration_period ?? order.expiration_period ?? null,
          },
    only: order.payment_methods ?? null,
    echo: Object.fromEntries(echo),
  };
}

/** Checks a refund's body. A missing amount is refused: what a brand would take it for is not documented. */
export function readRefundRequest(body: unknown): RefundRequest {
  const refund = parsed(refundSchema, body);
  return {
    amountCents: refund.amount,
    description: refund.description ?? null,
    reference: refund.merchant_order_id ?? null,
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new ProblemAnswer(invalid(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid'));
}
