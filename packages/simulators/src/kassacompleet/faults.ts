/**
 * Faults as plain JSON, so that a script, a test or a button can ask for them. A fault without `percent` happens to the
 * next `times` (default 1) fitting calls and is used up; one with `percent` stays and happens to that share of them.
 */
import { z } from 'zod';

const often = { times: z.int().min(1).optional(), percent: z.number().min(0).max(100).optional() };
/** `status`: any `GET` of one order. */
const call = z.enum(['create', 'status', 'cancel', 'refund', 'list', 'any']);

export const kcFaultSchema = z.union([
  /** The work is done at once, the answer comes late; `before` true: the work is done late as well. */
  z.object({ on: call, do: z.literal('slow'), ms: z.int().min(0), before: z.boolean().optional(), ...often }),
  /** The work is done, and the connection is closed instead of an answer. */
  z.object({ on: call, do: z.literal('lose-reply'), ...often }),
  /** The connection is closed before anything is done. */
  z.object({ on: call, do: z.literal('drop'), ...often }),
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
  z.object({ on: call, do: z.literal('too-many'), retryAfterSeconds: z.int().min(0).optional(), ...often }),
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
export type ListedKcFault = KcFault & { readonly id: number; readonly happened: number };

interface Entry {
  readonly id: number;
  readonly fault: KcFault;
  left: number;
  happened: number;
}

export class FaultBox {
  private entries: Entry[] = [];
  private readonly chance: () => number;
  private nextId = 1;

  /** `chance` draws a number in [0, 1). */
  constructor(chance: () => number) {
    this.chance = chance;
  }

  add(fault: KcFault): number {
    const id = this.nextId;
    this.nextId += 1;
    this.entries.push({ id, fault, left: fault.times ?? 1, happened: 0 });
    return id;
  }

  /** False when there is no such fault any more. */
  remove(id: number): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((entry) => entry.id !== id);
    return this.entries.length < before;
  }

  clear(): void {
    this.entries = [];
  }

  list(): readonly ListedKcFault[] {
    return this.entries.map(({ id, fault, left, happened }) =>
      fault.percent === undefined ? { ...fault, id, happened, times: left } : { ...fault, id, happened },
    );
  }

  /** The fault that happens to this call, if one does. A late approval is taken by the cancel itself. */
  takeForCall(target: CallName): CallFault | undefined {
    return this.take((fault): fault is CallFault => {
      return fault.on !== 'webhook' && fault.do !== 'late-approval' && (fault.on === target || fault.on === 'any');
    });
  }

  takeLateApproval() {
    return this.take((fault): fault is Extract<CallFault, { do: 'late-approval' }> => fault.do === 'late-approval');
  }

  takeForWebhook(): WebhookFault | undefined {
    return this.take((fault): fault is WebhookFault => fault.on === 'webhook');
  }

  private take<F extends KcFault>(aimed: (fault: KcFault) => fault is F): F | undefined {
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
