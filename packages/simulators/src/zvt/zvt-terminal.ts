/**
 * A ZVT terminal, whatever carries its bytes.
 *
 *   booting ──bootMs──▶ idle ──a command──▶ in conversation ──06 0F, 06 1E, refused──▶ idle
 *      ▲                                      │   ▲
 *      └── reboot, from anywhere ─────────────┤   └─ goes on without its connection, until it has decided
 *                                             └─ meanwhile 06 00 and 05 01 (9C) are answered, all else gets 84 9C
 *
 * The conversations are drawn in card-flow.ts and settlement.ts, the books in books.ts. One connection at a time;
 * registration and books outlive connections and restarts.
 */
import type { Clock, Random } from '@tillbridge/kernel';
import { buildAck, buildNack, CONTROL, decodeMessage, type Message, readPayment } from '@tillbridge/zvt/codec';
import type { ApduLink } from '@tillbridge/zvt/link';
import { Books, type Charge, type Transaction } from './books.ts';
import type { SimCardName } from './cards.ts';
import { COMMANDS, type Command } from './commands.ts';
import { type Device, LOGGED_OFF } from './device.ts';
import { Face, type Press, type ZvtScreen } from './face.ts';
import { isOn, type ListedZvtFault, type ZvtFault, ZvtFaultBox } from './faults.ts';
import { Job } from './job.ts';
import { ZVT_DEFAULTS, type ZvtAutopilot, type ZvtOptions } from './options.ts';
import { decideUnacked } from './settlement.ts';
import { Talk, type TalkEntry } from './talk.ts';
import { TillLine } from './till-line.ts';
import { RESULT, SCREEN } from './words.ts';

export interface ZvtTerminalPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly options?: Partial<ZvtOptions>;
}

/** A command as it arrived, answered or not. */
export interface ReceivedCommand {
  /** Class and instruction, for example 0x0601. */
  readonly control: number;
  /** The n-th 06 01 or 06 31; null for all others. */
  readonly command: number | null;
  readonly amountCents: number | null;
  readonly at: number;
}

/** Everything a page wants to show. */
export interface ZvtState {
  /** Rises with every change. */
  readonly revision: number;
  readonly now: number;
  readonly screen: ZvtScreen;
  readonly connected: boolean;
  readonly power: 'on' | 'booting';
  readonly cable: 'in' | 'out';
  readonly paper: boolean;
  readonly cardInside: boolean;
  /** What 05 01 tells when nothing is under way. */
  readonly condition: number;
  readonly registered: boolean;
  readonly configByte: number;
  readonly faults: readonly ListedZvtFault[];
  readonly authorisations: number;
  readonly charges: readonly Charge[];
  /** Newest first. */
  readonly talk: readonly TalkEntry[];
  readonly autopilot: ZvtAutopilot | null;
}

interface Running {
  readonly job: Job;
  readonly controller: AbortController;
  /** Commands that came together with the ack of the last word. */
  readonly next: (() => void)[];
}

export class ZvtTerminal {
  readonly faults: ZvtFaultBox;
  private readonly clock: Clock;
  private readonly options: ZvtOptions;
  private readonly books = new Books();
  private readonly face: Face;
  private readonly device: Device;
  private readonly talk: Talk;
  private readonly closing = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly received: ReceivedCommand[] = [];
  /** 06 00 and 05 01 that are answered beside the conversation. */
  private readonly asides = new Set<Running>();
  private running: Running | null = null;
  private line: TillLine | null = null;
  private pilot: ZvtAutopilot | null;
  private power: 'on' | 'booting' = 'on';
  private cable: 'in' | 'out' = 'in';
  private doorClosedUntilMs = 0;
  private endOfDay: { readonly untilMs: number; readonly answer: 'wait' | 'abort' } | null = null;
  private boots = 0;
  private starts = 0;
  private revision = 0;

  constructor({ clock, random, options }: ZvtTerminalPorts) {
    this.clock = clock;
    this.options = { ...ZVT_DEFAULTS, ...options };
    this.pilot = this.options.autopilot;
    this.talk = new Talk(clock);
    this.faults = new ZvtFaultBox(() => this.changed());
    this.face = new Face(clock, () => this.changed(), SCREEN.idle);
    this.device = {
      clock,
      random,
      options: this.options,
      face: this.face,
      books: this.books,
      faults: this.faults,
      registration: LOGGED_OFF,
      condition: RESULT.ok,
      paper: true,
      cardInside: false,
      clockOffsetMs: 0,
      cut: (line, backAfterMs) => this.cut(line, backAfterMs),
      reboot: (backAfterMs) => void this.reboot(backAfterMs),
      armed: () => this.armed(),
      changed: () => this.changed(),
    };
  }

  // --- the till's side ---------------------------------------------------------------------------------------------

