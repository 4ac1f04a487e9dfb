/**
 * Orders of the MultiSafepay API, as far as we read and write them. Source: docs.multisafepay.com, "Create order" (cloud
 * POS, payment page, unreferenced refund), "Get order", "Cancel order", and the response classes of MultiSafepay's PHP
 * and Python SDKs. Unknown fields are ignored; a field that decides with a wrong type refuses the answer; a field that
 * is only shown falls back to nothing.
 */
import { z } from 'zod';
import { exactText, loose, minorUnits } from './exact.ts';

/** A payment's details; PHP writes an empty object as `[]`. */
const details = z
  .object({
    type: loose,
    terminal_id: loose,
    response_code: loose,
  })
  .nullish()
  .catch(null);

const attempt = z.object({ type: loose, status: loose });

const related = z.object({
  type: z.string().nullish(),
  status: z.string().nullish(),
  amount: minorUnits.nullish(),
  currency: z.string().nullish(),
  transaction_id: exactText.nullish(),
  order_id: exactText.nullish(),
  refund_order_id: exactText.nullish(),
});

export const mspOrderSchema = z.object({
  order_id: exactText,
  transaction_id: exactText.nullish(),
  amount: minorUnits.nullish(),
  amount_refunded: minorUnits.nullish(),
  currency: z.string().nullish(),
  status: z.string().min(1).max(60),
  financial_status: z.string().max(60).nullish(),
  created: loose,
  modified: loose,
  reason: loose,
  reason_code: loose,
  payment_details: details,
  payment_methods: z.array(attempt).nullish().catch(null),
  /** A list, or a single one by itself. */
  related_transactions: z.union([z.array(related), related.transform((one) => [one])]).nullish(),
});

export type MspOrder = z.infer<typeof mspOrderSchema>;
export type MspRelated = z.infer<typeof related>;

/** Both spellings of the event fields occur. The older `events_url` is a web socket and not read. */
export const mspCreatedSchema = z.object({
  order_id: exactText,
  payment_url: loose,
  events_token: loose,
  event_token: loose,
  events_stream_url: loose,
  event_stream_url: loose,
});

export type MspCreated = z.infer<typeof mspCreatedSchema>;

/** The answer to a cancel names neither order nor amount, so it proves little; the order is asked for. */
export const mspCancelledSchema = z.object({ status: loose });

export const mspRefundedSchema = z.object({
  transaction_id: exactText.nullish(),
  refund_id: exactText.nullish(),
  order_id: exactText.nullish(),
});

/** The body of `POST /orders`, as far as we fill it. */
export interface MspOrderRequest {
  readonly type: 'redirect' | 'paymentlink' | 'unreferenced_refund';
  readonly order_id: string;
  readonly gateway: string;
  readonly currency: 'EUR';
  readonly amount: number;
  readonly description: string;
  readonly gateway_info?: { readonly terminal_id: string };
  readonly payment_options?: {
    readonly notification_url?: string;
    readonly notification_method?: 'POST' | 'GET';
    readonly redirect_url?: string;
    readonly cancel_url?: string;
    readonly close_window?: boolean;
  };
  readonly customer?: { readonly locale: string };
  readonly seconds_active?: number;
  readonly second_chance?: { readonly send_mail: false };
}

/** The body of `POST /orders/{id}/refunds`. The amount is never left out: without one everything goes back. */
export interface MspRefundRequest {
  readonly currency: 'EUR';
  readonly amount: number;
  readonly description: string;
  readonly refund_order_id: string;
}
