import type { Cents, Clock } from '@tillbridge/kernel';
import type { SimCardName } from './cards.ts';

export type ScreenStep = 'idle' | 'amount' | 'pin' | 'host' | 'remove-card' | 'printing' | 'busy';

export interface ZvtScreen {
  readonly lines: readonly string[];
  readonly step: ScreenStep;
  readonly amountCents: Cents | null;
}

/** What a person does at the terminal. */
export type Press =
  | { readonly do: 'tap'; readonly card: SimCardName | null }
  | { readonly do: 'insert'; readonly card: SimCardName | null }
  | { readonly do: 'pin'; readonly ok: boolean }
  | { readonly do: 'cancel' }
  /** Whatever is needed until the host refuses with this code. */
  | { readonly do: 'decline'; readonly code: number }
  /** Whatever is needed until it is paid. */
  | { readonly do: 'approve' };

/** What ends a wait at the screen. */
export type Happening =
  | Press
  /** The till asks to stop (06 B0); the answer is sent already. */
  | { readonly do: 'till-aborts' }
  | { readonly do: 'line-gone' }
  | { readonly do: 'card-out' }
  | { readonly do: 'time' };

const TAKES: Readonly<Record<ScreenStep, readonly Press['do'][]>> = {
  idle: [],
  amount: ['tap', 'insert', 'cancel', 'decline', 'approve'],
  pin: ['pin', 'cancel', 'decline', 'approve'],
  host: [],
  'remove-card': [],
  printing: [],
  busy: [],
};

/** Screen and keys: what is shown, and what people do while it is. */
export class Face {
  private readonly clock: Clock;
  private readonly changed: () => void;
  private shown: ZvtScreen;
  private mailbox: Happening[] = [];
  private wake: (() => void) | null = null;

  constructor(clock: Clock, changed: () => void, idle: readonly string[]) {
    this.clock = clock;
    this.changed = changed;
    this.shown = { lines: idle, step: 'idle', amountCents: null };
  }

  screen(): ZvtScreen {
    return this.shown;
  }

  /** What was pressed for the screen before is forgotten. */
  show(step: ScreenStep, lines: readonly string[], amountCents: Cents | null = null): void {
    this.shown = { lines, step, amountCents };
    this.mailbox = [];
    this.changed();
  }

  /** False when it has no effect on what is shown. */
  press(press: Press): boolean {
    if (!TAKES[this.shown.step].includes(press.do) || this.mailbox.length > 0) return false;
    this.happen(press);
    return true;
  }

  happen(happening: Happening): void {
    this.mailbox.push(happening);
    this.wake?.();
  }

  /** The next thing that happens, or `time` after `ms`. Rejects with the signal's reason. */
  async next(ms: number, signal: AbortSignal): Promise<Happening> {
    const waiting = this.mailbox.shift();
    if (waiting !== undefined) return waiting;
    const alarm = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    const over = this.clock.sleep(ms, AbortSignal.any([alarm.signal, signal]));
    try {
      await Promise.race([woken, over]);
    } finally {
      this.wake = null;
      alarm.abort();
      over.catch(() => undefined);
    }
    return this.mailbox.shift() ?? { do: 'time' };
  }
}
