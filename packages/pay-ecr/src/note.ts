/**
 * What has to be known of a payment after a crash, in the driver's memory under our reference: that it was about to be
 * sent, what the terminal's history looked like then, how far it went, and how it ended.
 */
import type { PlainJson } from '@tillbridge/kernel';
import type { Direction, DriverMemory, PaymentId, RouteId } from '@tillbridge/payments';
import { z } from 'zod';

const ENDS = ['approved', 'declined', 'cancelled', 'failed', 'queued', 'wrong-pin'] as const;
const STEPS = ['sending', 'started', 'processing', 'ended'] as const;

const noteSchema = z.object({
  startedAt: z.int(),
  expiresAt: z.int(),
  direction: z.enum(['pay', 'refund']),
  amountCents: z.int(),
  /**
   * `sending`: the start may have left. `started`: the terminal has it. `processing`: it has a card, so that money may
   * have moved. `ended`: the terminal said how it ended.
   */
  step: z.enum(STEPS),
  /** The newest entry of the terminal's history before the start; null when it had none. */
  newestBefore: z.string().nullable(),
  stop: z.enum(['asked', 'expiry']).nullable(),
  end: z.object({ kind: z.enum(ENDS), words: z.string().nullable(), orderId: z.string().nullable() }).nullable(),
});

export type PaymentNote = Readonly<z.infer<typeof noteSchema>>;
export type PaymentEnd = NonNullable<PaymentNote['end']>;

export interface NoteKey {
  readonly reference: PaymentId;
  readonly direction: Direction;
  readonly amountCents: number;
}

/** Matches no entry of any history, so that nothing is ever proved absent by it. */
const NO_SUCH_ENTRY = '\u0000';

export class PaymentNotes {
  private readonly memory: DriverMemory;
  private readonly route: RouteId;

  constructor(memory: DriverMemory, route: RouteId) {
    this.memory = memory;
    this.route = route;
  }

  /** Undefined: this payment was never sent. */
  read(key: NoteKey): PaymentNote | undefined {
    const stored = this.memory.read(this.route, key.reference);
    if (stored === undefined) return undefined;
    const note = noteSchema.safeParse(stored);
    return note.success ? note.data : unreadable(key);
  }

  /** Durable when it resolves. */
  write(reference: PaymentId, note: PaymentNote): Promise<void> {
    return this.memory.write(this.route, reference, note satisfies PlainJson);
  }
}

/** A note that is there and can't be read: it was sent, and that is all we know. */
function unreadable(key: NoteKey): PaymentNote {
  return {
    startedAt: 0,
    expiresAt: 0,
    direction: key.direction,
    amountCents: key.amountCents,
    step: 'processing',
    newestBefore: NO_SUCH_ENTRY,
    stop: null,
    end: null,
  };
}