  /**
   * Takes a connection; false when nobody is let in now, and it is closed. `ended` is called once when the terminal is
   * through with it, also when the till can't notice.
   */
  attach(link: ApduLink, ended: () => void = () => undefined): boolean {
    const before = this.line;
    const occupied = before !== null && this.options.secondTill === 'refuse';
    if (occupied || !this.open()) {
      link.close().catch(() => undefined);
      ended();
      return false;
    }
    before?.end();
    const line: TillLine = new TillLine(link, this.clock, this.options.answerMs, {
      seen: (direction, apdu) => {
        this.talk.add(direction, apdu);
        this.changed();
      },
      command: (apdu) => this.hear(line, apdu),
      ended: () => {
        this.lineEnded(line);
        ended();
      },
    });
    this.line = line;
    this.changed();
    line.listen();
    this.closeWhenIdle(line);
    return true;
  }

  // --- people --------------------------------------------------------------------------------------------------------

  screen(): ZvtScreen {
    return this.face.screen();
  }

  /** Holds a card to it. Like all that follow: false when it has no effect now. */
  tap(card: SimCardName | null = null): boolean {
    return this.press({ do: 'tap', card });
  }

  insert(card: SimCardName | null = null): boolean {
    return this.press({ do: 'insert', card });
  }

  pin(ok: boolean): boolean {
    return this.press({ do: 'pin', ok });
  }

  cancel(): boolean {
    return this.press({ do: 'cancel' });
  }

  /** A card is presented, and the host refuses it with this code. */
  decline(code: number = RESULT.doNotHonour): boolean {
    return this.press({ do: 'decline', code });
  }

  /** Whatever is needed until it is paid. */
  approve(): boolean {
    return this.press({ do: 'approve' });
  }

  removeCard(): boolean {
    if (!this.device.cardInside || this.face.screen().step === 'host') return false;
    this.device.cardInside = false;
    if (this.running === null) this.rest();
    else this.face.happen({ do: 'card-out' });
    this.changed();
    return true;
  }

  noPaper(on: boolean): boolean {
    const effect = this.device.paper === on;
    this.device.paper = !on;
    this.changed();
    return effect;
  }

  /** Pulls the network cable or puts it back. */
  unplug(out: boolean): boolean {
    const effect = (this.cable === 'out') !== out;
    this.cable = out ? 'out' : 'in';
    if (out && this.line !== null) this.line.end();
    this.changed();
    return effect;
  }

  /** Power off and on. What the till didn't acknowledge is decided when it is back. */
  reboot(backAfterMs: number = this.options.bootMs): boolean {
    this.boots += 1;
    const boot = this.boots;
    this.power = 'booting';
    this.face.show('busy', SCREEN.booting);
    this.endOfDay = null;
    const reason = new Error('the terminal lost its power');
    for (const { controller } of [...this.asides, ...(this.running === null ? [] : [this.running])]) {
      controller.abort(reason);
    }
    this.running = null;
    this.asides.clear();
    this.line?.end();
    this.later(backAfterMs, () => {
      if (boot !== this.boots) return;
      this.power = 'on';
      this.device.cardInside = false;
      const pending = this.books.pending();
      if (pending !== null) decideUnacked(this.device, pending, false);
      this.rest();
    });
    return true;
  }

  // --- for whoever sets the scene --------------------------------------------------------------------------------------

  /** What 05 01 tells from now on: 00, or 51, 62, C2, F0 … until the fitting command mends it. */
  setCondition(condition: number): void {
    this.device.condition = condition;
    this.changed();
  }

  autopilot(pilot: ZvtAutopilot | null): void {
    this.pilot = pilot;
    this.changed();
  }

  fault(fault: ZvtFault): number {
    return this.faults.add(fault);
  }

  // --- looking ---------------------------------------------------------------------------------------------------------

  /** Money that moved and stayed. */
  charges(): readonly Charge[] {
    return this.books.charges();
  }

  /** All that the books hold, oldest first. */
  transactions(): readonly Transaction[] {
    return this.books.all();
  }

  commands(): readonly ReceivedCommand[] {
    return this.received;
  }

  /** How many 06 01 and 06 31 arrived, whatever became of them. */
  authorisations(): number {
    return this.starts;
  }

  /** No conversation is under way. */
  idle(): boolean {
    return this.running === null && this.power === 'on';
  }

