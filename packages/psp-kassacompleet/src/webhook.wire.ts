/**
 * What the platform posts when an order changes: Kassa Compleet API documentation 1.2, "Webhooks" (`status_changed`);
 * Cost+ guides (`transaction_status_changed`). There is no signature and no status to trust.
 */
import { z } from 'zod';

/** Ids are UUIDs; anything else has no business in an address of ours. */
const id = z.string().regex(/^[0-9A-Za-z-]{8,64}$/);

export const kcWebhookEnvelopeSchema = z.object({ event: z.string() });

export const kcWebhookSchema = z.object({ order_id: id });
