/**
 * A terminal that knows how a conversation goes and can't be relied on: each message it should send may come changed,
 * twice, late, in pieces, as noise, or not at all, and now and then it hangs up.
 */
import { type ByteLink, cents, type Random } from '@tillbridge/kernel';
import { inPieces, mutated, pick } from '@tillbridge/simulators/fuzz';
import type { FakeClock } from '@tillbridge/testkit';
import {
  ApduReader,
  buildAborted,
  buildAck,
  buildCompletion,
  buildDateTime,
  buildIntermediateStatus,
  buildNack,
  buildPrintBlock,
  buildPrintLine,
  buildStatusInformation,
  CONTROL,
  decodeMessage,
  readPayment,
} from '@tillbridge/zvt/codec';
import { ACK, encodeSerialFrame, NAK, SerialFrameReader } from '@tillbridge/zvt/link';

export interface MadTerminalPorts {
  readonly clock: FakeClock;
  readonly random: Random;
  readonly serial: boolean;
  /** Of a hundred messages, how many go wrong. */
  readonly madness: number;
  readonly samples: readonly Uint8Array[];
  /** Hears every byte that leaves. */
  readonly sent: (connection: number, bytes: Uint8Array) => void;
}

const TELLING: readonly number[] = [0x00, 0x04, 0x06, 0x0f, 0x10, 0x1e, 0x27, 0x49, 0x80, 0x84, 0xd1, 0xd3, 0xff];
const RESULTS: readonly number[] = [0x00, 0x00, 0x00, 0x05, 0x6c, 0x9c, 0xff];
const STATES: readonly number[] = [0x00, 0x00, 0x00, 0x9c, 0x51, 0x62, 0xc2, 0xf0, 0xdc];
const LATE_MS: readonly number[] = [10, 900, 4_900, 5_100, 9_000, 40_000, 200_000];
const LONGEST_NOISE = 60;

export class MadTerminal {
  private readonly ports: MadTerminalPorts;
  private connections = 0;
  private transaction = 0;
  /** 06 01, 06 30 and 06 31 that arrived, repeats of the link among them. */
  starts = 0;

  constructor(ports: MadTerminalPorts) {
    this.ports = ports;
  }

  attach(link: ByteLink): void {
    const { serial } = this.ports;
    const connection = this.connections;
    this.connections += 1;
    const frames = new SerialFrameReader();
    const apdus = new ApduReader();
    const script: Uint8Array[] = [];
    const send = (bytes: Uint8Array) => this.garble(link, connection, bytes);
    const say = (apdu: Uint8Array) => send(serial ? encodeSerialFrame(apdu) : apdu);
    const hear = (apdu: Uint8Array) => {
      if (serial) send(Uint8Array.of(this.chance(this.ports.madness) ? NAK : ACK));
      const { control } = decodeMessage(apdu);
      if (control >> 8 !== 0x80 && control >> 8 !== 0x84) {
        script.splice(0, script.length, ...this.scriptFor(apdu));
        say(this.chance(this.ports.madness / 2) ? buildNack(pick(this.ports.random, 256)) : buildAck());
        if (control === CONTROL.abort || control === CONTROL.logOff) return;
      }
      const next = script.shift();
      if (next !== undefined) say(next);
    };
    link.onClose(() => undefined);
    link.onBytes((bytes) => {
      if (!serial) for (const apdu of apdus.push(bytes)) hear(apdu);
      else for (const event of frames.push(bytes)) if (event.kind === 'apdu') hear(event.apdu);
    });
  }