  state(): ZvtState {
    const { paper, cardInside, condition, registration } = this.device;
    return {
      revision: this.revision,
      now: this.clock.now(),
      screen: this.face.screen(),
      connected: this.line !== null,
      power: this.power,
      cable: this.cable,
      paper,
      cardInside,
      condition,
      registered: registration.registered,
      configByte: registration.configByte,
      faults: this.faults.list(),
      authorisations: this.starts,
      charges: this.charges(),
      talk: this.talk.newest(),
      autopilot: this.pilot,
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Switched off for good. */
  close(): void {
    this.closing.abort(new Error('the terminal is switched off'));
    for (const { controller } of this.asides) controller.abort(this.closing.signal.reason);
    this.running?.controller.abort(this.closing.signal.reason);
    this.line?.end();
  }

  // --- inside ------------------------------------------------------------------------------------------------------------

  private open(): boolean {
    const waits = this.clock.monotonicMs() < this.doorClosedUntilMs;
    return this.power === 'on' && this.cable === 'in' && !waits && !this.closing.signal.aborted;
  }

  private press(press: Press): boolean {
    return this.power === 'on' && this.face.press(press);
  }

  private hear(line: TillLine, apdu: Uint8Array): void {
    if (this.power === 'booting') return;
    const message = decodeMessage(apdu);
    const { control } = message;
    const starts = control === CONTROL.authorisation || control === CONTROL.refund;
    if (starts) this.starts += 1;
    const pays = starts || control === CONTROL.reversal;
    this.received.push({
      control,
      command: starts ? this.starts : null,
      amountCents: pays ? readPayment(message).amountCents : null,
      at: this.clock.now(),
    });
    this.changed();
    if (control === CONTROL.abort) this.stop(line);
    else if (control === CONTROL.logOff) this.logOff(line);
    else this.begin(line, message, this.starts);
  }

  private begin(line: TillLine, message: Message, start: number): void {
    const command = COMMANDS.get(message.control);
    if (command === undefined || message.fault !== null) {
      line.say(buildNack(RESULT.notPossible));
      return;
    }
    const busyWith = this.running?.job;
    if (busyWith?.line === line && busyWith.saidLastWord && !busyWith.lost) {
      this.running?.next.push(() => this.begin(line, message, start));
      return;
    }
    const beside = command.about === 'registration' || command.about === 'status';
    if (busyWith !== undefined && (!beside || (busyWith.line === line && !busyWith.lost))) {
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
    const nack = this.faults.take('nack', (fault) => isOn(fault, job.about));
    if (nack !== undefined) {
      job.refuse(nack.code ?? RESULT.wait);
      return;
    }
    const endOfDay = this.endOfDayUnderWay(job);
    const works = job.about !== 'registration' && job.about !== 'status';
    if (endOfDay === 'wait' && works) {
      job.refuse(RESULT.wait);
      return;
    }
    if (endOfDay === 'abort' && works) {
      job.accept();
      await job.abort(RESULT.endOfDayNeeded);
      return;
    }
    await command.run(job, message, { command: start, busy: busy || endOfDay !== null });
  }

  private endOfDayUnderWay(job: Job): 'wait' | 'abort' | null {
    const fault = this.faults.take('end-of-day-running', (armed) => isOn(armed, job.about));
    if (fault !== undefined) {
      this.endOfDay = { untilMs: this.clock.monotonicMs() + fault.ms, answer: fault.answer ?? 'wait' };
    }
    if (this.endOfDay !== null && this.clock.monotonicMs() >= this.endOfDay.untilMs) this.endOfDay = null;
    return this.endOfDay?.answer ?? null;
  }

  private ended(running: Running): void {
    this.asides.delete(running);
    if (running.job.line.dead) running.job.line.end();
    if (this.running !== running) return;
    this.running = null;
    if (this.power === 'on') this.rest();
    this.closeWhenIdle(running.job.line);
    for (const begin of running.next) begin();
  }

  /** 06 B0. */
  private stop(line: TillLine): void {
    if (this.options.abort === 'ignored') return;
    const job = this.running?.job;
    const takes = job === undefined || (job.stoppable && this.options.abort === 'works');
    line.say(takes ? buildAck() : buildNack(RESULT.notPossible));
    if (takes) job?.stop();
  }

  private logOff(line: TillLine): void {
    if (this.running !== null) {
      line.say(buildNack(RESULT.wait));
      return;
    }
    this.device.registration = LOGGED_OFF;
    line.say(buildAck());
    this.changed();
  }

  private cut(line: TillLine, backAfterMs: number): void {
    this.doorClosedUntilMs = this.clock.monotonicMs() + backAfterMs;
    line.end();
  }

  private lineEnded(line: TillLine): void {
    if (this.line === line) this.line = null;
    for (const { job } of [...this.asides, ...(this.running === null ? [] : [this.running])]) {
      if (job.line === line) job.lose();
    }
    this.changed();
  }

  private closeWhenIdle(line: TillLine): void {
    const { closesIdleAfterMs } = this.options;
    if (closesIdleAfterMs === null || !line.alive) return;
    this.later(closesIdleAfterMs, () => {
      if (this.running !== null || !line.alive) return;
      if (line.idleMs() >= closesIdleAfterMs) line.end();
      else this.closeWhenIdle(line);
    });
  }

  private armed(): void {
    const { pilot, running } = this;
    if (pilot === null) return;
    this.later(pilot.afterMs, () => {
      if (this.running === running) this[pilot.outcome]();
    });
  }

  private rest(): void {
    if (this.device.cardInside) this.face.show('remove-card', ['Karte entnehmen']);
    else this.face.show('idle', SCREEN.idle);
  }

  private later(ms: number, work: () => void): void {
    this.clock.sleep(ms, this.closing.signal).then(work, () => undefined);
  }

  private changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }
}
