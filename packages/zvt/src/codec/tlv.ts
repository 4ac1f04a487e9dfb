/**
 * TLV as ZVT uses it (PA00P015 rev 13.08, chapter on TLV): tags of one to three bytes, lengths 00–7F, 81 nn, 82 hi lo.
 * `checkTags` looks for faults without making anything; `readTags` makes nodes that open their inside when asked.
 */
import { TillbridgeError } from '@tillbridge/kernel';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import type { TlvNode } from './model.ts';
import { isConstructed, mustHoldTags } from './tags.ts';

/** Real containers nest three deep. What lies deeper stays closed, so that no message can exhaust the stack. */
const DEEPEST = 16;

/** Why an offset can't be read on; packed with it by `faultAt`. */
const BAD_LENGTH = 1;
export const BAD_TAG = 2;

/** Offsets in a message stay below this. */
const OFFSETS = 0x20000;

/** A reason and an offset in one number, so that looking for faults allocates nothing; 0 is no fault. */
export function faultAt(reason: number, offset: number): number {
  return reason * OFFSETS + offset;
}
export function reasonOf(fault: number): number {
  return Math.floor(fault / OFFSETS);
}
export function offsetOf(fault: number): number {
  return fault % OFFSETS;
}

/** How many bytes the tag at `at` takes; 0 when it is cut or longer than three. */
function tagBytesAt(bytes: Uint8Array, at: number, end: number): 0 | 1 | 2 | 3 {
  if (((bytes[at] ?? 0) & 0x1f) !== 0x1f) return 1;
  if (at + 1 >= end) return 0;
  if (((bytes[at + 1] ?? 0) & 0x80) === 0) return 2;
  if (at + 2 >= end || ((bytes[at + 2] ?? 0) & 0x80) !== 0) return 0;
  return 3;
}

function tagAt(bytes: Uint8Array, at: number, tagBytes: number): number {
  let tag = bytes[at] ?? 0;
  if (tagBytes > 1) tag = (tag << 8) | (bytes[at + 1] ?? 0);
  if (tagBytes > 2) tag = (tag << 8) | (bytes[at + 2] ?? 0);
  return tag;
}

/** How many bytes the BER length at `at` takes; 0 when it is cut or of another form. */
export function lengthBytesAt(bytes: Uint8Array, at: number, end: number): 0 | 1 | 2 | 3 {
  if (at >= end) return 0;
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first === 0x81) return at + 1 < end ? 2 : 0;
  if (first === 0x82) return at + 2 < end ? 3 : 0;
  return 0;
}

export function berLengthAt(bytes: Uint8Array, at: number, lengthBytes: number): number {
  if (lengthBytes === 1) return bytes[at] ?? 0;
  if (lengthBytes === 2) return bytes[at + 1] ?? 0;
  return ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** The first fault between `from` and `end`, as `faultAt` packs it, or 0. */
export function checkTags(bytes: Uint8Array, from: number, end: number, depth = 0): number {
  let at = from;
  while (at < end) {
    const tagBytes = tagBytesAt(bytes, at, end);
    if (tagBytes === 0) return faultAt(BAD_TAG, at);
    const lengthAt = at + tagBytes;
    const lengthBytes = lengthBytesAt(bytes, lengthAt, end);
    if (lengthBytes === 0) return faultAt(BAD_LENGTH, lengthAt);
    const inside = lengthAt + lengthBytes;
    const next = inside + berLengthAt(bytes, lengthAt, lengthBytes);
    if (next > end) return faultAt(BAD_LENGTH, lengthAt);
    if (((bytes[at] ?? 0) & 0x20) !== 0 && depth < DEEPEST && mustHoldTags(tagAt(bytes, at, tagBytes))) {
      const fault = checkTags(bytes, inside, next, depth + 1);
      if (fault !== 0) return fault;
    }
    at = next;
  }
  return 0;
}

class LazyNode implements TlvNode {
  readonly tag: number;
  readonly tagBytes: number;
  readonly lengthBytes: 1 | 2 | 3;
  readonly value: Uint8Array;
  readonly #depth: number;
  #children: readonly TlvNode[] | null | undefined;

  constructor(tag: number, tagBytes: number, lengthBytes: 1 | 2 | 3, value: Uint8Array, depth: number) {
    this.tag = tag;
    this.tagBytes = tagBytes;
    this.lengthBytes = lengthBytes;
    this.value = value;
    this.#depth = depth;
  }

  get children(): readonly TlvNode[] | null {
    if (this.#children === undefined) {
      const open = isConstructed(this.tag) && this.#depth < DEEPEST;
      this.#children = open ? readTags(this.value, this.#depth + 1) : null;
    }
    return this.#children;
  }
}

/** The tags in the contents of a container. Null when they can't be read to the end. */
export function readTags(bytes: Uint8Array, depth = 0): readonly TlvNode[] | null {
  const nodes: TlvNode[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tagBytes = tagBytesAt(bytes, at, bytes.length);
    const lengthAt = at + tagBytes;
    const lengthBytes = tagBytes === 0 ? 0 : lengthBytesAt(bytes, lengthAt, bytes.length);
    if (lengthBytes === 0) return null;
    const inside = lengthAt + lengthBytes;
    const next = inside + berLengthAt(bytes, lengthAt, lengthBytes);
    if (next > bytes.length) return null;
    nodes.push(new LazyNode(tagAt(bytes, at, tagBytes), tagBytes, lengthBytes, bytes.subarray(inside, next), depth));
    at = next;
  }
  return nodes;
}

/** A tag to write: its contents, or the tags inside. */
export type TagDraft = readonly [tag: number, inside: Uint8Array | readonly TagDraft[]];

/** The contents of a container, with the shortest lengths. Throws ZVT-123 when it gets too long. */
export function encodeTags(drafts: readonly TagDraft[]): Uint8Array {
  const bytes: number[] = [];
  for (const [tag, inside] of drafts) {
    const value = inside instanceof Uint8Array ? inside : encodeTags(inside);
    if (tag > 0xffff) bytes.push((tag >> 16) & 0xff);
    if (tag > 0xff) bytes.push((tag >> 8) & 0xff);
    bytes.push(tag & 0xff);
    if (value.length > 0xff) bytes.push(0x82, value.length >> 8, value.length & 0xff);
    else if (value.length > 0x7f) bytes.push(0x81, value.length);
    else bytes.push(value.length);
    for (const byte of value) bytes.push(byte);
    if (bytes.length > 0xffff) throw new TillbridgeError(ZVT_CODEC_ERRORS.tooLong, { about: 'container' });
  }
  return Uint8Array.from(bytes);
}

/** The first tag of that name among these, not inside them. */
export function findTag(nodes: readonly TlvNode[] | null, tag: number): TlvNode | null {
  return nodes?.find((node) => node.tag === tag) ?? null;
}
