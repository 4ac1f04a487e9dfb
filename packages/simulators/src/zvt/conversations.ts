/**
 * One conversation at a time, and who may speak meanwhile.
 *
 *   idle ──a command──▶ under way ──06 0F or 06 1E acknowledged, 84 xx, or decided without the till──▶ idle
 *                          ├─ its own connection: 84 9C for everything, but 06 B0
 *                          ├─ another one, or its own after a missing answer: 06 00 and 05 01 (9C) are answered beside it
 *                          └─ after its last word: the next command waits for the end, it came with the ack
 */
import { buildAck, buildNack, CONTROL, decodeMessage, type Message, readPayment } from '@tillbridge/zvt/codec';
import { COMMANDS, type Command } from './commands.ts';
import { type Device, LOGGED_OFF } from './device.ts';
import { isOn } from './faults.ts';
import { Job } from './job.ts';
import type { TillLine } from './till-line.ts';
import { RESULT } from './words.ts';

/** A command as it arrived, answered or not. */
export interface ReceivedCommand {
  /** Class and instruction, for example 0x0601. */
  readonly control: number;
  /** The n-th 06 01 or 06 31; null for all others. */
  readonly command: number | null;
  readonly amountCents: number | null;
  readonly at: number;
}

interface Running {
  readonly job: Job;
  readonly controller: AbortController;
  /** Commands that came together with the ack of the last word. */
  readonly next: (() => void)[];
}

export class Conversations {
  private readonly device: Device;
  /** The terminal is at rest again; `line` carried the conversation. */
  private readonly rested: (line: TillLine) => void;
  private readonly log: ReceivedCommand[] = [];
  /** 06 00 and 05 01 that are answered beside the conversation. */
  private readonly asides = new Set<Running>();
  private running: Running | null = null;
  private endOfDay: { readonly untilMs: number; readonly answer: 'wait' | 'abort' } | null = null;
  private starts = 0;

  constructor(device: Device, rested: (line: TillLine) => void) {
    this.device = device;
    this.rested = rested;
  }

  /** The conversation that is under way. */
  get current(): Job | null {
    return this.running?.job ?? null;
  }

  received(): readonly ReceivedCommand[] {
    return this.log;
  }

  /** How many 06 01 and 06 31 arrived. */
  authorisations(): number {
    return this.starts;
  }

  hear(line: TillLine, apdu: Uint8Array): void {
    const message = decodeMessage(apdu);
    const { control } = message;
    const starts = control === CONTROL.authorisation || control === CONTROL.refund;
    if (starts) this.starts += 1;
    const pays = starts || control === CONTROL.reversal;
    this.log.push({
      control,
      command: starts ? this.starts : null,
      amountCents: pays ? readPayment(message).amountCents : null,
      at: this.device.clock.now(),
    });
    this.device.changed();
    if (control === CONTROL.abort) this.stop(line);
    else if (control === CONTROL.logOff) this.logOff(line);
    else this.begin(line, message, this.starts);
  }

  /** The connection has ended: whoever speaks over it goes on without. */
  lineEnded(line: TillLine): void {
    for (const { job } of this.all()) if (job.line === line) job.lose();
  }

  /** Everything stops where it is. */
  abandon(reason: Error): void {
    const all = this.all();
    this.running = null;
    this.asides.clear();
    this.endOfDay = null;
    for (const { controller } of all) controller.abort(reason);
  }

  private all(): readonly Running[] {
    return [...this.asides, ...(this.running === null ? [] : [this.running])];
  }

  private begin(line: TillLine, message: Message, start: number): void {
    const command = COMMANDS.get(message.control);
    if (command === undefined || message.fault !== null) {
      line.say(buildNack(RESULT.notPossible));
      return;
    }
    const busyWith = this.running?.job;
    const together = busyWith?.line === line && !busyWith.lost;
    if (together && busyWith.saidLastWord) {
      this.running?.next.push(() => this.begin(line, message, start));
      return;
    }
    if (busyWith !== undefined && (together || !answersBeside(command))) {
      line.say(buildNack(RESULT.wait));
      return;
    }
    const controller = new AbortController();
    const running = { job: new Job(this.device, line, command.about, controller.signal), controller, next: [] };
    if (busyWith === undefined) this.running = running;
    else this.asides.add(running);
    this.carryOut(running.job, command, message, start, busyWith !== undefined)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) throw error;
      })
      .finally(() => this.ended(running));
  }

  private async carryOut(job: Job, command: Command, message: Message, start: number, busy: boolean): Promise<void> {
    job.at('command');
    const nack = this.device.faults.take('nack', (fault) => isOn(fault, job.about));
    if (nack !== undefined) {
      job.refuse(nack.code ?? RESULT.wait);
      return;
    }
    const endOfDay = this.endOfDayUnderWay(job);
    if (endOfDay !== null && !answersBeside(command)) {
      if (endOfDay === 'wait') return job.refuse(RESULT.wait);
      job.accept();
      return job.abort(RESULT.endOfDayNeeded);
    }
    await command.run(job, message, { command: start, busy: busy || endOfDay !== null });
  }

  /** How commands are answered while the fault of that name lasts. */
  private endOfDayUnderWay(job: Job): 'wait' | 'abort' | null {
    const { faults, clock } = this.device;
    const fault = faults.take('end-of-day-running', (armed) => isOn(armed, job.about));
    if (fault !== undefined) {
      this.endOfDay = { untilMs: clock.monotonicMs() + fault.ms, answer: fault.answer ?? 'wait' };
    }
    if (this.endOfDay !== null && clock.monotonicMs() >= this.endOfDay.untilMs) this.endOfDay = null;
    return this.endOfDay?.answer ?? null;
  }

  private ended(running: Running): void {
    const { line } = running.job;
    this.asides.delete(running);
    if (line.dead) line.end();
    if (this.running !== running) return;
    this.running = null;
    this.rested(line);
    for (const begin of running.next) begin();
  }

  /** 06 B0. */
  private stop(line: TillLine): void {
    const { abort } = this.device.options;
    if (abort === 'ignored') return;
    const job = this.running?.job;
    const takes = job === undefined || (job.stoppable && abort !== 'refused');
    const unheard = this.device.faults.take('lost-abort-answer') !== undefined;
    if (!unheard) line.say(takes ? buildAck() : buildNack(RESULT.notPossible));
    if (takes && abort === 'works') job?.stop();
  }

  /** 06 02. */
  private logOff(line: TillLine): void {
    if (this.running !== null) {
      line.say(buildNack(RESULT.wait));
      return;
    }
    this.device.registration = LOGGED_OFF;
    line.say(buildAck());
    this.device.changed();
  }
}

function answersBeside({ about }: Command): boolean {
  return about === 'registration' || about === 'status';
}
