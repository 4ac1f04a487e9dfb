import { type EpochMs, plainText } from '@tillbridge/kernel';
import type { PaymentOrder } from '@tillbridge/payments';
import { formatDuration } from './duration.ts';
import type { KcOrderRequest } from './order.wire.ts';
import type { KcAccount, KcMethod } from './settings.ts';

/** The schema has a longest description, and nobody has written it down; more than this no statement shows. */
const MAX_DESCRIPTION = 32;
const DEFAULT_TRANSFER_OPEN_MS = 14 * 24 * 60 * 60_000;

/**
 * Our order in the platform's words. The hosted page gets no `transactions`: one with them skips the guest's choice.
 * Undefined when there is no whole second left to pay in.
 */
export function toOrderRequest(
  order: PaymentOrder,
  account: KcAccount,
  method: KcMethod,
  now: EpochMs,
): KcOrderRequest | undefined {
  const lifeMs = order.expiresAt - now;
  if (lifeMs < 1_000) return undefined;
  // A transfer takes longer than anybody waits at a till: it has a life of its own.
  const openMs = method.kind === 'bank-transfer' ? (method.openForMs ?? DEFAULT_TRANSFER_OPEN_MS) : lifeMs;
  const period = formatDuration(Math.max(openMs, lifeMs));
  return {
    currency: 'EUR',
    amount: order.amountCents,
    merchant_order_id: order.reference,
    description: plainText(order.description, MAX_DESCRIPTION),
    expiration_period: period,
    ...(account.webhookUrl === undefined
      ? {}
      : { webhook_url: `${account.webhookUrl.replace(/\/+$/, '')}/${order.reference}` }),
    ...(account.returnUrl === undefined ? {} : { return_url: account.returnUrl }),
    ...(account.failureUrl === undefined ? {} : { failure_url: account.failureUrl }),
    ...(account.locale === undefined ? {} : { locale: account.locale }),
    ...(method.kind === 'page' && method.only !== undefined ? { payment_methods: method.only } : {}),
    ...(method.kind === 'page'
      ? {}
      : {
          transactions: [
            {
              payment_method: method.kind,
              ...(method.kind === 'ideal' && method.issuerId !== undefined
                ? { payment_method_details: { issuer_id: method.issuerId } }
                : {}),
              expiration_period: period,
            },
          ],
        }),
  };
}
