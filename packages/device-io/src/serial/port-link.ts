import { type ByteLink, ListenerSlot, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import type { OpenPort } from './serial-library.ts';

/** What a port may hold for us between two reads, and more than a slow line sends meanwhile. */
const READ_AT_ONCE = 4_096;

/** An open port as a byte link. */
export function portLink(port: OpenPort, address: string): ByteLink {
  return new PortLink(port, address);
}

class PortLink implements ByteLink {
  private readonly port: OpenPort;
  private readonly address: string;
  private readonly bytes = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  /** The last write, while there is one: the port takes one at a time. */
  private writing: Promise<void> | null = null;
  private ended: { readonly cause: Error | null } | null = null;
  private released: Promise<void> | null = null;

  constructor(port: OpenPort, address: string) {
    this.port = port;
    this.address = address;
    void this.readOn();
  }

  write(bytes: Uint8Array): Promise<void> {
    // A view, not a copy: the library takes a Buffer alone.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const written = this.writing === null ? this.writeOne(buffer) : this.writing.then(() => this.writeOne(buffer));
    const settled = written
      .catch(() => undefined)
      .then(() => {
        if (this.writing === settled) this.writing = null;
      });
    this.writing = settled;
    return written;
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.bytes.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  close(): Promise<void> {
    return this.end(null);
  }

  private async writeOne(bytes: Buffer): Promise<void> {
    if (this.ended !== null) throw this.gone();
    try {
      await this.port.write(bytes);
    } catch (error) {
      void this.end(error);
      throw this.gone();
    }
  }

  private async readOn(): Promise<void> {
    const buffer = Buffer.allocUnsafe(READ_AT_ONCE);
    try {
      while (this.ended === null) {
        const length = await this.port.read(buffer);
        if (this.ended === null) this.bytes.give(new Uint8Array(buffer.subarray(0, length)));
      }
    } catch (error) {
      void this.end(error);
    }
  }

  /** @param error null when it is us who close */
  private end(error: unknown): Promise<void> {
    if (this.ended === null) {
      this.ended = { cause: error === null ? null : this.unplugged(error) };
      this.ends.give(this.ended.cause);
    }
    // A port that is gone may not be closed any more; it is free all the same.
    this.released ??= this.port.close().catch(() => undefined);
    return this.released;
  }

  private unplugged(cause: unknown): TillbridgeError {
    return new TillbridgeError(DEVICE_IO_ERRORS.unplugged, { about: this.address, cause });
  }

  private gone(): TillbridgeError {
    const cause = this.ended?.cause ?? null;
    const detail = cause === null ? { detail: 'closed by us' } : { cause };
    return new TillbridgeError(DEVICE_IO_ERRORS.closed, { about: this.address, ...detail });
  }
}
