import { type ByteLink, ListenerSlot, TillbridgeError } from '@tillbridge/kernel';
import type { SerialPort } from 'serialport';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { plainBytes } from '../plain-bytes.ts';

/** An open port as a byte link. */
export function portLink(port: SerialPort, address: string): ByteLink {
  return new PortLink(port, address);
}

/** Resolves once the system has the port back. */
export async function releasePort(port: SerialPort): Promise<void> {
  await new Promise<void>((resolve) => port.close(() => resolve()));
  // A port that is closing by itself, because it failed, refuses to be closed again.
  while (port.closing) await new Promise<void>((resolve) => port.once('close', () => resolve()));
}

class PortLink implements ByteLink {
  private readonly port: SerialPort;
  private readonly address: string;
  private readonly bytes = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  /** Rejects writes that wait: the library forgets them when the port goes away. */
  private readonly writing = new Set<(error: Error) => void>();
  private error: Error | null = null;
  private ended = false;
  private released: Promise<void> | null = null;

  constructor(port: SerialPort, address: string) {
    this.port = port;
    this.address = address;
    port.on('data', (chunk: Buffer) => this.bytes.give(plainBytes(chunk)));
    port.on('error', (error) => {
      this.error = error;
    });
    port.on('close', (error?: Error | null) => {
      this.error = error ?? this.error;
      this.end();
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.ended || !this.port.isOpen) return Promise.reject(this.gone());
    return new Promise((resolve, reject) => {
      this.writing.add(reject);
      // The library takes a Buffer alone; this is a view, not a copy.
      this.port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), (error) => {
        this.writing.delete(reject);
        if (error == null) return resolve();
        this.error ??= error;
        reject(this.gone());
      });
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.bytes.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  close(): Promise<void> {
    this.released ??= this.release();
    return this.released;
  }

  private async release(): Promise<void> {
    const byUs = !this.ended;
    const released = releasePort(this.port);
    if (byUs) this.end(true);
    await released;
  }

  private end(byUs = false): void {
    if (this.ended) return;
    this.ended = true;
    if (byUs) this.error = null;
    for (const reject of this.writing) reject(this.gone());
    this.writing.clear();
    this.ends.give(byUs ? null : this.gone());
  }

  private gone(): TillbridgeError {
    return this.error === null
      ? new TillbridgeError(DEVICE_IO_ERRORS.closed, { about: this.address, detail: 'closed by us' })
      : new TillbridgeError(DEVICE_IO_ERRORS.unplugged, { about: this.address, cause: this.error });
  }
}
