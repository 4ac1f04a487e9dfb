/** What can be armed to go wrong at MultiSafepay. */
import { z } from 'zod';
import { callFaults } from '../shared/call-faults.ts';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

const CALLS = ['create', 'status', 'cancel', 'refund', 'receipt', 'list', 'terminals'] as const;
export type CallName = (typeof CALLS)[number];
const call = z.enum([...CALLS, 'any']);

const callFault = z.union([
  ...callFaults(call),
  /** An HTML page with 200, or nothing at all; `worked` true: after doing the work. */
  z.object({ on: call, do: z.enum(['garbage', 'empty']), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle: `transport` breaks the connection, otherwise the JSON is cut. */
  z.object({ on: call, do: z.literal('cut-short'), transport: z.boolean().optional(), ...often }),
  z.object({ on: call, do: z.enum(['internal-error', 'unavailable']), worked: z.boolean().optional(), ...often }),
  /** One of MultiSafepay's own error codes, nothing done. */
  z.object({ on: call, do: z.literal('error'), code: z.int(), status: z.int().optional(), ...often }),
  /** The answer's data with other fields: another amount, currency, an unknown status … */
  z.object({ on: call, do: z.literal('alter'), set: z.record(z.string(), z.json()), ...often }),
  /** The order as it was before its last change. */
  z.object({ on: z.literal('status'), do: z.literal('stale'), ...often }),
  /** 403, nothing done. */
  z.object({ on: z.literal('cancel'), do: z.literal('refuse'), ...often }),
  /** The cancel is answered as done, and the money moves all the same after `afterMs`. */
  z.object({
    on: z.literal('cancel'),
    do: z.literal('late-approval'),
    afterMs: z.int().min(0),
    /** What the order shows until then. Default `initialized`. */
    shows: z.enum(['initialized', 'cancelled']).optional(),
    ...often,
  }),
  z.object({ on: z.literal('refund'), do: z.literal('no-balance'), ...often }),
]);

const notificationFault = z.union([
  z.object({
    on: z.literal('notification'),
    do: z.enum(['lose', 'duplicate', 'wrong-signature', 'stale', 'no-timestamp']),
    ...often,
  }),
  /** Held back until the next one of the same order went out, five seconds at most. */
  z.object({ on: z.literal('notification'), do: z.literal('reorder'), ...often }),
  z.object({ on: z.literal('notification'), do: z.literal('slow'), ms: z.int().min(0), ...often }),
]);

const streamFault = z.union([
  /** A connection is turned away. */
  z.object({ on: z.literal('connect'), do: z.literal('refuse'), status: z.int().min(400).max(599), ...often }),
  /** In the middle of an event the connection breaks. */
  z.object({ on: z.literal('event'), do: z.enum(['cut', 'lose', 'duplicate']), ...often }),
]);

export const mspFaultSchema = z.union([callFault, notificationFault, streamFault]);

export type MspFault = z.infer<typeof mspFaultSchema>;
export type CallFault = z.infer<typeof callFault>;
export type NotificationFault = z.infer<typeof notificationFault>;
export type StreamFault = z.infer<typeof streamFault>;
export type ListedFault = Listed<MspFault>;

export class MspFaultBox extends FaultBox<MspFault> {
  /** The fault that happens to this call, if one does; `fits` may pass one over. */
  takeForCall(target: CallName, fits: (fault: CallFault) => boolean): CallFault | undefined {
    return this.takeFirst(
      (fault): fault is CallFault => isCallFault(fault) && (fault.on === target || fault.on === 'any') && fits(fault),
    );
  }

  takeForNotification(): NotificationFault | undefined {
    return this.takeFirst((fault): fault is NotificationFault => fault.on === 'notification');
  }

  takeForStream(on: StreamFault['on']): StreamFault | undefined {
    return this.takeFirst((fault): fault is StreamFault => fault.on === on);
  }
}

function isCallFault(fault: MspFault): fault is CallFault {
  return fault.on !== 'notification' && fault.on !== 'connect' && fault.on !== 'event';
}
