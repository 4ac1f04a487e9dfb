/** What can be armed to go wrong at a PAY.POS terminal. */
import { z } from 'zod';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';
import { EVENTS, REPLY_TYPES, REQUEST_TYPES } from './messages.ts';

const { times } = often;
/** Of the till. */
const request = z.enum([...REQUEST_TYPES, 'any']);
/** Of the terminal: an event by its own name. */
const reply = z.enum([...REPLY_TYPES, ...EVENTS, 'any']);

export const payEcrFaultSchema = z.discriminatedUnion('do', [
  /** The message is read and nothing comes of it, no answer either. */
  z.object({ do: z.literal('ignore'), on: request, times }),
  /** ERROR instead of the answer; `worked`: after doing the work. */
  z.object({
    do: z.literal('error'),
    on: request,
    reason: z.string().optional(),
    worked: z.boolean().optional(),
    times,
  }),
  /** The connection ends when the message arrives; `worked`: after doing the work, without an answer. */
  z.object({ do: z.literal('cut'), on: request, worked: z.boolean().optional(), times }),
  /**
   * A half-open connection: from this message on the terminal neither hears nor says anything for `ms`, and no
   * connection ends. `worked`: it does what the message asks for first.
   */
  z.object({ do: z.literal('mute'), on: request, ms: z.int().min(1), worked: z.boolean().optional(), times }),
  /** The message of the terminal is never sent. */
  z.object({ do: z.literal('lose'), what: reply, times }),
  z.object({ do: z.literal('garble'), what: reply, times }),
  z.object({ do: z.literal('slow'), what: reply, ms: z.int().min(1), times }),
  /** Sent byte by byte. */
  z.object({ do: z.literal('split'), what: reply, times }),
  /** Held back, and glued to the next message without a newline between. */
  z.object({ do: z.literal('join'), what: reply, times }),
  /** Bytes that are no message come before it. */
  z.object({ do: z.literal('noise'), what: reply, times }),
  /** The connection ends instead of the message, or right after it. */
  z.object({ do: z.literal('cut-before'), what: reply, times }),
  z.object({ do: z.literal('cut-after'), what: reply, times }),
  /** The next transaction is booked with another amount. */
  z.object({ do: z.literal('wrong-amount'), cents: z.int().min(1), times }),
  /** The next approval is taken offline. */
  z.object({ do: z.literal('queue'), times }),
  /** The next end leaves no entry in the history. */
  z.object({ do: z.literal('forget'), times }),
  /** The next end is written to the history that much later than it is told. */
  z.object({ do: z.literal('history-late'), ms: z.int().min(1), times }),
  /** The next stop has no effect, and the transaction is approved after `afterMs`. */
  z.object({ do: z.literal('paid-after-stop'), afterMs: z.int().min(0), times }),
]);

export type PayEcrFault = z.infer<typeof payEcrFaultSchema>;
export type ListedPayEcrFault = Listed<PayEcrFault>;
type Kind = PayEcrFault['do'];
type FaultOf<K extends Kind> = Extract<PayEcrFault, { do: K }>;

export class PayEcrFaultBox extends FaultBox<PayEcrFault> {
  /** Uses up one fault of a kind, the oldest. `named`: the message it has to fit. */
  take<K extends Kind>(kinds: readonly K[], named?: string): FaultOf<K> | undefined {
    return this.takeFirst((fault): fault is FaultOf<K> => isOneOf(fault, kinds) && fits(fault, named));
  }
}

function isOneOf<K extends Kind>(fault: PayEcrFault, kinds: readonly K[]): fault is FaultOf<K> {
  return kinds.some((kind) => kind === fault.do);
}

function fits(fault: PayEcrFault, named: string | undefined): boolean {
  if (named === undefined) return true;
  const wanted = 'on' in fault ? fault.on : 'what' in fault ? fault.what : 'any';
  return wanted === 'any' || wanted === named;
}
