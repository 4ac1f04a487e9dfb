/**
 * The order of Kassa Compleet, as far as we read and write it. Source: Kassa Compleet API documentation 1.2 and its
 * order schema of 2017; NoPayn and Cost+ API references for what newer brands of the platform add. Unknown fields are
 * ignored. A field that decides something refuses the answer when its type is wrong; a field that is only told on is
 * taken as absent.
 */
import { LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';
import { z } from 'zod';

/** A wrong type is nothing. */
const told = z.string().nullish().catch(null);
const id = z.string().min(1).max(64);
/** Cents. */
const amount = z.int().min(1).max(LARGEST_AMOUNT_CENTS);

const methodDetails = z
  .object({
    reference: told,
    creditor_iban: told,
    creditor_bic: told,
    creditor_account_holder_name: told,
  })
  .nullish()
  .catch(null);

const transaction = z.object({
  status: z.string().min(1),
  amount: amount.nullish(),
  currency: z.string().nullish(),
  reason: told,
  customer_message: told,
  payment_method: told,
  payment_method_brand: told,
  payment_method_details: methodDetails,
  payment_url: told,
});

/** Their shape is documented nowhere: ids, or orders. */
const refundOrders = z
  .array(z.union([id, z.object({ id })]))
  .nullish()
  .catch(null);

export const kcOrderSchema = z.object({
  id,
  status: z.string().min(1).max(64),
  currency: z.string(),
  amount,
  merchant_order_id: z.string().nullish(),
  created: told,
  expiration_period: told,
  order_url: told,
  flags: z.array(z.string()).nullish(),
  transactions: z.array(transaction).nullish(),
  refund_of_order_id: z.string().nullish(),
  refund_orders: refundOrders,
  refunded_amount: z.int().min(0).nullish(),
});

/** What answers a refund: an order of its own. Brands that keep it short leave the currency out. */
export const kcRefundSchema = z.object({
  id,
  status: z.string().min(1).max(64),
  amount,
  currency: z.string().nullish(),
  merchant_order_id: z.string().nullish(),
  refund_of_order_id: z.string().nullish(),
  transactions: z.array(transaction).nullish(),
});

/** A list of orders: an array, or an object that has one and may point to more. */
export const kcOrderListSchema = z.union([
  z.array(kcOrderSchema).transform((orders) => ({ orders, more: false })),
  z
    .object({ orders: z.array(kcOrderSchema), next: z.unknown().optional(), has_more: z.unknown().optional() })
    .transform(({ orders, next, has_more }) => ({ orders, more: Boolean(next) || Boolean(has_more) })),
]);

export const kcIssuersSchema = z.array(z.object({ id, name: z.string() }));

export const kcProjectSchema = z.object({
  status: told,
  permissions: z.record(z.string(), z.object({ POST: z.boolean().nullish().catch(null) })).nullish(),
});

export type KcOrder = z.infer<typeof kcOrderSchema>;
export type KcTransaction = z.infer<typeof transaction>;
export type KcRefundOrder = z.infer<typeof kcRefundSchema>;
export type KcIssuer = z.infer<typeof kcIssuersSchema>[number];

/** The body of `POST /orders/`, as far as we fill it. */
export interface KcOrderRequest {
  readonly currency: 'EUR';
  readonly amount: number;
  readonly merchant_order_id: string;
  readonly description: string;
  /** ISO 8601 duration. */
  readonly expiration_period: string;
  readonly webhook_url?: string;
  readonly return_url?: string;
  readonly failure_url?: string;
  readonly locale?: string;
  readonly payment_methods?: readonly string[];
  readonly transactions?: readonly [
    {
      readonly payment_method: string;
      /** Left out when empty: an empty list is refused. */
      readonly payment_method_details?: { readonly issuer_id: string };
      readonly expiration_period: string;
    },
  ];
}

/** The body of `POST /orders/{id}/refunds/`, as far as we fill it. */
export interface KcRefundRequest {
  readonly amount: number;
  readonly description: string;
  readonly merchant_order_id: string;
}
