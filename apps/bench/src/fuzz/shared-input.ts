/** What the watchdog sees of a round that doesn't come back: memory that both threads have. */
const HEADER_WORDS = 4;
const BEAT = 0;
const TARGET = 1;
const ROUND = 2;
const LENGTH = 3;
/** Longer inputs are cut here; seed, target and round name them all the same. */
const MOST_BYTES = 1 << 18;

export interface InputSeen {
  /** Rises with each round. */
  readonly beat: number;
  readonly target: number;
  readonly round: number;
  readonly input: Uint8Array;
}

export class SharedInput {
  readonly memory: SharedArrayBuffer;
  private readonly header: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER_WORDS * 4 + MOST_BYTES)) {
    this.memory = memory;
    this.header = new Int32Array(memory, 0, HEADER_WORDS);
    this.bytes = new Uint8Array(memory, HEADER_WORDS * 4);
  }

  begin(target: number, round: number): void {
    Atomics.store(this.header, TARGET, target);
    Atomics.store(this.header, ROUND, round);
    Atomics.store(this.header, LENGTH, 0);
    Atomics.add(this.header, BEAT, 1);
  }

  tell(input: Uint8Array): void {
    const kept = input.subarray(0, MOST_BYTES);
    this.bytes.set(kept);
    Atomics.store(this.header, LENGTH, kept.length);
  }

  look(): InputSeen {
    const word = (at: number) => Atomics.load(this.header, at);
    return {
      beat: word(BEAT),
      target: word(TARGET),
      round: word(ROUND),
      input: this.bytes.slice(0, word(LENGTH)),
    };
  }
}
