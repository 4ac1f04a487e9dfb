import { EXTENDED } from './apdu.ts';

const NONE: readonly Uint8Array[] = Object.freeze([]);

/** Class, instruction and an extended length. */
const LONGEST_HEADER = 5;

/**
 * Cuts a stream of bytes into APDUs, however it was split on the way. Takes time linear in the bytes; an APDU that came
 * in one piece is a view of the chunk it came in, another one is copied once.
 */
export class ApduReader {
  readonly #header = new Uint8Array(LONGEST_HEADER);
  /** How much of the header is there, while the length is unknown. */
  #headerBytes = 0;
  /** The APDU being put together, once its length is known. */
  #partial: Uint8Array | null = null;
  #filled = 0;

  /** Takes the next bytes and returns the APDUs they complete, in order. The chunk must not be written to afterwards. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    let whole: Uint8Array[] | null = null;
    let at = 0;
    while (at < chunk.length) {
      if (this.#partial === null && this.#headerBytes === 0) {
        const size = sizeAt(chunk, at);
        if (size > 0 && at + size <= chunk.length) {
          whole ??= [];
          whole.push(at === 0 && size === chunk.length ? chunk : chunk.subarray(at, at + size));
          at += size;
          continue;
        }
      }
      at = this.#take(chunk, at);
      if (this.#partial !== null && this.#filled === this.#partial.length) {
        whole ??= [];
        whole.push(this.#partial);
        this.#partial = null;
        this.#filled = 0;
      }
    }
    return whole ?? NONE;
  }

  /** How many bytes of an unfinished APDU are held. */
  get pending(): number {
    return this.#partial === null ? this.#headerBytes : this.#filled;
  }

  /** Forgets the unfinished APDU, as after a lost link. */
  reset(): void {
    this.#headerBytes = 0;
    this.#partial = null;
    this.#filled = 0;
  }

  #take(chunk: Uint8Array, from: number): number {
    let at = from;
    while (this.#partial === null) {
      if (at === chunk.length) return at;
      this.#header[this.#headerBytes] = chunk[at] ?? 0;
      this.#headerBytes += 1;
      at += 1;
      const size = sizeAt(this.#header.subarray(0, this.#headerBytes), 0);
      if (size === 0) continue;
      this.#partial = new Uint8Array(size);
      this.#partial.set(this.#header.subarray(0, this.#headerBytes));
      this.#filled = this.#headerBytes;
      this.#headerBytes = 0;
    }
    const taken = Math.min(this.#partial.length - this.#filled, chunk.length - at);
    this.#partial.set(chunk.subarray(at, at + taken), this.#filled);
    this.#filled += taken;
    return at + taken;
  }
}

/** The size of the APDU that begins at `at`, header and all; 0 when too little is there to know. */
function sizeAt(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 2];
  if (length === undefined) return 0;
  if (length !== EXTENDED) return 3 + length;
  const low = bytes[at + 3];
  const high = bytes[at + 4];
  return low === undefined || high === undefined ? 0 : 5 + low + (high << 8);
}
