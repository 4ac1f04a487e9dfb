/**
 * A ZVT terminal, whatever carries its bytes.
 *
 *   booting ──bootMs──▶ idle ◀──▶ in conversation
 *      ▲                              │
 *      └── reboot, from anywhere ─────┘
 *
 * What a conversation is, is drawn in conversations.ts; payments in card-flow.ts and settlement.ts, the books in
 * books.ts. One connection at a time; registration and books outlive connections and restarts.
 */
import type { Clock, Random } from '@tillbridge/kernel';
import type { ApduLink } from '@tillbridge/zvt/link';
import { Books, type Charge, type Transaction } from './books.ts';
import type { SimCardName } from './cards.ts';
import { Conversations, type ReceivedCommand } from './conversations.ts';
import { type Device, LOGGED_OFF } from './device.ts';
import { Face, type Press, type ZvtScreen } from './face.ts';
import { type ListedZvtFault, type ZvtFault, ZvtFaultBox } from './faults.ts';
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
  private readonly conversations: Conversations;
  private line: TillLine | null = null;
  private pilot: ZvtAutopilot | null;
  private power: 'on' | 'booting' = 'on';
  private cable: 'in' | 'out' = 'in';
  private doorClosedUntilMs = 0;
  private boots = 0;
  private revision = 0;

  constructor({ clock, random, options }: ZvtTerminalPorts) {
    this.clock = clock;
    this.options = { ...ZVT_DEFAULTS, ...options };
    this.pilot = this.options.autopilot;
    this.talk = new Talk(clock);
    this.faults = new ZvtFaultBox({ changed: () => this.changed() });
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
    this.conversations = new Conversations(this.device, (line) => {
      this.rest();
      this.closeWhenIdle(line);
    });
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
      command: (apdu) => this.conversations.hear(line, apdu),
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
    if (this.conversations.current === null) this.rest();
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
    this.conversations.abandon(new Error('the terminal lost its power'));
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
    return this.conversations.received();
  }

  /** How many 06 01 and 06 31 arrived, whatever became of them. */
  authorisations(): number {
    return this.conversations.authorisations();
  }

  /** No conversation is under way. */
  idle(): boolean {
    return this.conversations.current === null && this.power === 'on';
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
      authorisations: this.authorisations(),
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
    const reason = new Error('the terminal is switched off');
    this.closing.abort(reason);
    this.conversations.abandon(reason);
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

  private cut(line: TillLine, backAfterMs: number): void {
    this.doorClosedUntilMs = this.clock.monotonicMs() + backAfterMs;
    line.end();
  }

  private lineEnded(line: TillLine): void {
    if (this.line === line) this.line = null;
    this.conversations.lineEnded(line);
    this.changed();
  }

  private closeWhenIdle(line: TillLine): void {
    const { closesIdleAfterMs } = this.options;
    if (closesIdleAfterMs === null || !line.alive) return;
    this.later(closesIdleAfterMs, () => {
      if (this.conversations.current !== null || !line.alive) return;
      if (line.idleMs() >= closesIdleAfterMs) line.end();
      else this.closeWhenIdle(line);
    });
  }

  private armed(): void {
    const { pilot } = this;
    if (pilot === null) return;
    const job = this.conversations.current;
    this.later(pilot.afterMs, () => {
      if (this.conversations.current === job) this[pilot.outcome]();
    });
  }

  private rest(): void {
    if (this.power === 'booting') return;
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
