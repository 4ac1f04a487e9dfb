import type { Random } from '@tillbridge/kernel';

/** Something that reads bytes of somebody else, and how to find out what it makes of any. */
export interface FuzzTarget {
  readonly name: string;
  /**
   * One round, which depends on `random` alone: makes an input, tells it, and tries it. Throws or rejects when something
   * doesn't hold. Whoever runs it watches for rounds without an end.
   */
  round(random: Random, tell: (input: Uint8Array) => void): void | Promise<void>;
}
