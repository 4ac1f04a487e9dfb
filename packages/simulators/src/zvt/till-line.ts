import type { Clock } from '@tillbridge/kernel';
import type { ApduLink } from '@tillbridge/zvt/link';

/** What the till said to something the terminal told it. */
export type TillAnswer =
  | { readonly kind: 'ack' }
  /** 84 `code`. */
  | { readonly kind: 'nack'; readonly code: number }
  /** Nothing within T3. */
  | { readonly kind: 'silence' }
  /** The connection has ended. */
  | { readonly kind: 'gone' };

export type Direction = 'in' | 'out';

export interface TillLineEvents {
  /** Whatever goes over the connection, answers included. */
  seen(direction: Direction, apdu: Uint8Array): void;
  /** Anything that is no answer. */
  command(apdu: Uint8Array): void;
  /** Called once, whoever ended it. */
  ended(): void;
}

const POSITIVE = 0x80;
const NEGATIVE = 0x84;

/** One connection with a till, seen from the terminal: asks and answers, one question at a time. */
export class TillLine {
  private readonly link: ApduLink;
  private readonly clock: Clock;
  private readonly answerMs: number;
  private readonly events: TillLineEvents;
  private waiting: ((answer: TillAnswer) => void) | null = null;
  private ended = false;
  private cable: 'whole' | 'dead' = 'whole';
  private lastMoveMs: number;

  constructor(link: ApduLink, clock: Clock, answerMs: number, events: TillLineEvents) {
    this.link = link;
    this.clock = clock;
    this.answerMs = answerMs;
    this.events = events;
    this.lastMoveMs = clock.monotonicMs();
  }

  listen(): void {
    this.link.onClose(() => this.end());
    this.link.onApdu((apdu) => this.hear(apdu));
  }

  get alive(): boolean {
    return !this.ended;
  }

  get dead(): boolean {
    return this.cable === 'dead';
  }

  /** How long nothing has gone either way. */
  idleMs(): number {
    return this.clock.monotonicMs() - this.lastMoveMs;
  }

  /** Says something that has no answer. */
  say(apdu: Uint8Array): void {
    this.lastMoveMs = this.clock.monotonicMs();
    if (this.ended || this.cable === 'dead') return;
    this.events.seen('out', apdu);
    // A link that ends says so itself; what was not delivered is missed by whoever waits for it.
    this.link.send(apdu).catch(() => undefined);
  }

  /** Says something and waits for the till's answer. With `struck` the answer isn't heard, and `struck` runs instead. */
  async ask(apdu: Uint8Array, struck?: () => void): Promise<TillAnswer> {
    if (this.ended) return { kind: 'gone' };
    const patience = new AbortController();
    const answer = new Promise<TillAnswer>((resolve) => {
      this.waiting = (heard) => {
        if (struck === undefined || heard.kind === 'silence' || heard.kind === 'gone') resolve(heard);
      };
    });
    this.lastMoveMs = this.clock.monotonicMs();
    if (this.cable === 'whole') this.events.seen('out', apdu);
    if (this.cable === 'whole') await this.link.send(apdu).catch(() => this.waiting?.({ kind: 'silence' }));
    // T3 begins when the link has brought it over, which takes a serial line several repeats at worst.
    this.clock.sleep(this.answerMs, patience.signal).then(
      () => this.waiting?.({ kind: 'silence' }),
      () => undefined,
    );
    struck?.();
    const heard = await answer;
    this.waiting = null;
    patience.abort();
    return heard;
  }

  /** Nothing goes through any more, and neither side is told. */
  goDead(): void {
    this.cable = 'dead';
  }

  /** Ends the connection. Over a dead cable the till doesn't notice. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.cable === 'whole') this.link.close().catch(() => undefined);
    this.waiting?.({ kind: 'gone' });
    this.events.ended();
  }

  private hear(apdu: Uint8Array): void {
    if (this.ended || this.cable === 'dead') return;
    this.lastMoveMs = this.clock.monotonicMs();
    this.events.seen('in', apdu);
    const [first, code = 0] = apdu;
    if (first !== POSITIVE && first !== NEGATIVE) {
      this.events.command(apdu);
      return;
    }
    const positive = first === POSITIVE || code === 0;
    this.waiting?.(positive ? { kind: 'ack' } : { kind: 'nack', code });
  }
}
