/**
 * Random and mutated bytes through everything of the codec. Fails with the bytes in hex, so that a finding becomes a
 * test. Deterministic: the same `random` gives the same run.
 */
import type { Random } from '@tillbridge/kernel';
import { ApduReader } from '../codec/apdu-reader.ts';
import { decodeMessage } from '../codec/decode-message.ts';
import { describeApdu } from '../codec/describe-apdu.ts';
import { encodeMessage } from '../codec/encode-message.ts';
import { maskApdu } from '../codec/mask-apdu.ts';
import type { Charset, DecodeContext, Message } from '../codec/model.ts';
import { readPrintBlock, readPrintLine } from '../codec/read-print.ts';
import { readStatusInformation } from '../codec/read-status-information.ts';
import {
  readAbort,
  readCompletion,
  readDateTime,
  readIntermediateStatus,
  readResponse,
} from '../codec/read-terminal.ts';
import { readPayment, readRegistration, readService } from '../codec/read-till.ts';
import { encodeNodes } from '../codec/tlv.ts';
import { APDU_VECTORS, hexOf } from './vectors.ts';

export interface FuzzReport {
  readonly rounds: number;
  readonly bytes: number;
  /** How many messages could be read in full. */
  readonly sound: number;
  /** How many had a fault, by code. */
  readonly faults: Readonly<Record<string, number>>;
}

const CHARSETS: readonly Charset[] = ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15', 'utf-8', 'ascii', 'zvt-7bit'];
const LONGEST_RANDOM = 300;

/** Bytes that decide something: bitmaps with lengths, digits of lengths, tags that go on, lengths of lengths. */
const TELLING: readonly number[] = [
  0x00, 0x04, 0x06, 0x0f, 0x10, 0x1f, 0x22, 0x24, 0x25, 0x27, 0x3c, 0x49, 0x60, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84,
  0x87, 0x9f, 0xe0, 0xf0, 0xf1, 0xf9, 0xfe, 0xff,
];

export function fuzzCodec(random: Random, rounds: number): FuzzReport {
  const faults = new Map<string, number>();
  let bytes = 0;
  let sound = 0;
  for (let round = 0; round < rounds; round += 1) {
    const input = pick(random, 8) === 0 ? randomBytes(random) : mutated(random);
    const context = contextOf(random);
    bytes += input.length;
    try {
      const message = checkMessage(input, context);
      if (message.fault === null) sound += 1;
      else faults.set(message.fault.entry.code, (faults.get(message.fault.entry.code) ?? 0) + 1);
      checkStream(random, input);
    } catch (cause) {
      throw new Error(`round ${round}, ${JSON.stringify(context)}, bytes ${hexOf(input)}`, { cause });
    }
  }
  return { rounds, bytes, sound, faults: Object.fromEntries(faults) };
}

/** What must hold for any bytes whatsoever. */
export function checkMessage(input: Uint8Array, context: DecodeContext): Message {
  const before = hexOf(input);
  const message = decodeMessage(input, context);
  holds(hexOf(encodeMessage(message)) === before, 'encodes to the same bytes');
  if (message.fault !== null) {
    holds(message.fault.offset >= 0 && message.fault.offset <= input.length, 'the fault lies within the bytes');
  } else {
    holds(message.rest.length === 0, 'nothing is left without a fault');
  }
  for (const field of message.fields) {
    if (field.tlv !== null) holds(hexOf(encodeNodes(field.tlv)) === hexOf(field.raw), 'tags encode to the same bytes');
  }
  readEverything(message, context);

  const masked = maskApdu(input, context);
  holds(masked.length === input.length, 'masking keeps the length');
  const again = decodeMessage(masked, context);
  holds(again.control === message.control, 'masking keeps class and instruction');
  if (message.fault === null) {
    holds(shapeOf(again) === shapeOf(message), 'masking keeps the fields');
  }
  describeApdu(input, 'from-terminal', context);
  holds(hexOf(input) === before, 'nothing writes to the input');
  return message;
}

/** Bytes in pieces give the APDUs that bytes at once give. */
function checkStream(random: Random, input: Uint8Array): void {
  const atOnce = new ApduReader();
  const whole = atOnce.push(input).map(hexOf).join(' ');
  const inPieces = new ApduReader();
  const pieces: string[] = [];
  for (let at = 0; at < input.length; ) {
    const size = 1 + pick(random, 16);
    pieces.push(...inPieces.push(input.subarray(at, at + size)).map(hexOf));
    at += size;
  }
  holds(pieces.join(' ') === whole, 'pieces give the same messages');
  holds(inPieces.pending === atOnce.pending, 'pieces leave the same rest');
  holds(whole.replaceAll(' ', '').length / 2 + atOnce.pending === input.length, 'no byte is lost');
}

/** Calls every reader, whatever the message is: none may throw. */
function readEverything(message: Message, context: DecodeContext): void {
  readResponse(message);
  readStatusInformation(message, context);
  readIntermediateStatus(message, context);
  readCompletion(message);
  readAbort(message, context);
  readPrintLine(message, context);
  readPrintBlock(message, context);
  readDateTime(message);
  readRegistration(message);
  readPayment(message);
  readService(message);
}

function shapeOf(message: Message): string {
  const head = message.head.map((part) => `${part.name}:${part.raw.length}`);
  return [...head, ...message.fields.map((field) => `${field.bmp}:${field.raw.length}`)].join(' ');
}

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

function pick(random: Random, count: number): number {
  return Math.floor(random.fraction() * count);
}

function contextOf(random: Random): DecodeContext {
  const charset = CHARSETS[pick(random, CHARSETS.length)] ?? 'cp437';
  const running = pick(random, 4);
  return { charset, ...(running === 0 ? { running: 0x0501 } : running === 1 ? { running: 0x0601 } : {}) };
}

function randomBytes(random: Random): Uint8Array {
  return random.bytes(pick(random, LONGEST_RANDOM));
}

/** A vector with a few bytes changed, cut, doubled or put in; often with its length byte made right again. */
function mutated(random: Random): Uint8Array {
  const vector = APDU_VECTORS[pick(random, APDU_VECTORS.length)];
  const bytes = Array.from(vector?.apdu ?? []);
  for (let change = pick(random, 5); change >= 0; change -= 1) {
    const at = pick(random, bytes.length + 1);
    const byte = pick(random, 2) === 0 ? pick(random, 256) : (TELLING[pick(random, TELLING.length)] ?? 0);
    switch (pick(random, 5)) {
      case 0:
        bytes[at] = byte;
        break;
      case 1:
        bytes.splice(at, 1 + pick(random, 4));
        break;
      case 2:
        bytes.splice(at, 0, byte);
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + pick(random, 24)));
        break;
      default:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(random, 8));
    }
  }
  if (pick(random, 3) > 0 && bytes.length > 3 && bytes[2] !== 0xff && bytes.length - 3 < 0xff)
    bytes[2] = bytes.length - 3;
  return Uint8Array.from(bytes);
}
