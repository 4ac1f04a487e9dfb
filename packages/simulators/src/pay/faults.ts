/** What can be armed to go wrong at Pay. */
import { z } from 'zod';
import { callFaults } from '../shared/call-faults.ts';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

/** `books`: the management API's view of orders and refunds; `refund`: money to be given back. */
export const CALL_TARGETS = ['create', 'status', 'abort', 'refund', 'books', 'terminals', 'config'] as const;
export type CallTarget = (typeof CALL_TARGETS)[number];
const call = z.enum([...CALL_TARGETS, 'any']);

export const payFaultSchema = z.union([
  ...callFaults(call),
  /** An answer that is no JSON; `worked` true: after doing the work. */
  z.object({ on: call, do: z.literal('garbage'), worked: z.boolean().optional(), ...often }),
  /** An answer that ends in the middle, after doing the work. */
  z.object({ on: call, do: z.literal('cut-short'), ...often }),
  z.object({ on: call, do: z.enum(['internal-error', 'unavailable']), worked: z.boolean().optional(), ...often }),
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
export type ListedFault = Listed<PayFault>;

export class PayFaultBox extends FaultBox<PayFault> {
  /** The fault that happens to this call, if one does; `fits` may pass one over. */
  takeForCall(target: CallTarget, fits: (fault: CallFault) => boolean = () => true): CallFault | undefined {
    return this.takeFirst((fault): fault is CallFault => {
      return fault.on !== 'exchange' && (fault.on === target || fault.on === 'any') && fits(fault);
    });
  }

  /** The fault that happens to this status call of Pay., if one does. */
  takeForExchange(fits: (fault: ExchangeFault) => boolean): ExchangeFault | undefined {
    return this.takeFirst((fault): fault is ExchangeFault => fault.on === 'exchange' && fits(fault));
  }
}
