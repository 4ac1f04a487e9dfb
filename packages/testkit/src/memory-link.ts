import { type ByteDialer, type ByteLink, type ErrorEntry, ListenerSlot, TillbridgeError } from '@tillbridge/kernel';

/** As device-io says it, whose catalogue holds these two. */
const CLOSED = entry('TILL-605', 'The link to the device has ended');
const NOBODY = entry('TILL-601', 'Nobody answers at this address');
const UNPLUGGED = entry('TILL-606', 'The device was unplugged');

export interface MemoryLinkOptions {
  /** How what is written arrives: in which pieces. Default: as it was written. */
  readonly chunk?: (bytes: Uint8Array) => readonly Uint8Array[];
}

export interface MemoryLinkPair {
  readonly a: ByteLink;
  readonly b: ByteLink;
  /** Pulls the plug: both ends hear of it, what is on the way is lost. */
  unplug(): void;
  /** From here on bytes vanish and nobody hears of an end: a half-open socket, a cable cut in the middle. */
  goSilent(): void;
}

/** Two ends of one line. Bytes arrive in order, a microtask after they were written, never within `write`. */
export function memoryLinkPair({ chunk = (bytes) => [bytes] }: MemoryLinkOptions = {}): MemoryLinkPair {
  const line: Line = { chunk, silent: false };
  const a = new MemoryLink(line);
  const b = new MemoryLink(line);
  a.other = b;
  b.other = a;
  return {
    a,
    b,
    unplug: () => {
      line.silent = true;
      for (const end of [a, b]) end.end(new TillbridgeError(UNPLUGGED));
    },
    goSilent: () => {
      line.silent = true;
    },
  };
}

export interface MemoryDialer extends ByteDialer {
  /** The pairs that were dialled, oldest first: `a` is ours, `b` was given to `accept`. */
  readonly pairs: readonly MemoryLinkPair[];
  /** From here on nobody is there. */
  refuse(): void;
  /** Somebody is there again. */
  welcome(): void;
}

/** Each dial gives one end of a new pair; `accept` gets the other. */
export function memoryDialer(accept: (link: ByteLink) => void, options: MemoryLinkOptions = {}): MemoryDialer {
  const pairs: MemoryLinkPair[] = [];
  let refusing = false;
  return {
    address: 'memory:',
    pairs,
    dial: async ({ signal }) => {
      signal.throwIfAborted();
      if (refusing) throw new TillbridgeError(NOBODY, { about: 'memory:' });
      const pair = memoryLinkPair(options);
      pairs.push(pair);
      accept(pair.b);
      return pair.a;
    },
    refuse: () => {
      refusing = true;
    },
    welcome: () => {
      refusing = false;
    },
  };
}

interface Line {
  readonly chunk: (bytes: Uint8Array) => readonly Uint8Array[];
  silent: boolean;
}

class MemoryLink implements ByteLink {
  other: MemoryLink | null = null;
  private readonly line: Line;
  private readonly bytes = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  private ended = false;

  constructor(line: Line) {
    this.line = line;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.ended) throw new TillbridgeError(CLOSED);
    const copy = new Uint8Array(bytes);
    queueMicrotask(() => {
      for (const piece of this.line.chunk(copy)) this.other?.arrive(piece);
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.bytes.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.end(null);
    if (this.line.silent) return;
    // After what was written before it.
    queueMicrotask(() => this.other?.end(new TillbridgeError(CLOSED, { detail: 'closed by the other side' })));
  }

  end(cause: Error | null): void {
    if (this.ended) return;
    this.ended = true;
    this.ends.give(cause);
  }

  private arrive(piece: Uint8Array): void {
    if (!this.ended && !this.line.silent) this.bytes.give(piece);
  }
}

function entry(code: string, title: string): ErrorEntry {
  const text = `${title}.`;
  return { code, title, whoActs: 'it', moneyMoved: 'maybe', cashier: text, it: text };
}
