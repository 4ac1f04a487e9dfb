import type { Clock, EpochMs } from '@tillbridge/kernel';
import { CONTROL, describeApdu } from '@tillbridge/zvt/codec';
import type { Direction } from './till-line.ts';

/** One APDU in words, masked: no password, no card number. */
export interface TalkEntry {
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly text: string;
}

interface Said {
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly apdu: Uint8Array;
  /** The command that was running. */
  readonly running: number;
}

const KEPT = 60;

/** What went between till and terminal of late. It is put into words when somebody looks. */
export class Talk {
  private readonly clock: Clock;
  private readonly said: Said[] = [];
  private running = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(direction: Direction, apdu: Uint8Array): void {
    const control = ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
    if (direction === 'in' && control !== CONTROL.ack) this.running = control;
    this.said.unshift({ at: this.clock.now(), direction, apdu, running: this.running });
    if (this.said.length > KEPT) this.said.pop();
  }

  newest(): readonly TalkEntry[] {
    return this.said.map(({ at, direction, apdu, running }) => {
      const text = describeApdu(apdu, direction === 'in' ? 'to-terminal' : 'from-terminal', { running });
      return { at, direction, text };
    });
  }
}
