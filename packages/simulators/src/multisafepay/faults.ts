/**
 * Faults as plain JSON, so that a script, a test or a button can ask for them. A fault without `percent` happens to the
 * next `times` (default 1) fitting calls and is used up; one with `percent` stays and happens to that share of them.
 */
import { z } from 'zod';

const often = { times: z.int().min(1).optional(), percent: z.number().min(0).max(100).optional() };

const CALLS = ['create', 'status', 'cancel', 'refund', 'receipt', 'list', 'terminals'] as const;
export type CallName = (typeof CALLS)[number];
const call = z.enum([...CALLS, 'any']);

const callFault = z.union([
  /** The work is done at once, the answer comes late; `before` true: the work is done late as well. */
  z.object({ on: call, do: z.literal('slow'), ms: z.int().min(0), before: z.boolean().optional(), ...often }),
  /** The work is done, and the connection is closed instead of an answer. */
  z.object({ on: call, do: z.literal('lose-reply'), ...often }),
  /** The connection is closed before anything is done. */
  z.object({ on: call, do: z.literal('drop'), ...often }),
  /** An HTML page with 200, or nothing at all; `worked` true: after doing the work. */
  z.object({ on: call, do: z.enum(['garbage', 'empty']), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle: `transport` breaks the connection, otherwise the JSON is cut. */
  z.object({ on: call, do: z.literal('cut-short'), transport: z.boolean().optional(), ...often }),
  z.object({ on: call, do: z.enum(['internal-error', 'unavailable']), worked: z.boolean().optional(), ...often }),
  z.object({ on: call, do: z.literal('too-many'), retryAfterSeconds: z.int().min(0).optional(), ...often }),
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
export type ListedFault = MspFault & { readonly id: number; readonly happened: number };

interface Entry {
  readonly id: number;
  readonly fault: MspFault;
  left: number;
  happened: number;
}

export class FaultBox {
  private readonly entries: Entry[] = [];
  private readonly chance: () => number;
  private nextId = 1;

  /** `chance` draws a number in [0, 1). */
  constructor(chance: () => number) {
    this.chance = chance;
  }

  add(fault: MspFault): number {
    const id = this.nextId;
    this.nextId += 1;
    this.entries.push({ id, fault, left: fault.times ?? 1, happened: 0 });
    return id;
  }

  /** False when there is no such fault any more. */
  remove(id: number): boolean {
    const at = this.entries.findIndex((entry) => entry.id === id);
    if (at >= 0) this.entries.splice(at, 1);
    return at >= 0;
  }

  clear(): void {
    this.entries.length = 0;
  }

  list(): readonly ListedFault[] {
    return this.entries.map(({ id, fault, left, happened }) =>
      fault.percent === undefined ? { ...fault, id, happened, times: left } : { ...fault, id, happened },
    );
  }

  /** The fault that happens to this call, if one does; `fits` may pass one over. */
  forCall(target: CallName, fits: (fault: CallFault) => boolean): CallFault | undefined {
    return this.take(
      (fault): fault is CallFault => isCallFault(fault) && (fault.on === target || fault.on === 'any') && fits(fault),
    );
  }

  forNotification(): NotificationFault | undefined {
    return this.take((fault): fault is NotificationFault => fault.on === 'notification');
  }

  forStream(on: StreamFault['on']): StreamFault | undefined {
    return this.take((fault): fault is StreamFault => fault.on === on);
  }

  private take<F extends MspFault>(aimed: (fault: MspFault) => fault is F): F | undefined {
    for (const entry of this.entries) {
      const { fault } = entry;
      if (!aimed(fault) || (fault.percent !== undefined && this.chance() * 100 >= fault.percent)) continue;
      entry.happened += 1;
      if (fault.percent === undefined) {
        entry.left -= 1;
        if (entry.left <= 0) this.remove(entry.id);
      }
      return fault;
    }
    return undefined;
  }
}

function isCallFault(fault: MspFault): fault is CallFault {
  return fault.on !== 'notification' && fault.on !== 'connect' && fault.on !== 'event';
}
