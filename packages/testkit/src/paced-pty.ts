import type { Readable, Writable } from 'node:stream';
import { type SocatLine, startSocat } from './pty-pair.ts';

/** Two serial ports joined by a line of a certain speed, on the machine's own time. */
export interface PacedLine {
  /** To be opened as serial ports. */
  readonly paths: readonly [string, string];
  /** What the line did since it was lent or `restart`ed. */
  use(): LineUse;
  restart(): void;
}

export interface LineUse {
  readonly bytes: number;
  /** From the first byte that went into the line until the last one that came out of it. */
  readonly spanMs: number;
  /**
   * The bytes of both directions, acknowledgements and all, against what one direction could have carried in that span:
   * 1 is no pause at all where only one side speaks at a time, as in ZVT.
   */
  readonly utilisation: number;
}

/** 9600 baud with start bit, eight data bits and two stop bits. */
export const PACE_9600_8N2 = 9_600 / 11;

/** Bytes come out in so many at a time, as from the buffer of a serial chip; the last ones of a burst don't wait. */
const BYTES_AT_ONCE = 8;
/** Timers are late by a millisecond or so, which is a whole byte: the last stretch is waited for in turns of the loop. */
const LAST_STRETCH_MS = 2;

/**
 * Lends two serial ports that carry `bytesPerSecond` each way, and takes them back. Pseudo terminals know no speed, so
 * what goes in at one end is held back and comes out at the other when its last bit would have.
 */
export async function withPacedLine<T>(bytesPerSecond: number, use: (line: PacedLine) => Promise<T>): Promise<T> {
  const ends: SocatLine[] = [];
  const meter = new Meter(bytesPerSecond);
  const ways: Way[] = [];
  try {
    for (let end = 0; end < 2; end += 1) ends.push(await startSocat(['STDIO', 'pty,raw,echo=0'], 1));
    const [a, b] = ends.map(stdio);
    if (a === undefined || b === undefined) throw new Error('socat has no standard input or output');
    ways.push(new Way(a.from, b.to, meter), new Way(b.from, a.to, meter));
    const [first = '', second = ''] = ends.flatMap(({ paths }) => paths);
    return await use({ paths: [first, second], use: () => meter.use(), restart: () => meter.restart() });
  } finally {
    for (const way of ways) way.stop();
    for (const end of ends) await end.stop();
  }
}

function stdio({ child }: SocatLine): { readonly from: Readable; readonly to: Writable } | undefined {
  return child.stdout === null || child.stdin === null ? undefined : { from: child.stdout, to: child.stdin };
}

class Meter {
  readonly byteMs: number;
  private bytes = 0;
  private firstMs: number | null = null;
  private lastMs = 0;

  constructor(bytesPerSecond: number) {
    this.byteMs = 1_000 / bytesPerSecond;
  }

  began(atMs: number): void {
    this.firstMs ??= atMs;
  }

  carried(bytes: number, atMs: number): void {
    this.bytes += bytes;
    this.lastMs = atMs;
  }

  restart(): void {
    this.bytes = 0;
    this.firstMs = null;
  }

  use(): LineUse {
    const spanMs = this.firstMs === null ? 0 : this.lastMs - this.firstMs;
    return { bytes: this.bytes, spanMs, utilisation: spanMs === 0 ? 0 : (this.bytes * this.byteMs) / spanMs };
  }
}

/** One direction: first in, first out, one byte per byte time. */
class Way {
  private readonly to: Writable;
  private readonly meter: Meter;
  private waiting: Buffer[] = [];
  /** When the line is through with the last byte that came out. */
  private freeAtMs = 0;
  private timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  private stopped = false;

  constructor(from: Readable, to: Writable, meter: Meter) {
    this.to = to;
    this.meter = meter;
    // The other process may be gone before us.
    to.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => this.take(chunk));
  }

  stop(): void {
    this.stopped = true;
    this.waiting = [];
  }

  private take(chunk: Buffer): void {
    const now = performance.now();
    this.meter.began(now);
    if (this.waiting.length === 0) this.freeAtMs = Math.max(this.freeAtMs, now);
    this.waiting.push(chunk);
    if (this.timer === null) this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    const waiting = this.waiting.reduce((sum, { length }) => sum + length, 0);
    const dueMs = this.freeAtMs + Math.min(waiting, BYTES_AT_ONCE) * this.meter.byteMs;
    const leftMs = dueMs - performance.now();
    const again = () => (performance.now() >= dueMs ? this.release() : this.wait());
    this.timer = leftMs > LAST_STRETCH_MS ? setTimeout(again, leftMs - LAST_STRETCH_MS) : setImmediate(again);
  }

  private release(): void {
    this.timer = null;
    // A hair's breadth for the rounding of what was just waited for.
    let due = Math.floor((performance.now() - this.freeAtMs) / this.meter.byteMs + 1e-6);
    while (due > 0 && this.waiting.length > 0) {
      const [head = Buffer.alloc(0)] = this.waiting;
      const part = head.subarray(0, due);
      this.to.write(part);
      this.freeAtMs += part.length * this.meter.byteMs;
      this.meter.carried(part.length, this.freeAtMs);
      due -= part.length;
      if (part.length === head.length) this.waiting.shift();
      else this.waiting[0] = head.subarray(part.length);
    }
    if (this.waiting.length > 0) this.wait();
  }
}
