import type { Role } from '@tillbridge/contracts';
import type { Clock, Digest, Random } from '@tillbridge/kernel';

export const PAIRING_VALID_MS = 300_000;
/** Codes that are valid at the same time; one more takes the place of the oldest. */
const MOST_CODES = 5;
const CODES = 1_000_000;
/** The largest multiple of CODES that fits 32 bits: draws above it would favour small codes. */
const FAIR_DRAWS = Math.floor(0x1_0000_0000 / CODES) * CODES;

interface Waiting {
  readonly role: Role;
  readonly code: Uint8Array;
  readonly endsAtMs: number;
}

/** Six-digit codes that let one window in, once, for five minutes. Kept in memory: they end with the process. */
export class PairingCodes {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly digest: Digest;
  private waiting: Waiting[] = [];

  constructor(clock: Clock, random: Random, digest: Digest) {
    this.clock = clock;
    this.random = random;
    this.digest = digest;
  }

  issue(role: Role): string {
    const code = this.draw();
    const endsAtMs = this.clock.monotonicMs() + PAIRING_VALID_MS;
    this.waiting = [...this.current(), { role, code: Buffer.from(code, 'utf8'), endsAtMs }].slice(-MOST_CODES);
    return code;
  }

  /** The role the code was made for, once. Every valid code is compared, so the time says nothing about any. */
  redeem(code: string): Role | undefined {
    const given = Buffer.from(code, 'utf8');
    let found: Waiting | undefined;
    for (const waiting of this.current()) {
      if (this.digest.equal(waiting.code, given)) found = waiting;
    }
    this.waiting = this.current().filter((waiting) => waiting !== found);
    return found?.role;
  }

  private current(): Waiting[] {
    const now = this.clock.monotonicMs();
    return this.waiting.filter((waiting) => waiting.endsAtMs > now);
  }

  private draw(): string {
    for (;;) {
      const drawn = Buffer.from(this.random.bytes(4)).readUInt32BE(0);
      if (drawn < FAIR_DRAWS) return String(drawn % CODES).padStart(6, '0');
    }
  }
}
