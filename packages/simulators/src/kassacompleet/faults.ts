/** What can be armed to go wrong at Kassa Compleet. */
import { z } from 'zod';
import { callFaults } from '../shared/call-faults.ts';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

/** `status`: any `GET` of one order. */
const call = z.enum(['create', 'status', 'cancel', 'refund', 'list', 'any']);

export const kcFaultSchema = z.union([
  ...callFaults(call),
  /** An HTML page with 200, and an answer without a body; `worked` true: after doing the work. */
  z.object({ on: call, do: z.enum(['garbage', 'empty']), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle, after doing the work. */
  z.object({ on: call, do: z.literal('cut-short'), ...often }),
  /** 500, 502, 503 and 504; the second and the last in HTML, as proxies answer. */
  z.object({
    on: call,
    do: z.enum(['internal-error', 'bad-gateway', 'unavailable', 'gateway-timeout']),
    worked: z.boolean().optional(),
    ...often,
  }),
  /** To a sign-in page instead of an answer. */
  z.object({ on: call, do: z.literal('redirect'), ...often }),
  /** The platform's error body under a good HTTP status. */
  z.object({ on: call, do: z.literal('error-in-200'), status: z.union([z.int(), z.string()]).optional(), ...often }),
  /** The right answer with these fields instead of its own. */
  z.object({ on: call, do: z.literal('show'), fields: z.record(z.string(), z.unknown()), ...often }),
  /** The status of the order before its last change. */
  z.object({ on: z.literal('status'), do: z.literal('earlier'), ...often }),
  /** `processing` and `pending` beside timestamps of completion, as a published sample has it. */
  z.object({ on: z.literal('status'), do: z.literal('half-completed'), ...often }),
  /** 201 with an order in `error`, as for a method that isn't active. */
  z.object({ on: z.literal('create'), do: z.literal('inactive-method'), ...often }),
  /** The cancel is answered as done, and the money moves all the same after `afterMs`. */
  z.object({
    on: z.literal('cancel'),
    do: z.literal('late-approval'),
    afterMs: z.int().min(0),
    /** What the order shows until then. Default `processing`. */
    shows: z.enum(['processing', 'cancelled']).optional(),
    ...often,
  }),
  z.object({
    on: z.literal('webhook'),
    do: z.enum(['lose', 'duplicate', 'garbage', 'other-event', 'unknown-order']),
    ...often,
  }),
  /** Held back until the next webhook of the same order went out, five seconds at most. */
  z.object({ on: z.literal('webhook'), do: z.literal('reorder'), ...often }),
  z.object({ on: z.literal('webhook'), do: z.literal('slow'), ms: z.int().min(0), ...often }),
]);

export type KcFault = z.infer<typeof kcFaultSchema>;
export type WebhookFault = Extract<KcFault, { on: 'webhook' }>;
export type CallFault = Exclude<KcFault, WebhookFault>;
export type CallName = Exclude<z.infer<typeof call>, 'any'>;
export type ListedKcFault = Listed<KcFault>;

export class KcFaultBox extends FaultBox<KcFault> {
  /** The fault that happens to this call, if one does. A late approval is taken by the cancel itself. */
  takeForCall(target: CallName): CallFault | undefined {
    return this.takeFirst((fault): fault is CallFault => {
      return fault.on !== 'webhook' && fault.do !== 'late-approval' && (fault.on === target || fault.on === 'any');
    });
  }

  takeLateApproval() {
    return this.takeFirst(
      (fault): fault is Extract<CallFault, { do: 'late-approval' }> => fault.do === 'late-approval',
    );
  }

  takeForWebhook(): WebhookFault | undefined {
    return this.takeFirst((fault): fault is WebhookFault => fault.on === 'webhook');
  }
}
