/** What can be armed to go wrong with a ticket shop. */
import { z } from 'zod';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

export const ticketShopFaultSchema = z.discriminatedUnion('do', [
  /** It doesn't hear the answer, and asks again as after a lost one. */
  z.object({ do: z.literal('miss-answer'), ...often }),
  /** The same call goes out twice at the same time. */
  z.object({ do: z.literal('twice'), ...often }),
  /** It injects an order again under another idempotency key, as a shop does that keeps none. */
  z.object({ do: z.literal('forget-key'), ...often }),
  /** It calls with a key that isn't its own. */
  z.object({ do: z.literal('wrong-key'), ...often }),
]);

export type TicketShopFault = z.infer<typeof ticketShopFaultSchema>;
export type ListedTicketShopFault = Listed<TicketShopFault>;

export class TicketShopFaultBox extends FaultBox<TicketShopFault> {
  /** Uses up one fault of a kind, the oldest; false when none is armed. */
  take(kind: TicketShopFault['do']): boolean {
    return this.takeFirst((fault): fault is TicketShopFault => fault.do === kind) !== undefined;
  }
}
