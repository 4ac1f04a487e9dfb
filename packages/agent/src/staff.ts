import type { Clock, Digest } from '@tillbridge/kernel';

/** Who may witness and settle. */
export interface StaffMember {
  readonly name: string;
  readonly pin: string;
}

export type PinAnswer = 'right' | 'wrong-pin' | 'too-many-tries';

const TRIES = 5;
/** After `TRIES` wrong PINs in this span nobody gets in until the oldest of them is this old. */
const SPAN_MS = 5 * 60 * 1000;
/** A person nobody knows is compared with this, so that names can't be guessed by time. */
const NOBODY = '\u0000';

/**
 * Checks staff PINs, in time that tells nothing, with a limit on wrong tries over all names together: a PIN is short,
 * and who stands at the counter is a small group.
 */
export class StaffDoor {
  private readonly staff: readonly StaffMember[];
  private readonly clock: Clock;
  private readonly digest: Digest;
  private wrongAt: number[] = [];

  constructor(staff: readonly StaffMember[], clock: Clock, digest: Digest) {
    this.staff = staff;
    this.clock = clock;
    this.digest = digest;
  }

  get names(): readonly string[] {
    return this.staff.map(({ name }) => name);
  }

  check(person: string, pin: string): PinAnswer {
    const now = this.clock.monotonicMs();
    this.wrongAt = this.wrongAt.filter((at) => now - at < SPAN_MS);
    if (this.wrongAt.length >= TRIES) return 'too-many-tries';
    const member = this.staff.find(({ name }) => name === person);
    // Hashes, so that the comparison sees equal lengths whatever was typed.
    const bytes = (text: string) => new TextEncoder().encode(this.digest.sha256Hex(text));
    const same = this.digest.equal(bytes(pin), bytes(member?.pin ?? NOBODY));
    if (member !== undefined && same) return 'right';
    this.wrongAt.push(now);
    return 'wrong-pin';
  }
}
