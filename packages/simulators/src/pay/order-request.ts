import { z } from 'zod';
import { METHOD_PAYLINK, METHOD_TERMINAL, METHOD_TERMINAL_REFUND } from './order-book.ts';
import { ProblemAnswer, violation } from './problems.ts';
import type { OrderRequest } from './sim-order.ts';

const DEFAULT_LIFE_MS = 15 * 60_000;

/** The body of a create with the limits Pay. documents, or that its callers met (developer.pay.nl, "Order:Create"). */
const schema = z.object({
  serviceId: z.string().regex(/^SL-\d{4}-\d{4}$/),
  amount: z.object({ value: z.int().min(1), currency: z.string().length(3).nullish() }),
  description: z.string().max(32).nullish(),
  reference: z
    .string()
    .regex(/^[a-zA-Z0-9]{1,64}$/)
    .nullish(),
  expire: z.iso.datetime({ offset: true }).nullish(),
  returnUrl: z.url().nullish(),
  exchangeUrl: z.url().nullish(),
  paymentMethod: z
    .object({
      id: z.int(),
      input: z
        .object({
          terminalCode: z
            .string()
            .regex(/^TH-\d{4}-\d{4}$/)
            .optional(),
        })
        .nullish(),
    })
    .nullish(),
  stats: z.object({ extra1: z.string().max(64).nullish() }).nullish(),
  integration: z.object({ test: z.boolean().nullish() }).nullish(),
  order: z
    .object({
      products: z
        .array(
          z.object({
            id: z.string().nullish(),
            description: z.string().max(255).nullish(),
            price: z.object({ value: z.int(), currency: z.string().nullish() }).nullish(),
            quantity: z.number(),
            vatPercentage: z.number().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** Checks a create's body. Throws the answer Pay. would give. */
export function readOrderRequest(body: unknown, serviceId: string, nowMs: number): OrderRequest {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ProblemAnswer(violation(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid'));
  }
  const order = parsed.data;
  if (order.serviceId !== serviceId) throw new ProblemAnswer(violation('serviceId', 'Service location not found'));
  const named = order.paymentMethod?.id ?? null;
  const methodId = named === METHOD_PAYLINK ? null : named;
  const terminalCode = order.paymentMethod?.input?.terminalCode ?? null;
  const atTerminal = methodId === METHOD_TERMINAL || methodId === METHOD_TERMINAL_REFUND;
  if (atTerminal && terminalCode === null) {
    throw new ProblemAnswer(violation('paymentMethod.input.terminalCode', 'This value should not be blank.'));
  }
  return {
    amountCents: order.amount.value,
    description: order.description ?? null,
    reference: order.reference ?? null,
    expiresAt: order.expire ? Date.parse(order.expire) : nowMs + DEFAULT_LIFE_MS,
    exchangeUrl: order.exchangeUrl ?? null,
    returnUrl: order.returnUrl ?? null,
    methodId,
    terminalCode: atTerminal ? terminalCode : null,
    test: order.integration?.test ?? false,
    paylink: named === METHOD_PAYLINK,
    extra1: order.stats?.extra1 ?? null,
    products: (order.order?.products ?? []).map((product) => ({
      description: product.description ?? null,
      quantity: product.quantity,
    })),
  };
}
