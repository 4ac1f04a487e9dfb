/** Random and mutated bytes of a serial line through the reader of frames. */
import type { Random } from '@tillbridge/kernel';
import { ACK, encodeSerialFrame, type FrameEvent, NAK, SerialFrameReader } from '@tillbridge/zvt/link';
import { hexOf, holds, inPieces, mutated, pick } from './mutation.ts';
import type { FuzzTarget } from './target.ts';

/** DLE, STX, ETX and the two single bytes between frames. */
const TELLING: readonly number[] = [0x10, 0x02, 0x03, ACK, NAK];
const MOST_FRAMES = 5;
const LONGEST_RANDOM = 200;

/** `samples`: messages that are sent in frames. */
export function frameTarget(samples: readonly Uint8Array[]): FuzzTarget {
  return {
    name: 'serial frames',
    round(random, tell) {
      if (pick(random, 4) === 0) checkSound(random, samples, tell);
      else checkAny(random, samples, tell);
    },
  };
}

/** Sound frames with single bytes between them come out as they went in. */
function checkSound(random: Random, samples: readonly Uint8Array[], tell: (input: Uint8Array) => void): void {
  const expected: string[] = [];
  const bytes: number[] = [];
  for (let frame = pick(random, MOST_FRAMES); frame >= 0; frame -= 1) {
    const apdu = samples[pick(random, samples.length)] ?? new Uint8Array(0);
    bytes.push(...encodeSerialFrame(apdu), ACK);
    expected.push(phrase({ kind: 'apdu', apdu }), 'ack');
  }
  const input = Uint8Array.from(bytes);
  tell(input);
  holds(read([input]).join() === expected.join(), 'sound frames are read as they were written');
  holds(read(inPieces(random, input)).join() === expected.join(), 'in pieces too');
}

function checkAny(random: Random, samples: readonly Uint8Array[], tell: (input: Uint8Array) => void): void {
  const input = pick(random, 4) === 0 ? random.bytes(pick(random, LONGEST_RANDOM)) : mutatedFrames(random, samples);
  tell(input);
  const hex = hexOf(input);
  const whole = new SerialFrameReader();
  const events = whole.push(input);
  const pieces = inPieces(random, input);
  holds(merged(events.map(phrase)).join() === merged(read(pieces)).join(), 'pieces give the same events');
  for (const event of events) {
    // A frame has one way to be written, so what was read as one must stand there.
    if (event.kind === 'apdu') holds(hex.includes(hexOf(encodeSerialFrame(event.apdu))), 'a message was framed');
  }
  whole.reset();
  const sound = encodeSerialFrame(samples[0] ?? new Uint8Array(0));
  holds(whole.push(sound).length === 1, 'after a reset the next frame is read');
}

function mutatedFrames(random: Random, samples: readonly Uint8Array[]): Uint8Array {
  const bytes: number[] = [];
  for (let frame = pick(random, MOST_FRAMES); frame >= 0; frame -= 1) {
    const apdu = samples[pick(random, samples.length)] ?? new Uint8Array(0);
    const framed = encodeSerialFrame(apdu);
    bytes.push(...(pick(random, 3) === 0 ? framed : mutated(random, framed, TELLING)));
    if (pick(random, 2) === 0) bytes.push(TELLING[pick(random, TELLING.length)] ?? 0);
  }
  return Uint8Array.from(bytes);
}

function read(pieces: readonly Uint8Array[]): readonly string[] {
  const reader = new SerialFrameReader();
  return pieces.flatMap((piece) => reader.push(piece).map(phrase));
}

function phrase(event: FrameEvent): string {
  switch (event.kind) {
    case 'apdu':
      return `apdu ${hexOf(event.apdu)}`;
    case 'noise':
      return `noise ${event.bytes}`;
    default:
      return event.kind;
  }
}

/** Noise is told at the end of each piece: runs of it count together. */
function merged(events: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const event of events) {
    const before = out.at(-1);
    if (event.startsWith('noise ') && before?.startsWith('noise ') === true) {
      out[out.length - 1] = `noise ${Number(before.slice(6)) + Number(event.slice(6))}`;
    } else {
      out.push(event);
    }
  }
  return out;
}
