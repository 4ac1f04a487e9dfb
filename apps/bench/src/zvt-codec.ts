/**
 * What the codec costs per byte, on every message of the codec's test vectors: sound and faulty, short and long.
 *
 * `decode`: `decodeMessage` with the context a driver has (letters, running command), which looks for faults in the whole
 * message; then the control field, the fault and its offset, the length and first byte of each head part, the bitmap,
 * length and first byte of each field, the tags of each container (count, tag, length) and the length of the rest are
 * read, so that nothing of it is put off. `encode`: `encodeMessage` of those messages, read to the same depth before.
 *
 * The peer is a loop that copies the same bytes one by one, each message into an array of its own, since that is what
 * both leave behind. `…_scratch` holds them against the same loop into one buffer that is there already: the lower
 * bound of touching each byte once.
 */
import { decodeMessage, encodeMessage, type Message } from '@tillbridge/zvt/codec';
import { type Finding, metric } from './report.ts';
import { readVectors, type ZvtVector } from './zvt-vectors.ts';

export interface CodecBenchOptions {
  readonly rounds?: number;
  readonly roundMs?: number;
}

/** Between two looks at the clock. */
const PASSES = 50;
const GOAL = 'ratio ≤ 5';

export function zvtCodecBench({ rounds = 11, roundMs = 150 }: CodecBenchOptions = {}): readonly Finding[] {
  const packets = readVectors();
  const messages = packets.map(({ apdu, context }) => decodeMessage(apdu, context));
  const arrays = packets.map(({ apdu }) => apdu);
  const scratch = new Uint8Array(Math.max(...arrays.map(({ length }) => length)));
  const bytes = arrays.reduce((total, { length }) => total + length, 0);
  const work = {
    decode: () => decodeAll(packets),
    encode: () => encodeAll(messages),
    copy: () => copyAll(arrays),
    scratch: () => copyAllInto(scratch, arrays),
  };
  // What a message puts off is read here once, so that encoding doesn't pay for it.
  for (const message of messages) touch(message);
  const figures = { decode: [] as number[], encode: [] as number[], copy: [] as number[], scratch: [] as number[] };
  // The first round warms up and doesn't count. What else the machine does only adds to it: the quickest round counts.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ['decode', 'encode', 'copy', 'scratch'] as const) {
      const ns = nsPerPass(work[name], roundMs);
      if (round > 0) figures[name].push(ns / bytes);
    }
  }
  const copy = { what: 'copied byte by byte, each into its own array (ns/B)', value: Math.min(...figures.copy) };
  const lower = { what: 'copied byte by byte into one buffer (ns/B)', value: Math.min(...figures.scratch) };
  return [
    metric('zvt', 'decode', Math.min(...figures.decode), 'ns/B', copy, GOAL),
    metric('zvt', 'encode', Math.min(...figures.encode), 'ns/B', copy, GOAL),
    metric('zvt', 'decode_scratch', Math.min(...figures.decode), 'ns/B', lower, 'told, no goal'),
    metric('zvt', 'encode_scratch', Math.min(...figures.encode), 'ns/B', lower, 'told, no goal'),
  ];
}

// A plain loop of its own for each, so that the peer pays for no call that a bare loop doesn't have. The sums keep the
// work alive that nobody else looks at.

function decodeAll(packets: readonly ZvtVector[]): number {
  let seen = 0;
  for (const { apdu, context } of packets) seen += touch(decodeMessage(apdu, context));
  return seen;
}

function touch({ control, fault, head, fields, rest }: Message): number {
  let seen = control + rest.length + (fault === null ? 0 : fault.offset + fault.entry.code.length);
  for (const { raw } of head) seen += raw.length + (raw[0] ?? 0);
  for (const { bmp, raw, tlv } of fields) {
    seen += bmp + raw.length + (raw[0] ?? 0);
    if (tlv !== null) for (const { tag, value } of tlv) seen += tag + value.length;
  }
  return seen;
}

function encodeAll(messages: readonly Message[]): number {
  let seen = 0;
  for (const message of messages) seen += encodeMessage(message).length;
  return seen;
}

function copyAll(sources: readonly Uint8Array[]): number {
  let seen = 0;
  for (const source of sources) {
    const target = new Uint8Array(source.length);
    for (let at = 0; at < source.length; at += 1) target[at] = source[at] as number;
    seen += target[0] as number;
  }
  return seen;
}

function copyAllInto(target: Uint8Array, sources: readonly Uint8Array[]): number {
  let seen = 0;
  for (const source of sources) {
    for (let at = 0; at < source.length; at += 1) target[at] = source[at] as number;
    seen += target[0] as number;
  }
  return seen;
}

function nsPerPass(pass: () => number, forMs: number): number {
  const expected = pass();
  const began = performance.now();
  let passes = 0;
  let spentMs = 0;
  while (spentMs < forMs) {
    for (let n = 0; n < PASSES; n += 1) if (pass() !== expected) throw new Error('two passes differ');
    passes += PASSES;
    spentMs = performance.now() - began;
  }
  return (spentMs * 1e6) / passes;
}
