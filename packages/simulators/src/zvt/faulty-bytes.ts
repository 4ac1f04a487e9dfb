import type { ByteLink, Random } from '@tillbridge/kernel';
import { ACK, encodeSerialFrame, type FrameEvent, NAK, SerialFrameReader } from '@tillbridge/zvt/link';
import type { ZvtFaultBox } from './faults.ts';

const NOISE_BYTES = 8;
/** Bytes that mean something between frames: noise leaves them out, so that it is noise. */
const MEANINGFUL: ReadonlySet<number> = new Set([0x02, 0x06, 0x10, 0x15]);
const HARMLESS = 0x55;

/**
 * The terminal's end of a serial line, with the faults of a line: what the terminal writes is a whole frame or a link
 * ack, as `serialLink` writes it; what the till writes may come in any pieces.
 */
export function faultyBytes(link: ByteLink, faults: ZvtFaultBox, random: Random): ByteLink {
  return new FaultyBytes(link, faults, random);
}

class FaultyBytes implements ByteLink {
  private readonly link: ByteLink;
  private readonly faults: ZvtFaultBox;
  private readonly random: Random;
  private readonly reader = new SerialFrameReader();
  /** The till's bytes are read frame by frame, because a fault waits for one of them. */
  private filters = false;

  constructor(link: ByteLink, faults: ZvtFaultBox, random: Random) {
    this.link = link;
    this.faults = faults;
    this.random = random;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 1) {
      const loses = bytes[0] === ACK && this.faults.take('lost-link-ack', (fault) => fault.by !== 'till') !== undefined;
      if (!loses) await this.link.write(bytes);
      return;
    }
    const noise = this.faults.take('noise');
    if (noise !== undefined) {
      await this.link.write(noise.bytes === undefined ? this.noise() : Buffer.from(noise.bytes, 'hex'));
    }
    await this.link.write(this.faults.take('bad-crc') === undefined ? bytes : withOtherChecksum(bytes));
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.link.onBytes((bytes) => {
      // Between two frames alone: what has begun is passed on as it began.
      if (!this.reader.pending) this.filters = this.faults.standing('nak-frame') !== undefined || this.loses();
      const events = this.reader.push(bytes);
      if (!this.filters) listener(bytes);
      else for (const event of events) this.filter(event, listener);
    });
  }

  private loses(): boolean {
    return this.faults.standing('lost-link-ack', (fault) => fault.by === 'till') !== undefined;
  }

  private filter(event: FrameEvent, listener: (bytes: Uint8Array) => void): void {
    switch (event.kind) {
      case 'apdu':
        if (this.faults.take('nak-frame') === undefined) listener(encodeSerialFrame(event.apdu));
        else this.refuse();
        return;
      case 'ack':
        if (this.faults.take('lost-link-ack', (fault) => fault.by === 'till') === undefined) {
          listener(Uint8Array.of(ACK));
        }
        return;
      case 'nak':
        listener(Uint8Array.of(NAK));
        return;
      case 'bad-crc':
      case 'framing-error':
        this.refuse();
        return;
      case 'noise':
        return;
    }
  }

  private refuse(): void {
    this.link.write(Uint8Array.of(NAK)).catch(() => undefined);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.link.onClose(listener);
  }

  close(): Promise<void> {
    return this.link.close();
  }

  private noise(): Uint8Array {
    return this.random.bytes(NOISE_BYTES).map((byte) => (MEANINGFUL.has(byte) ? HARMLESS : byte));
  }
}

function withOtherChecksum(frame: Uint8Array): Uint8Array {
  const spoiled = frame.slice();
  const last = spoiled.length - 1;
  spoiled[last] = (spoiled[last] ?? 0) ^ 0xff;
  return spoiled;
}
