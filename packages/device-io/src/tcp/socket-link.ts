import type { Socket } from 'node:net';
import { type ByteLink, ListenerSlot, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';
import { plainBytes } from '../plain-bytes.ts';

/** A connected socket as a byte link. */
export function socketLink(socket: Socket, address: string): ByteLink {
  return new SocketLink(socket, address);
}

/** What the system says when keepalive or a repeat of ours was not answered. */
const DEAD: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN']);

class SocketLink implements ByteLink {
  private readonly socket: Socket;
  private readonly address: string;
  private readonly bytes = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  private readonly closed: Promise<void>;
  private error: Error | null = null;
  private byUs = false;

  constructor(socket: Socket, address: string) {
    this.socket = socket;
    this.address = address;
    socket.on('data', (chunk: Buffer) => this.bytes.give(plainBytes(chunk)));
    socket.on('error', (error) => {
      this.error = error;
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.ends.give(this.byUs ? null : this.gone());
        resolve();
      });
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.byUs || !this.socket.writable) return Promise.reject(this.gone());
    return new Promise((resolve, reject) => {
      this.socket.write(bytes, (error) => {
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

  /** What was written goes out, what still waits for the system is dropped: a device that reads nothing can't hold us. */
  close(): Promise<void> {
    if (!this.socket.destroyed) {
      this.byUs = true;
      if (this.socket.writableLength > 0) this.socket.destroy();
      else this.socket.destroySoon();
    }
    return this.closed;
  }

  private gone(): TillbridgeError {
    if (this.byUs) return new TillbridgeError(DEVICE_IO_ERRORS.closed, { about: this.address, detail: 'closed by us' });
    if (this.error === null) {
      return new TillbridgeError(DEVICE_IO_ERRORS.closed, { about: this.address, detail: 'closed by the other side' });
    }
    const { code = '' } = this.error as NodeJS.ErrnoException;
    const entry = DEAD.has(code) ? DEVICE_IO_ERRORS.dead : DEVICE_IO_ERRORS.closed;
    return new TillbridgeError(entry, { about: this.address, detail: code, cause: this.error });
  }
}
