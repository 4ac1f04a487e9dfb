import { assertNever } from '@tillbridge/kernel';
import type { WindowRole } from '../agent-port.ts';
import type { Timing } from '../timing.ts';
import { afterLoad, afterMishap, type Mishap, type MishapHistory, NO_MISHAPS, patienceMs } from './recovery.ts';

/** What can be done about one window. */
export interface CareActions {
  reload(): void;
  /** Puts a new window in the place of this one. */
  reopen(): void;
  apologise(): void;
  /** Ends a page that hangs; its `gone` follows. */
  endPage(): void;
  say(message: string): void;
}

/** Hears what happens to the window of one role and does what the recovery rules say. Outlives the windows it cares for. */
export class WindowCare {
  private readonly role: WindowRole;
  private readonly timing: Timing;
  private readonly actions: CareActions;
  private history: MishapHistory = NO_MISHAPS;
  private callOffRemedy: (() => void) | null = null;
  private callOffPatience: (() => void) | null = null;

  constructor(role: WindowRole, timing: Timing, actions: CareActions) {
    this.role = role;
    this.timing = timing;
    this.actions = actions;
  }

  happened(mishap: Mishap): void {
    this.answers();
    const { remedy, history } = afterMishap(this.history, mishap, this.timing.now());
    this.history = history;
    if (remedy.do === 'nothing') return;
    this.actions.say(`${this.role} window: ${mishap.kind === 'gone' ? mishap.reason : mishap.kind}, ${remedy.do}`);
    switch (remedy.do) {
      case 'reload':
        this.soon(remedy.afterMs, () => this.actions.reload());
        break;
      case 'reopen':
        this.soon(remedy.afterMs, () => this.actions.reopen());
        break;
      case 'apologise':
        this.actions.apologise();
        this.soon(remedy.retryAfterMs, () => this.actions.reload());
        break;
      default:
        assertNever(remedy);
    }
  }

  loaded(): void {
    this.history = afterLoad(this.history);
  }

  hangs(): void {
    this.answers();
    this.callOffPatience = this.timing.after(patienceMs(this.role), () => this.actions.endPage());
  }

  answers(): void {
    this.callOffPatience?.();
    this.callOffPatience = null;
  }

  stop(): void {
    this.answers();
    this.callOffRemedy?.();
    this.callOffRemedy = null;
  }

  private soon(ms: number, work: () => void): void {
    this.callOffRemedy?.();
    this.callOffRemedy = this.timing.after(ms, work);
  }
}
