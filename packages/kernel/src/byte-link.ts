import type { CallContext } from './ports.ts';

/**
 * A two-way stream of bytes to a device: a socket, a serial port, or a pair in memory. Bytes arrive in pieces of any
 * size; where a message begins and ends is for the protocol above to say.
 */
export interface ByteLink {
  /**
   * Resolves once the bytes left our buffers for the operating system, in the order of the calls; that is no proof that
   * the device has them. Rejects with TILL-605 when the link is closed.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets the one listener. What arrived before is given to it at once. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** Sets the one listener of the end, called once, also when the link has ended already. `null`: closed by us. */
  onClose(listener: (cause: Error | null) => void): void;
  /** Ends the link. Resolves when the device is free for the next one; may be called again. */
  close(): Promise<void>;
}

/** Opens links to one device. */
export interface ByteDialer {
  /** For people and logs, for example `tcp://10.0.0.8:20007` or `serial:/dev/ttyUSB0`. */
  readonly address: string;
  /**
   * Opens a link. Rejects with a `TillbridgeError` of the transport's catalogue (nobody there, no such port, in use by
   * another program, no answer in time), or with the signal's reason.
   */
  dial(call: CallContext): Promise<ByteLink>;
}
