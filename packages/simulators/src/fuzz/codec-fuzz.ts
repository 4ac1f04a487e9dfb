/** Random and mutated bytes through everything of the ZVT codec. */
import type { Random } from '@tillbridge/kernel';
import {
  ApduReader,
  type Charset,
  type DecodeContext,
  decodeMessage,
  describeApdu,
  encodeMessage,
  type Message,
  maskApdu,
  readAbort,
  readCompletion,
  readDateTime,
  readIntermediateStatus,
  readPayment,
  readPrintBlock,
  readPrintLine,
  readRegistration,
  readResponse,
  readService,
  readStatusInformation,
  type TlvNode,
} from '@tillbridge/zvt/codec';
import { hexOf, holds, inPieces, mutated, pick, pickOf } from './mutation.ts';
import type { FuzzTarget } from './target.ts';

export interface FuzzReport {
  readonly rounds: number;
  readonly bytes: number;
  /** How many messages could be read in full. */
  readonly sound: number;
  /** How many had a fault, by code. */
  readonly faults: Readonly<Record<string, number>>;
}

const CHARSETS: readonly [Charset, ...Charset[]] = [
  'cp437',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'utf-8',
  'ascii',
  'zvt-7bit',
];
const LONGEST_RANDOM = 300;

/** Bytes that decide something: bitmaps with lengths, digits of lengths, tags that go on, lengths of lengths. */
const TELLING: readonly number[] = [
  0x00, 0x04, 0x06, 0x0f, 0x10, 0x1f, 0x22, 0x24, 0x25, 0x27, 0x3c, 0x49, 0x60, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84,
  0x87, 0x9f, 0xe0, 0xf0, 0xf1, 0xf9, 0xfe, 0xff,
];

/** The codec under fire. `samples`: messages to start from. */
export function codecTarget(samples: readonly Uint8Array[]): FuzzTarget {
  return {
    name: 'codec',
    round(random, tell) {
      const { input, context } = draw(random, samples);
      tell(input);
      checkMessage(input, context);
      checkStream(random, input);
    },
  };
}

/** Some rounds at once. Fails with the bytes in hex, so that a finding becomes a test. */
export function fuzzCodec(random: Random, rounds: number, samples: readonly Uint8Array[]): FuzzReport {
  const faults = new Map<string, number>();
  let bytes = 0;
  let sound = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { input, context } = draw(random, samples);
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

function draw(random: Random, samples: readonly Uint8Array[]): { input: Uint8Array; context: DecodeContext } {
  const input = pick(random, 8) === 0 ? random.bytes(pick(random, LONGEST_RANDOM)) : mutatedApdu(random, samples);
  return { input, context: contextOf(random) };
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
  for (const { tlv, raw } of message.fields) {
    if (tlv !== null) holds(hexOf(Uint8Array.from(bytesOfTags(tlv))) === hexOf(raw), 'tags are all of their bytes');
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
  const inParts = new ApduReader();
  const pieces = inPieces(random, input).flatMap((piece) => inParts.push(piece).map(hexOf));
  holds(pieces.join(' ') === whole, 'pieces give the same messages');
  holds(inParts.pending === atOnce.pending, 'pieces leave the same rest');
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

function contextOf(random: Random): DecodeContext {
  const charset = pickOf(random, CHARSETS);
  const running = pick(random, 4);
  return { charset, ...(running === 0 ? { running: 0x0501 } : running === 1 ? { running: 0x0601 } : {}) };
}

/** A message with a few bytes changed; often with its length byte made right again. */
function mutatedApdu(random: Random, samples: readonly Uint8Array[]): Uint8Array {
  const bytes = mutated(random, samples[pick(random, samples.length)] ?? new Uint8Array(0), TELLING);
  if (pick(random, 3) > 0 && bytes.length > 3 && bytes[2] !== 0xff && bytes.length - 3 < 0xff)
    bytes[2] = bytes.length - 3;
  return Uint8Array.from(bytes);
}

/** Tags as bytes, from what was read of them alone. */
function bytesOfTags(nodes: readonly TlvNode[]): number[] {
  return nodes.flatMap(({ tag, tagBytes, lengthBytes, children, value }) => {
    const inside = children === null ? Array.from(value) : bytesOfTags(children);
    const name = Array.from({ length: tagBytes }, (_, at) => Math.floor(tag / 256 ** (tagBytes - 1 - at)) % 256);
    const { length } = inside;
    const size = lengthBytes === 1 ? [length] : lengthBytes === 2 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return [...name, ...size, ...inside];
  });
}
