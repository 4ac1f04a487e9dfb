import { assertNever } from '@tillbridge/kernel';
import type { Timing } from '../timing.ts';
import { decideQuit, type QuitCause } from './quit-decision.ts';
import type { StopResult } from './stop-once.ts';

export interface QuitterPorts {
  readonly timing: Timing;
  isBusy(): boolean;
  /** Shows the question. True: close once the payment has ended; false: stay open. */
  askPerson(): Promise<boolean>;
  /** Stops the agent; idempotent and bounded. */
  stop(): Promise<StopResult>;
  /** Ends the process at once. */
  exit(): void;
}

const LOOK_EVERY_MS = 500;

/** Brings the shell to its end when it is safe. */
export class Quitter {
  private readonly ports: QuitterPorts;
  private isAsking = false;
  private isStopping = false;
  private callOffWait: (() => void) | null = null;

  constructor(ports: QuitterPorts) {
    this.ports = ports;
  }

  /** True once the end is certain: windows may close without another question. */
  get isEnding(): boolean {
    return this.isStopping;
  }

  /** @returns false when the caller should hold the system up (`event.preventDefault()`) */
  request(cause: QuitCause): boolean {
    const decision = decideQuit(cause, this.ports.isBusy());
    switch (decision) {
      case 'stop-now':
        // A session that only asks may yet stay: its end has an event of its own.
        if (cause !== 'session-asks') this.stopNow();
        return true;
      case 'ask-person':
        void this.ask();
        return false;
      case 'hold-session':
        return false;
      default:
        return assertNever(decision);
    }
  }

  private async ask(): Promise<void> {
    if (this.isAsking || this.callOffWait !== null) return;
    this.isAsking = true;
    const closeAfterwards = await this.ports.askPerson().finally(() => {
      this.isAsking = false;
    });
    if (closeAfterwards && !this.isStopping) this.stopWhenIdle();
  }

  private stopWhenIdle(): void {
    this.callOffWait = null;
    if (this.ports.isBusy()) this.callOffWait = this.ports.timing.after(LOOK_EVERY_MS, () => this.stopWhenIdle());
    else this.stopNow();
  }

  private stopNow(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.callOffWait?.();
    void this.ports.stop().then(() => this.ports.exit());
  }
}
