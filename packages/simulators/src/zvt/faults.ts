/** What can be armed to go wrong at a ZVT terminal. */
import { z } from 'zod';
import { FaultBox, type Listed, often } from '../shared/fault-box.ts';

/** What a conversation is about. */
export const CONVERSATIONS = [
  'registration',
  'payment',
  'refund',
  'reversal',
  'end-of-day',
  'status',
  'repeat-receipt',
  'service',
] as const;
export type Conversation = (typeof CONVERSATIONS)[number];

/** Moments of a conversation, in their order. */
export const STEPS = [
  /** The command arrived; nothing is done and nothing answered. */
  'command',
  /** It was answered with 80 00. */
  'accepted',
  /** The amount stands on the screen. */
  'card',
  'pin',
  /** The host is being asked. */
  'host',
  /** The host has answered; 04 0F hasn't been sent. */
  'before-status',
  /** 04 0F was sent; its answer is not heard. */
  'after-status',
  /** The answer to 04 0F was heard, and what follows from it is done. */
  'after-ack',
  /** The first print line or block was sent; its answer is not heard. */
  'print',
  /** All print lines are acknowledged, 06 0F or 06 1E hasn't been sent. */
  'before-completion',
  /** 06 0F or 06 1E was sent; its answer is not heard. */
  'after-completion',
] as const;
export type Step = (typeof STEPS)[number];

const aim = {
  on: z.enum([...CONVERSATIONS, 'any']).optional(),
  times: often.times,
};
const moment = { at: z.enum(STEPS), ...aim };
const hex = z.string().regex(/^([0-9a-fA-F]{2})+$/, 'must be whole bytes in hex');
const code = z.int().min(0).max(0xff);

export const zvtFaultSchema = z.discriminatedUnion('do', [
  /** The connection ends; nobody is let in for `backAfterMs` (default 0). */
  z.object({ do: z.literal('cut'), ...moment, backAfterMs: z.int().min(0).optional() }),
  /** Nothing goes either way any more, and the connection stays up. The terminal goes on as one without answers. */
  z.object({ do: z.literal('half-open'), ...moment }),
  /** Power is lost; the terminal is back after `backAfterMs` (default: the option `bootMs`). */
  z.object({ do: z.literal('reboot'), ...moment, backAfterMs: z.int().min(0).optional() }),
  /** Bytes that mean nothing (default 12 of chance) are sent. */
  z.object({ do: z.literal('garbage'), ...moment, bytes: hex.optional() }),
  /** The work is begun, 80 00 is never sent. */
  z.object({ do: z.literal('lost-acceptance'), ...aim }),
  /** 06 B0 is taken or not, and never answered. */
  z.object({ do: z.literal('lost-abort-answer'), times: aim.times }),
  /** The command is refused with 84 `code`; default 9C, "please wait". Nothing is done. */
  z.object({ do: z.literal('nack'), code: code.optional(), ...aim }),
  /** 04 0F comes twice. */
  z.object({ do: z.literal('duplicate-status'), ...aim }),
  /** 04 0F with an error (default 6C), then nothing more; seen at a CCV A920. */
  z.object({ do: z.literal('error-then-silence'), code: code.optional(), ...aim }),
  /** 04 0F tells, and the books hold, this many cents more, or less when negative. */
  z.object({ do: z.literal('wrong-amount'), byCents: z.int(), ...aim }),
  /** 04 0F carries a bitmap that nobody knows (hex; default DF 01 02), behind the others or right behind the result. */
  z.object({
    do: z.literal('unknown-bitmap'),
    bytes: hex.optional(),
    position: z.enum(['last', 'after-result']).optional(),
    ...aim,
  }),
  /** The next 04 FF comes this much later. */
  z.object({ do: z.literal('slow-progress'), ms: z.int().min(0), ...aim }),
  /** 04 FF every `everyMs` (default 1000) at the card or at the host, until the fault is cleared. Till then nothing but 06 B0 is heard. */
  z.object({
    do: z.literal('endless-progress'),
    at: z.enum(['card', 'host']),
    everyMs: z.int().min(1).optional(),
    ...aim,
  }),
  /** For `ms` an end of day is under way: commands get 84 9C, or 80 00 and 06 1E F0. */
  z.object({
    do: z.literal('end-of-day-running'),
    ms: z.int().min(0),
    answer: z.enum(['wait', 'abort']).optional(),
    ...aim,
  }),
  // --- on the bytes of a serial line ---
  /** A frame of the terminal goes out with a wrong checksum. */
  z.object({ do: z.literal('bad-crc'), times: aim.times }),
  /** A frame of the till is answered with NAK and never read. */
  z.object({ do: z.literal('nak-frame'), times: aim.times }),
  /** Noise (default 8 bytes of chance) ahead of a frame of the terminal. */
  z.object({ do: z.literal('noise'), bytes: hex.optional(), times: aim.times }),
  /** The link ack of a frame is lost: the terminal's for a frame of the till, or the till's for one of the terminal. */
  z.object({ do: z.literal('lost-link-ack'), by: z.enum(['terminal', 'till']).optional(), times: aim.times }),
]);

export type ZvtFault = z.infer<typeof zvtFaultSchema>;
export type FaultKind = ZvtFault['do'];
export type FaultOf<Kind extends FaultKind> = Extract<ZvtFault, { do: Kind }>;
export type ListedZvtFault = Listed<ZvtFault>;

export class ZvtFaultBox extends FaultBox<ZvtFault> {
  /** The fault of this kind that happens now, used up by one. */
  take<Kind extends FaultKind>(kind: Kind, fits: (fault: FaultOf<Kind>) => boolean = () => true) {
    return this.takeFirst((fault): fault is FaultOf<Kind> => isA(kind, fault) && fits(fault));
  }

  /** The fault of this kind that holds for as long as nobody clears it. */
  standing<Kind extends FaultKind>(kind: Kind, fits: (fault: FaultOf<Kind>) => boolean = () => true) {
    return this.findFirst((fault): fault is FaultOf<Kind> => isA(kind, fault) && fits(fault));
  }
}

function isA<Kind extends FaultKind>(kind: Kind, fault: ZvtFault): fault is FaultOf<Kind> {
  return fault.do === kind;
}

/** Whether a fault is meant for this conversation. */
export function isOn(fault: { readonly on?: Conversation | 'any' | undefined }, conversation: Conversation): boolean {
  return fault.on === undefined || fault.on === 'any' || fault.on === conversation;
}
