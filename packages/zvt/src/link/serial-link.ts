/**
 * The serial transport of ZVT (PA00P016 rev 04, 2.1 and 3). Both ends do the same.
 *
 *   sending    queued ──▶ written ──ACK──▶ delivered
 *                            ▲ │
 *                            └─┴─ NAK, or no ACK within T2: again, three times in all, then ZVT-201
 *
 *   receiving  good frame ──▶ ACK at once, then the APDU goes up
 *              bad one, or a gap of T1 inside one ──▶ NAK; the third in a row ends the link with ZVT-204
 *
 * Frames have no number, so that a repeat looks like a second message of the same words. It is told apart where that is
 * possible: a side of ZVT answers each APDU before the next one comes, so the same frame again, soon, and before any
 * APDU of ours was acknowledged, can only be a repeat whose ACK got lost. It is acknowledged and goes no further. When an
 * APDU of ours was acknowledged in between, it may be either, and goes up: whoever is above has to bear duplicates.
 *
 * Both may begin at once: a frame that arrives while our own waits for its ACK is taken as any other. But an answer
 * (80 xx, 84 xx) to the command that waits, or a new message after the answer that waits, shows that ours has arrived and
 * its ACK got lost. Repeating would be worse than useless then: the other side would take it for a second payment, or for
 * the answer to its new message.
 */
import {
  type ByteDialer,
  type ByteLink,
  type Clock,
  describeError,
  ListenerSlot,
  TillbridgeError,
} from '@tillbridge/kernel';
import { Alarm } from './alarm.ts';
import type { ApduLink, ApduTransport, LinkObserver } from './apdu-link.ts';
import { LINK_ERRORS } from './errors.ts';
import { ACK, encodeSerialFrame, type FrameEvent, LONGEST_APDU, NAK, SerialFrameReader } from './serial-frame.ts';

export interface SerialTimings {
  /** T1: the longest gap between two bytes of a frame. */
  readonly gapMs: number;
  /** T2: the longest wait for an ACK after the last byte of a frame. */
  readonly ackMs: number;
  /** How long a byte takes on the line. The system takes a frame at once; T2 begins when the line is through with it. */
  readonly byteMs: number;
}

const SERIAL_TIMINGS: SerialTimings = { gapMs: 200, ackMs: 5_000, byteMs: wireTimePerByteMs(9_600) };

export interface SerialLinkOptions {
  readonly clock: Clock;
  readonly timings?: Partial<SerialTimings>;
  /** Hears of repeats, refusals and noise. */
  readonly observer?: Pick<LinkObserver, 'note'>;
}

/** Sends of one frame, the first included. */
const MOST_SENDS = 3;
/** As many bad frames in a row, and the other side has given up as well. */
const MOST_BAD_FRAMES = 3;
/** What a repeat may come later than T2: the other side's clock, its work, its buffers. */
const REPEAT_SLACK_MS = 1_000;

/** The time of a byte with start bit, eight data bits and two stop bits, or as many `bits` as there are. */
export function wireTimePerByteMs(baudRate: number, bits = 11): number {
  return (bits * 1_000) / baudRate;
}

/** Dials and lays the serial transport over each link. */
export function serialTransport(dialer: ByteDialer, options: SerialLinkOptions): ApduTransport {
  return {
    address: dialer.address,
    connect: async (call) => serialLink(await dialer.dial(call), options),
  };
}

/** The serial transport over one link; for the till's end and the terminal's alike. */
export function serialLink(link: ByteLink, options: SerialLinkOptions): ApduLink {
  return new SerialLink(link, options);
}

interface Outgoing {
  readonly apdu: Uint8Array;
  readonly frame: Uint8Array;
  /** How often it was written. */
  sends: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

class SerialLink implements ApduLink {
  private readonly link: ByteLink;
  private readonly clock: Clock;
  private readonly timings: SerialTimings;
  private readonly note: (text: string) => void;
  private readonly reader = new SerialFrameReader();
  private readonly apdus = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  private readonly gap: Alarm;
  private readonly ackWait: Alarm;
  private readonly queue: Outgoing[] = [];
  private current: Outgoing | null = null;
  private badFrames = 0;
  /** The last good frame, until an APDU of ours is acknowledged: as long as that, it can't be said again on purpose. */
  private lastTaken: { readonly apdu: Uint8Array; atMs: number } | null = null;
  private closing: Promise<void> | null = null;
  private ended: { readonly cause: Error | null } | null = null;

  constructor(link: ByteLink, { clock, timings, observer }: SerialLinkOptions) {
    this.link = link;
    this.clock = clock;
    this.timings = { ...SERIAL_TIMINGS, ...timings };
    this.note = (text) => observer?.note(text);
    this.gap = new Alarm(clock);
    this.ackWait = new Alarm(clock);
    link.onClose((cause) => this.end(cause));
    link.onBytes((bytes) => this.take(bytes));
  }

  send(apdu: Uint8Array): Promise<void> {
    if (apdu.length > LONGEST_APDU) return Promise.reject(new RangeError(`an APDU of ${apdu.length} bytes`));
    if (this.ended !== null) return Promise.reject(this.gone());
    return new Promise((resolve, reject) => {
      this.queue.push({ apdu, frame: encodeSerialFrame(apdu), sends: 0, resolve, reject });
      this.next();
    });
  }

