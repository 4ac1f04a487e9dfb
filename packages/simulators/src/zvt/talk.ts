import type { Clock, EpochMs } from '@tillbridge/kernel';
import { CONTROL, describeApdu } from '@tillbridge/zvt/codec';
import type { Direction } from './till-line.ts';

/** One APDU in words, masked: no password, no card number. */
export interface TalkEntry {
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly text: string;
}

const KEPT = 60;

/** What went between till and terminal of late. */
export class Talk {
  private readonly clock: Clock;
  private readonly entries: TalkEntry[] = [];
  private running = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(direction: Direction, apdu: Uint8Array): void {
    const control = ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
    if (direction === 'in' && control !== CONTROL.ack) this.running = control;
    const side = direction === 'in' ? 'to-terminal' : 'from-terminal';
    const text = describeApdu(apdu, side, { running: this.running });
    this.entries.unshift({ at: this.clock.now(), direction, text });
    if (this.entries.length > KEPT) this.entries.pop();
  }

  newest(): readonly TalkEntry[] {
    return [...this.entries];
  }
}
