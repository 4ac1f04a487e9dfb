/**
 * The live link between the agent and a window: one WebSocket at `/api/live`. The agent sends a whole view whenever
 * something changed and a beat every second; a window that hears nothing for two seconds has lost the link.
 */
import { z } from 'zod';
import { epochMsSchema } from './amounts.ts';
import { cashierViewSchema } from './cashier-view.ts';
import { displayViewSchema } from './display-view.ts';

export const LIVE_PATH = '/api/live';
/** Beats come this often. */
export const BEAT_EVERY_MS = 700;
/** Without a message for this long a window treats the link as lost. */
export const LINK_LOST_AFTER_MS = 2_000;
/** A QR leaves the glass this long before the provider lets it expire. */
export const QR_GONE_BEFORE_EXPIRY_MS = 2_000;

export const windowKindSchema = z.enum(['cashier', 'display']);
export type WindowKind = z.infer<typeof windowKindSchema>;

/** The query of the WebSocket's URL. Without `till`: the agent's first till. */
export const liveQuerySchema = z.object({ window: windowKindSchema, till: z.string().max(40).optional() });
export type LiveQuery = z.infer<typeof liveQuerySchema>;

export const agentMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.literal(1), build: z.string(), agentNow: epochMsSchema }),
  z.object({ type: z.literal('cashier-view'), agentNow: epochMsSchema, view: cashierViewSchema }),
  z.object({ type: z.literal('display-view'), agentNow: epochMsSchema, view: displayViewSchema }),
  z.object({ type: z.literal('beat'), agentNow: epochMsSchema }),
]);
export type AgentMessage = z.infer<typeof agentMessageSchema>;

/** What a window tells the agent over the link: what stands on its glass. Commands go over HTTP. */
export const windowMessageSchema = z.object({
  type: z.literal('shown'),
  paymentId: z.string().nullable(),
  screen: z.string().max(40),
});
export type WindowMessage = z.infer<typeof windowMessageSchema>;