  onApdu(listener: (apdu: Uint8Array) => void): void {
    this.apdus.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  close(): Promise<void> {
    return this.shut(null);
  }

  // --- sending -----------------------------------------------------------------------------------------------------

  private next(): void {
    if (this.current !== null) return;
    this.current = this.queue.shift() ?? null;
    if (this.current !== null) this.transmit(this.current);
  }

  private transmit(outgoing: Outgoing): void {
    outgoing.sends += 1;
    this.write(outgoing.frame);
    const { ackMs, byteMs } = this.timings;
    this.ackWait.set(ackMs + outgoing.frame.length * byteMs, () => this.failed('no ACK within T2'));
  }

  private delivered(): void {
    const outgoing = this.current;
    if (outgoing === null) {
      this.note('an ACK for nothing');
      return;
    }
    this.ackWait.clear();
    this.current = null;
    this.lastTaken = null;
    outgoing.resolve();
    this.next();
  }

  private failed(why: string): void {
    const outgoing = this.current;
    if (outgoing === null) {
      this.note(`${why}, for nothing`);
      return;
    }
    this.ackWait.clear();
    if (outgoing.sends < MOST_SENDS) {
      this.note(`${why}: sent again (${outgoing.sends + 1} of ${MOST_SENDS})`);
      this.transmit(outgoing);
      return;
    }
    this.note(`${why}: given up`);
    this.current = null;
    outgoing.reject(new TillbridgeError(LINK_ERRORS.undelivered, { detail: why }));
    this.next();
  }

  /** A write that fails is followed by the end of the link, which tells everybody. */
  private write(bytes: Uint8Array): void {
    this.link.write(bytes).catch((error: unknown) => {
      if (this.ended === null) this.note(`not written: ${describeError(error)}`);
    });
  }

  // --- receiving ---------------------------------------------------------------------------------------------------

  private take(bytes: Uint8Array): void {
    const { current, sends } = this.onTheLine();
    for (const event of this.reader.push(bytes)) {
      if (this.ended !== null) return;
      // An answer can only be about what was on the line before this breath; a second NAK in it is the same one.
      const about = this.onTheLine();
      const answers = about.current === current && about.sends === sends;
      if (answers || (event.kind !== 'ack' && event.kind !== 'nak')) this.handle(event);
      else this.note(`one ${event.kind.toUpperCase()} too many`);
    }
    if (this.reader.pending) this.gap.set(this.timings.gapMs, () => this.cutShort());
    else this.gap.clear();
  }

  private onTheLine(): { readonly current: Outgoing | null; readonly sends: number } {
    return { current: this.current, sends: this.current?.sends ?? 0 };
  }

  private handle(event: FrameEvent): void {
    switch (event.kind) {
      case 'apdu':
        this.good(event.apdu);
        return;
      case 'ack':
        this.delivered();
        return;
      case 'nak':
        this.failed('NAK');
        return;
      case 'bad-crc':
        this.bad('bad checksum');
        return;
      case 'framing-error':
        this.bad(event.detail);
        return;
      case 'noise':
        this.note(`noise (${event.bytes} B)`);
        return;
    }
  }

  private good(apdu: Uint8Array): void {
    this.badFrames = 0;
    this.write(Uint8Array.of(ACK));
    const repeated = this.isRepeat(apdu);
    if (!repeated && this.current !== null && isAnswer(this.current.apdu) !== isAnswer(apdu)) {
      this.note('no ACK, but the message that follows it');
      this.delivered();
    }
    this.lastTaken = { apdu, atMs: this.clock.monotonicMs() };
    if (repeated) this.note('a repeat: acknowledged again, not handed on');
    else this.apdus.give(apdu);
  }

  private isRepeat(apdu: Uint8Array): boolean {
    if (this.lastTaken === null || !sameBytes(this.lastTaken.apdu, apdu)) return false;
    const { ackMs, byteMs } = this.timings;
    const latestMs = ackMs + 2 * apdu.length * byteMs + REPEAT_SLACK_MS;
    return this.clock.monotonicMs() - this.lastTaken.atMs <= latestMs;
  }

  private bad(why: string): void {
    this.badFrames += 1;
    this.note(`${why}: NAK`);
    this.write(Uint8Array.of(NAK));
    if (this.badFrames < MOST_BAD_FRAMES) return;
    void this.shut(new TillbridgeError(LINK_ERRORS.unreadable, { detail: why }));
  }

  private cutShort(): void {
    this.reader.reset();
    this.bad('a gap inside a frame');
  }

  // --- the end -----------------------------------------------------------------------------------------------------

  private shut(cause: Error | null): Promise<void> {
    this.end(cause);
    this.closing ??= this.link.close();
    return this.closing;
  }

  private end(cause: Error | null): void {
    if (this.ended !== null) return;
    this.ended = { cause };
    this.gap.clear();
    this.ackWait.clear();
    const left = this.current === null ? this.queue : [this.current, ...this.queue];
    this.current = null;
    for (const outgoing of left.splice(0)) outgoing.reject(this.gone());
    this.queue.length = 0;
    this.ends.give(cause);
  }

  private gone(): TillbridgeError {
    const cause = this.ended?.cause ?? null;
    return new TillbridgeError(LINK_ERRORS.ended, cause === null ? { detail: 'closed by us' } : { cause });
  }
}

function isAnswer(apdu: Uint8Array): boolean {
  return apdu[0] === 0x80 || apdu[0] === 0x84;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
