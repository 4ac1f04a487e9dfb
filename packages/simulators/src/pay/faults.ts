/**
 * Faults as plain JSON, so that a script, a test or a button can ask for them. A fault without `percent` happens to the
 * next `times` (default 1) fitting calls and is used up; one with `percent` stays and happens to that share of them.
 */
import { z } from 'zod';

const often = { times: z.int().min(1).optional(), percent: z.number().min(0).max(100).optional() };
/** `books`: the management API's view of orders and refunds; `refund`: money to be given back. */
export const CALL_TARGETS = ['create', 'status', 'abort', 'refund', 'books', 'terminals', 'config'] as const;
export type CallTarget = (typeof CALL_TARGETS)[number];
const call = z.enum([...CALL_TARGETS, 'any']);

export const payFaultSchema = z.union([
  /** The work is done at once, the answer comes late; `before` true: the work is done late as well. */
  z.object({ on: call, do: z.literal('slow'), ms: z.int().min(0), before: z.boolean().optional(), ...often }),
  /** The work is done, and the connection is closed instead of an answer. */
  z.object({ on: call, do: z.literal('lose-reply'), ...often }),
  /** The connection is closed before anything is done. */
  z.object({ on: call, do: z.literal('drop'), ...often }),
  /** An answer that is no JSON; `worked` true: after doing the work. */
  z.object({ on: call, do: z.literal('garbage'), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle, after doing the work. */
  z.object({ on: call, do: z.literal('cut-short'), ...often }),
  z.object({ on: call, do: z.enum(['internal-error', 'unavailable']), worked: z.boolean().optional(), ...often }),
  z.object({ on: call, do: z.literal('too-many'), retryAfterSeconds: z.int().min(0).optional(), ...often }),
  z.object({
    on: z.literal('create'),
    do: z.enum(['terminal-in-use', 'terminal-offline', 'method-not-enabled']),
    ...often,
  }),
  /** The abort is answered as done, and the money moves all the same after `afterMs`. */
  z.object({
    on: z.literal('abort'),
    do: z.literal('late-approval'),
    afterMs: z.int().min(0),
    /** What the order shows until then. Default `pending`. */
    shows: z.enum(['pending', 'cancelled']).optional(),
    ...often,
  }),
  z.object({ on: z.literal('exchange'), do: z.enum(['lose', 'duplicate', 'wrong-signature']), ...often }),
  /** Held back until the next status call of the same order went out, five seconds at most. */
  z.object({ on: z.literal('exchange'), do: z.literal('reorder'), ...often }),
  z.object({ on: z.literal('exchange'), do: z.literal('slow'), ms: z.int().min(0), ...often }),
  /** After "paid" was sent, an older CANCEL arrives, signed and wrong. */
  z.object({ on: z.literal('exchange'), do: z.literal('stale-negative'), ...often }),
]);

export type PayFault = z.infer<typeof payFaultSchema>;
export type ExchangeFault = Extract<PayFault, { on: 'exchange' }>;
export type CallFault = Exclude<PayFault, ExchangeFault>;
export type ListedFault = PayFault & { readonly id: number; readonly happened: number };

interface Entry {
  readonly id: number;
  readonly fault: PayFault;
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

  add(fault: PayFault): number {
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
  takeForCall(target: CallTarget, fits: (fault: CallFault) => boolean = () => true): CallFault | undefined {
    return this.take((fault): fault is CallFault => {
      return fault.on !== 'exchange' && (fault.on === target || fault.on === 'any') && fits(fault);
    });
  }

  /** The fault that happens to this status call of Pay., if one does. */
  takeForExchange(fits: (fault: ExchangeFault) => boolean): ExchangeFault | undefined {
    return this.take((fault): fault is ExchangeFault => fault.on === 'exchange' && fits(fault));
  }

  private take<F extends PayFault>(aimed: (fault: PayFault) => fault is F): F | undefined {
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