  /** What follows the answer to a command when all goes well, more or less. */
  private scriptFor(apdu: Uint8Array): readonly Uint8Array[] {
    const { random, samples } = this.ports;
    const message = decodeMessage(apdu);
    const completion = buildCompletion({});
    const stray = this.chance(20) ? [samples[pick(random, samples.length)] ?? completion] : [];
    switch (message.control) {
      case CONTROL.registration:
        return [...stray, buildCompletion({ statusByte: pick(random, 4), terminalId: '60001234', currency: '0978' })];
      case CONTROL.statusEnquiry:
        return [buildCompletion({ software: 'MAD 1', terminalStatus: STATES[pick(random, STATES.length)] ?? 0 }, true)];
      case CONTROL.authorisation:
      case CONTROL.refund:
      case CONTROL.reversal: {
        this.starts += 1;
        this.transaction += 1;
        const asked = readPayment(message).amountCents ?? 0;
        const progress = Array.from({ length: pick(random, 3) }, () =>
          buildIntermediateStatus(pick(random, 256), this.chance(20) ? { timeoutMinutes: pick(random, 100) } : {}),
        );
        const end = this.chance(80) ? completion : buildAborted(pick(random, 256));
        return [
          ...progress,
          ...stray,
          this.result(this.chance(85) ? asked : pick(random, 1_000_000)),
          ...this.paper(),
          end,
        ];
      }
      case CONTROL.repeatReceipt:
        if (this.transaction === 0 && this.chance(70)) return [buildAborted(0x83)];
        return [...stray, this.result(this.chance(70) ? 1_470 : pick(random, 1_000_000)), ...this.paper(), completion];
      default:
        return [buildDateTime('260301', '090000'), ...stray, ...this.paper(), completion];
    }
  }

  private result(amountCents: number): Uint8Array {
    const { random } = this.ports;
    return buildStatusInformation({
      resultCode: RESULTS[pick(random, RESULTS.length)] ?? 0,
      ...(this.chance(90) ? { amountCents: cents(amountCents) } : {}),
      ...(this.chance(80) ? { currency: this.chance(80) ? '0978' : '0840' } : {}),
      terminalId: '60001234',
      trace: String(this.transaction).padStart(6, '0'),
      receipt: String(this.transaction).padStart(4, '0'),
      date: '0301',
      time: '100000',
      maskedPan: '672599*********9012',
      cardName: 'girocard',
    });
  }

  private paper(): readonly Uint8Array[] {
    if (this.chance(30)) return [];
    const lines = ['Speelpark De Eik', 'Betrag 14,70 EUR', 'Zahlung erfolgt'];
    if (this.chance(50)) return [buildPrintBlock('customer', lines), buildPrintBlock('merchant', lines)];
    return lines.map((line, at) => buildPrintLine(line, { attribute: at === lines.length - 1 ? 0x81 : 0 }));
  }

  private garble(link: ByteLink, connection: number, bytes: Uint8Array): void {
    const { random, clock, madness } = this.ports;
    if (!this.chance(madness)) {
      this.put(link, connection, bytes);
      return;
    }
    switch (pick(random, 8)) {
      case 0:
        return;
      case 1:
        this.put(link, connection, bytes);
        this.put(link, connection, bytes);
        return;
      case 2:
        this.put(link, connection, Uint8Array.from(mutated(random, bytes, TELLING)));
        return;
      case 3:
        this.put(link, connection, bytes.subarray(0, pick(random, bytes.length)));
        return;
      case 4:
        this.put(link, connection, random.bytes(pick(random, LONGEST_NOISE)));
        this.put(link, connection, bytes);
        return;
      case 5: {
        const lateMs = LATE_MS[pick(random, LATE_MS.length)] ?? 0;
        void clock.sleep(lateMs).then(() => this.put(link, connection, bytes));
        return;
      }
      case 6:
        for (const piece of inPieces(random, bytes, 3)) this.put(link, connection, piece);
        return;
      default:
        this.put(link, connection, bytes);
        void link.close();
    }
  }

  /** A till that has gone doesn't hear it. */
  private put(link: ByteLink, connection: number, bytes: Uint8Array): void {
    link.write(bytes).then(
      () => this.ports.sent(connection, bytes),
      () => undefined,
    );
  }

  private chance(ofHundred: number): boolean {
    return this.ports.random.fraction() * 100 < ofHundred;
  }
}
