/**
 * Reads, writes and closes a port of Linux or macOS in place of the library, which does three things that a till can't
 * bear: it takes the end of a port for nothing there yet, so that, unplugged while it reads, it asks again without a pause
 * and for ever; it stops waiting for bytes while it waits for room; and it closes a descriptor that a read or write still
 * uses. Opening, lines and the poller stay the library's.
 */
import { read as readFd, write as writeFd } from 'node:fs';
import { promisify } from 'node:util';
import type { BoundPort, ModemLines, OpenPort } from './serial-library.ts';

/** What the library's port has on these systems. */
export interface BoundUnixPort extends BoundPort {
  readonly fd: number | null;
  readonly poller: {
    once(event: keyof typeof EVENT_BITS, then: (error: Error | null) => void): unknown;
    /** Waits for these events in place of those before. */
    poll(bits: number): void;
    /** Ends all waits with an error. */
    stop(): void;
  };
}

const read = promisify(readFd);
const write = promisify(writeFd);
/** As the poller numbers them. */
const EVENT_BITS = { readable: 1, writable: 2 } as const;
/** Nothing there yet, or no room. */
const AGAIN: ReadonlySet<string> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

export function isUnixPort(port: BoundPort): port is BoundUnixPort {
  return 'fd' in port && 'poller' in port;
}

export class UnixPort implements OpenPort {
  private readonly port: BoundUnixPort;
  /** What uses the descriptor right now. It never blocks, so it is over soon. */
  private readonly using = new Set<Promise<unknown>>();
  /** The events that are waited for. */
  private waits = 0;
  private closed: Promise<void> | null = null;

  constructor(port: BoundUnixPort) {
    this.port = port;
  }

  async read(into: Buffer): Promise<number> {
    for (;;) {
      const bytesRead = await this.attempt(async (fd) => (await read(fd, into, 0, into.length, null)).bytesRead);
      if (bytesRead === 0) throw new Error('the port hung up');
      if (bytesRead !== null) return bytesRead;
      await this.wait('readable');
    }
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const from = at;
      const written = await this.attempt(
        async (fd) => (await write(fd, bytes, from, bytes.length - from, null)).bytesWritten,
      );
      if (written === null) await this.wait('writable');
      else at += written;
    }
  }

  setLines(lines: ModemLines): Promise<void> {
    return this.port.set(lines);
  }

  close(): Promise<void> {
    this.closed ??= this.release();
    return this.closed;
  }

  private async release(): Promise<void> {
    this.port.poller.stop();
    await Promise.allSettled(this.using);
    await this.port.close();
  }

  /** Null: not now. */
  private async attempt(use: (fd: number) => Promise<number>): Promise<number | null> {
    const { fd } = this.port;
    if (fd === null || this.closed !== null) throw new Error('the port is closed');
    const work = use(fd);
    this.using.add(work);
    try {
      return await work;
    } catch (error) {
      if (AGAIN.has((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    } finally {
      this.using.delete(work);
    }
  }

  /** A poller that was stopped for good must not be asked again: it would crash the process. */
  private wait(event: keyof typeof EVENT_BITS): Promise<void> {
    if (this.closed !== null) return Promise.reject(new Error('the port is closed'));
    const bit = EVENT_BITS[event];
    this.waits |= bit;
    return new Promise((resolve, reject) => {
      this.port.poller.once(event, (error) => {
        this.waits &= ~bit;
        if (error === null) resolve();
        else reject(error);
      });
      this.port.poller.poll(this.waits);
    });
  }
}
