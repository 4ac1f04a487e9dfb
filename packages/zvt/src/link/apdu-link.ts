import type { CallContext } from '@tillbridge/kernel';

/** A way for whole APDUs: what the link below does to carry them (framing, checks, repeats) is hidden here. */
export interface ApduLink {
  /**
   * Sends one APDU. Resolves when the other side's link layer has it (serial: its ACK; TCP: the socket took it), in the
   * order of the calls. Rejects with ZVT-201 (not delivered, after all repeats) or ZVT-202 (the link has ended).
   */
  send(apdu: Uint8Array): Promise<void>;
  /** Sets the one listener. It gets whole APDUs, in order, from their first byte; what came before is given at once. */
  onApdu(listener: (apdu: Uint8Array) => void): void;
  /** Sets the one listener of the end, called once, also when it has ended already. `null`: closed by us. */
  onClose(listener: (cause: Error | null) => void): void;
  close(): Promise<void>;
}

/** Opens links to one terminal. */
export interface ApduTransport {
  /** For people and logs, for example `tcp://10.0.0.8:20007`. */
  readonly address: string;
  /** Rejects as `ByteDialer.dial` does. */
  connect(call: CallContext): Promise<ApduLink>;
}

/** Sees what goes over a link, for the trace. `apdu` is not masked: whoever keeps it masks it first. */
export interface LinkObserver {
  apdu(direction: 'to-terminal' | 'from-terminal', apdu: Uint8Array): void;
  /** A repeat, a NAK, a bad checksum, noise: something of the link itself, as a short English text. */
  note(text: string): void;
}
