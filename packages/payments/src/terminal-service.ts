import type { CallContext, EpochMs } from '@tillbridge/kernel';

/** The last proof that a terminal lives, and how it was obtained. Never a remembered "connected". */
export interface LifeSign {
  readonly at: EpochMs;
  /** `payment`: something it said during a payment; the others name the question it answered. */
  readonly how: 'registration' | 'status-enquiry' | 'ping' | 'payment' | 'service';
}

/** What a terminal answered to a question of IT. */
export type ServiceAnswer =
  /** `lines`: what it printed or said, for people, masked. `facts`: terminal id, software, receipt number and so on. */
  | {
      readonly kind: 'done';
      readonly lines: readonly string[];
      readonly facts: Readonly<Record<string, string>>;
    }
  /** It answered and said no. `detail` begins with a code of the driver's catalogue. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** A payment is under way, or another question. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** What IT may ask of a terminal between payments. Never moves money; rejects only when `call.signal` aborts. */
export interface TerminalService {
  /** For people, for example `tcp://10.0.0.8:20007`. */
  readonly address: string;
  /** Null when it was never heard since the start. */
  lifeSign(): LifeSign | null;
  /**
   * Keeps the terminal ready: signs on, asks for a sign of life now and then, recovers the link. Never rejects; ends
   * with the signal. `heard` is told of each sign of life, `failed` of each lack of one with a catalogue code in front.
   */
  standBy(listener: { heard(sign: LifeSign): void; failed(detail: string): void }, signal: AbortSignal): Promise<void>;
  /** Signs on and asks for its state. */
  test(call: CallContext): Promise<ServiceAnswer>;
  diagnose(call: CallContext): Promise<ServiceAnswer>;
  endOfDay(call: CallContext): Promise<ServiceAnswer>;
}
