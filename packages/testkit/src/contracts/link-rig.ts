import type { ByteLink } from '@tillbridge/kernel';
import type { FakeClock } from '../clock.ts';

/** Two ends of one line, and what can happen to it. */
export interface ByteLinkRig {
  readonly a: ByteLink;
  readonly b: ByteLink;
  /** One end hears that the other was closed. Serial lines don't tell. */
  readonly tellsClose: boolean;
  /** Pulls the plug. Null: of this line that is the same as a close. */
  readonly unplug: (() => Promise<void>) | null;
  close(): Promise<void>;
}

export type MakeByteLinks = () => Promise<ByteLinkRig>;

/** A link that carries whole packets over bytes; ZVT's ApduLink is one. */
export interface PacketLink {
  send(packet: Uint8Array): Promise<void>;
  onApdu(listener: (packet: Uint8Array) => void): void;
  onClose(listener: (cause: Error | null) => void): void;
  close(): Promise<void>;
}

/** How packets are laid into bytes. */
export interface PacketFraming {
  wrap(link: ByteLink, clock: FakeClock): PacketLink;
  frame(packet: Uint8Array): Uint8Array;
  /** Each frame is acknowledged and, if need be, repeated. */
  readonly acknowledged: boolean;
}

const LONGEST_WAIT_MS = 15_000;

/** Lets real input and output go on until something has come about. */
export async function until(come: () => boolean, what: string): Promise<void> {
  const started = performance.now();
  while (!come()) {
    if (performance.now() - started > LONGEST_WAIT_MS) throw new Error(`never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Everything that came out of a byte link. */
export class ByteEar {
  private readonly pieces: Uint8Array[] = [];
  length = 0;
  /** What it was told of the end, each time. */
  readonly ends: (Error | null)[] = [];

  constructor(link: ByteLink) {
    link.onBytes((piece) => {
      this.pieces.push(piece);
      this.length += piece.length;
    });
    link.onClose((cause) => this.ends.push(cause));
  }

  get bytes(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  /** Waits for that many bytes since the beginning and answers those from `from` on. */
  async heard(length: number, from = 0): Promise<Uint8Array> {
    await until(() => this.length >= length, `${length} bytes, ${this.length} are there`);
    return this.bytes.subarray(from);
  }
}

/** Everything that came out of a packet link. */
export class PacketEar {
  readonly packets: Uint8Array[] = [];
  readonly ends: (Error | null)[] = [];

  constructor(link: PacketLink) {
    link.onApdu((packet) => this.packets.push(packet));
    link.onClose((cause) => this.ends.push(cause));
  }

  async heard(count: number): Promise<readonly Uint8Array[]> {
    await until(() => this.packets.length >= count, `${count} packets, ${this.packets.length} are there`);
    return this.packets;
  }

  async ended(): Promise<Error | null> {
    await until(() => this.ends.length > 0, 'the end of the link');
    return this.ends[0] ?? null;
  }
}
