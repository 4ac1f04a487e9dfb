/**
 * APDUs on a serial line (PA00P016 rev 04, 2.1 and 3):
 *
 *   DLE STX  apdu, each DLE doubled  DLE ETX  crc-low crc-high
 *
 * The checksum covers the APDU, undoubled, and the ETX; its own bytes are never doubled, so it may read `10 03`. Between
 * frames stand single bytes ACK and NAK. The reader:
 *
 *   between ──DLE──▶ betweenDle ──STX──▶ inside ⇄ insideDle ──ETX──▶ crcLow ──▶ crcHigh ──▶ between
 *                                           ▲______DLE STX: what was there is cut short, a new frame begins
 */
import { crc16 } from './crc16.ts';

export const ACK = 0x06;
export const NAK = 0x15;
const DLE = 0x10;
const STX = 0x02;
const ETX = 0x03;

/** Class, instruction, FF and two bytes of length, and 65535 bytes of data. */
export const LONGEST_APDU = 5 + 0xffff;
const FIRST_ROOM = 512;

export type FrameEvent =
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak' }
  /** A whole frame whose checksum is another one. */
  | { readonly kind: 'bad-crc' }
  /** A frame that breaks the rules, or was cut short by the next one. */
  | { readonly kind: 'framing-error'; readonly detail: string }
  /** So many bytes that belong to nothing. */
  | { readonly kind: 'noise'; readonly bytes: number };

/** Puts an APDU of up to `LONGEST_APDU` bytes into a frame. */
export function encodeSerialFrame(apdu: Uint8Array): Uint8Array {
  let crc = 0;
  let doubled = 0;
  for (const byte of apdu) {
    crc = crc16(crc, byte);
    if (byte === DLE) doubled += 1;
  }
  crc = crc16(crc, ETX);
  const frame = new Uint8Array(apdu.length + doubled + 6);
  frame[0] = DLE;
  frame[1] = STX;
  let at = 2;
  for (const byte of apdu) {
    frame[at++] = byte;
    if (byte === DLE) frame[at++] = DLE;
  }
  frame[at++] = DLE;
  frame[at++] = ETX;
  frame[at++] = crc & 0xff;
  frame[at] = crc >>> 8;
  return frame;
}

type State = 'between' | 'betweenDle' | 'inside' | 'insideDle' | 'crcLow' | 'crcHigh';

/** Finds frames, ACK and NAK in a stream of bytes, however it is cut. Takes each byte once; never throws. */
export class SerialFrameReader {
  private state: State = 'between';
  private apdu = new Uint8Array(FIRST_ROOM);
  private length = 0;
  private crc = 0;
  private crcLow = 0;
  /** Why the frame that is being read can't be a good one any more. Its rest is read all the same, up to its end. */
  private broken: string | null = null;
  private noise = 0;

  /** A frame has begun and not ended. */
  get pending(): boolean {
    return this.state !== 'between' && this.state !== 'betweenDle';
  }

  push(chunk: Uint8Array): readonly FrameEvent[] {
    const events: FrameEvent[] = [];
    for (const byte of chunk) this.take(byte, events);
    this.tellNoise(events);
    return events;
  }

  /** Forgets what was begun. */
  reset(): void {
    this.state = 'between';
    this.length = 0;
    this.broken = null;
  }

  private take(byte: number, events: FrameEvent[]): void {
    switch (this.state) {
      case 'between':
        this.between(byte, events);
        return;
      case 'betweenDle':
        if (byte === STX) {
          this.tellNoise(events);
          this.begin();
        } else {
          // The DLE was noise; a second one may be the one before STX.
          this.noise += 1;
          if (byte !== DLE) this.between(byte, events);
        }
        return;
      case 'inside':
        if (byte === DLE) this.state = 'insideDle';
        else this.keep(byte);
        return;
      case 'insideDle':
        this.afterDle(byte, events);
        return;
      case 'crcLow':
        this.crcLow = byte;
        this.state = 'crcHigh';
        return;
      case 'crcHigh':
        events.push(this.end((byte << 8) | this.crcLow));
        this.reset();
        return;
    }
  }

  private between(byte: number, events: FrameEvent[]): void {
    this.state = byte === DLE ? 'betweenDle' : 'between';
    if (byte === ACK || byte === NAK) {
      this.tellNoise(events);
      events.push({ kind: byte === ACK ? 'ack' : 'nak' });
    } else if (byte !== DLE) {
      this.noise += 1;
    }
  }

  private afterDle(byte: number, events: FrameEvent[]): void {
    if (byte === STX) {
      events.push({ kind: 'framing-error', detail: 'a frame begins inside another' });
      this.begin();
    } else if (byte === ETX) {
      this.crc = crc16(this.crc, ETX);
      this.state = 'crcLow';
    } else {
      if (byte !== DLE) this.broken ??= 'a DLE is not doubled';
      this.state = 'inside';
      this.keep(byte);
    }
  }

  private begin(): void {
    this.reset();
    this.crc = 0;
    this.state = 'inside';
  }

  private keep(byte: number): void {
    if (this.broken !== null) return;
    if (this.length === LONGEST_APDU) {
      this.broken = 'longer than an APDU can be';
      return;
    }
    if (this.length === this.apdu.length) this.grow();
    this.apdu[this.length] = byte;
    this.length += 1;
    this.crc = crc16(this.crc, byte);
  }

  private grow(): void {
    const wider = new Uint8Array(Math.min(LONGEST_APDU, this.apdu.length * 2));
    wider.set(this.apdu);
    this.apdu = wider;
  }

  private end(crc: number): FrameEvent {
    if (this.broken !== null) return { kind: 'framing-error', detail: this.broken };
    return crc === this.crc ? { kind: 'apdu', apdu: this.apdu.slice(0, this.length) } : { kind: 'bad-crc' };
  }

  private tellNoise(events: FrameEvent[]): void {
    if (this.noise > 0) events.push({ kind: 'noise', bytes: this.noise });
    this.noise = 0;
  }
}
