/**
 * A recording as a capture file, so that other programs can read it: each piece of bytes becomes one TCP segment of one IPv4
 * packet, with the handshakes around it that the system made. Format: the libpcap file format, link type RAW.
 */
import type { WireEvent } from './recorded-tcp.ts';

/** Where ZVT terminals listen (PA00P016 rev 04, 2.2). */
export const TERMINAL_PORT = 20_007;
const FIRST_TILL_PORT = 50_000;
const TILL_ADDRESS = [10, 0, 0, 1];
const TERMINAL_ADDRESS = [10, 0, 0, 8];
const LINK_TYPE_RAW = 101;
const LONGEST_PACKET = 0xffff;

const FIN = 0x01;
const SYN = 0x02;
const PSH = 0x08;
const ACK = 0x10;

export function pcapOf(events: readonly WireEvent[]): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(LONGEST_PACKET, 16);
  header.writeUInt32LE(LINK_TYPE_RAW, 20);
  const talks = new Map<number, Talk>();
  const packets = events.flatMap((event) => {
    const talk = talks.get(event.connection) ?? new Talk(FIRST_TILL_PORT + event.connection);
    talks.set(event.connection, talk);
    return talk.packets(event).map((packet) => record(event.atMs, packet));
  });
  return Buffer.concat([header, ...packets]);
}

function record(atMs: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(atMs / 1_000), 0);
  header.writeUInt32LE((atMs % 1_000) * 1_000, 4);
  header.writeUInt32LE(packet.length, 8);
  header.writeUInt32LE(packet.length, 12);
  return Buffer.concat([header, packet]);
}

/** One TCP connection and how far its two sequences have come. */
class Talk {
  private readonly tillPort: number;
  private readonly sent = { till: 1_000, terminal: 5_000 };

  constructor(tillPort: number) {
    this.tillPort = tillPort;
  }

  packets(event: WireEvent): readonly Buffer[] {
    const { from } = event;
    const to = from === 'till' ? 'terminal' : 'till';
    switch (event.kind) {
      case 'open':
        return [this.segment(from, SYN), this.segment(to, SYN | ACK), this.segment(from, ACK)];
      case 'data':
        return [this.segment(from, PSH | ACK, event.bytes), this.segment(to, ACK)];
      case 'close':
        return [this.segment(from, FIN | ACK), this.segment(to, FIN | ACK), this.segment(from, ACK)];
    }
  }

  private segment(from: WireEvent['from'], flags: number, data: Uint8Array = new Uint8Array(0)): Buffer {
    const fromTill = from === 'till';
    const to = fromTill ? 'terminal' : 'till';
    const tcp = Buffer.alloc(20 + data.length);
    tcp.writeUInt16BE(fromTill ? this.tillPort : TERMINAL_PORT, 0);
    tcp.writeUInt16BE(fromTill ? TERMINAL_PORT : this.tillPort, 2);
    tcp.writeUInt32BE(this.sent[from], 4);
    if ((flags & ACK) !== 0) tcp.writeUInt32BE(this.sent[to], 8);
    tcp[12] = 5 << 4;
    tcp[13] = flags;
    tcp.writeUInt16BE(0xffff, 14);
    tcp.set(data, 20);
    // SYN and FIN count as a byte.
    this.sent[from] += data.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    const addresses = fromTill ? [...TILL_ADDRESS, ...TERMINAL_ADDRESS] : [...TERMINAL_ADDRESS, ...TILL_ADDRESS];
    const pseudo = Buffer.from([...addresses, 0, 6, tcp.length >> 8, tcp.length & 0xff]);
    tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp])), 16);
    return Buffer.concat([ipHeader(addresses, tcp.length), tcp]);
  }
}

function ipHeader(addresses: readonly number[], payload: number): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload, 2);
  header.writeUInt16BE(0x4000, 6);
  header[8] = 64;
  header[9] = 6;
  header.set(addresses, 12);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

/** The internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
