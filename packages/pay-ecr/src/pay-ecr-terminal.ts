/**
 * A PAY.POS terminal on the shop's own network as a `CardTerminal`.
 *
 *   begin    PING, HISTORY_LIST, note on disk, TRANSACTION_START; accepted with the first event
 *   follow   events become phases; each end is looked up in the history; after a lost connection the history comes first
 *   expiry   TRANSACTION_STOP by ourselves when the order's time is over (P6), and the proof of the end after it
 *
 * TRANSACTION_START is sent once, whatever happens. One payment at a time.
 */
import { asCall, type CallContext, type Clock, describeError, type Log } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  BasketScreen,
  Begun,
  CardTerminal,
  Observe,
  PaymentHandle,
  PaymentId,
  PaymentOrder,
  RouteId,
  Standing,
  TerminalId,
  TerminalService,
} from '@tillbridge/payments';
import { PayEcrBasket } from './basket-screen.ts';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import { recordOf, standingAtTerminal } from './inquiry.ts';
import { arrivalOf, LivePayment } from './live-payment.ts';
import type { Incoming, TransactionEvent } from './messages.wire.ts';
import { type PaymentNote, PaymentNotes } from './note.ts';
import { inUseByUs, isFree, makeReady, type Refusal, refused } from './readiness.ts';
import { PayEcrService } from './service.ts';
import type { PayEcrPorts, PayEcrSettings } from './settings.ts';
import { noAnswerInTime, type StandingRules, unprovable } from './standing.ts';
import { sendStop, stopAtExpiry, tooLate } from './stopping.ts';
import { TerminalLine } from './terminal-line.ts';
import { toTransaction } from './transaction.ts';
import { Bell } from './waiting.ts';

/** A payment whose time is over by so much no longer keeps the next one from starting. */
const SURELY_OVER_MS = 60_000;
/** While events come, a terminal that says nothing for so long is asked. */
const QUIET_MS = 5_000;
/** Without events it is asked this often, more slowly while it doesn't answer. */
const ASK_PAUSES_MS = [250, 500, 1_000, 2_000] as const;
/** So long without an answer that proves anything, and the watch ends. */
const SILENCE_MS = 30_000;
/** A payment that is about to be over. */
const SOON_MS = 500;

export function createPayEcrTerminal(settings: PayEcrSettings, ports: PayEcrPorts): CardTerminal {
  return new PayEcrTerminal(settings, ports);
}

class PayEcrTerminal implements CardTerminal {
  readonly means = 'card';
  readonly addressedBy = 'reference';
  readonly route: RouteId;
  readonly terminal: TerminalId;
  readonly leaseMs: number;
  readonly canRefund: boolean;
  readonly service: TerminalService;
  readonly basket?: BasketScreen;
  private readonly settings: PayEcrSettings;
  private readonly rules: StandingRules;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly notes: PaymentNotes;
  private readonly line: TerminalLine;
  private readonly screen: PayEcrBasket;
  private readonly services: PayEcrService;
  private live: LivePayment | null = null;
  private letLineGo: (() => void) | null = null;
  private beginning = false;
  /** Payments that this run of ours has asked the terminal about. */
  private readonly looked = new Set<PaymentId>();

  constructor(settings: PayEcrSettings, ports: PayEcrPorts) {
    const { clock, log } = ports;
    this.settings = settings;
    this.route = settings.route;
    this.terminal = settings.terminal;
    this.leaseMs = settings.leaseMs;
    this.canRefund = settings.refunds;
    this.rules = { queuedPolicy: settings.queuedPolicy, terminalCode: settings.terminalCode };
    this.clock = clock;
    this.log = log;
    this.notes = new PaymentNotes(ports.memory, settings.route);
    this.line = new TerminalLine(ports, {
      event: (event, link) => this.live?.take(event, link),
      error: (reason) => this.unaskedError(reason),
      lost: (link, silent) => {
        this.live?.lost(link, silent);
        this.screen.lost();
      },
      heard: (sign) => this.services.heard(sign),
    });
    this.screen = new PayEcrBasket(this.line, settings.service, log);
    this.services = new PayEcrService(
      this.line,
      settings.terminalCode,
      ports.dialer.address,
      clock,
      () => this.occupied,
    );
    this.service = this.services;
    if (settings.basket) this.basket = this.screen;
  }

  // --- begin -----------------------------------------------------------------------------------------------------

  async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    const progress = { sent: false };
    return asCall(
      this.clock,
      call,
      async (signal) => {
        if (this.beginning) return inUseByUs(SOON_MS);
        if (order.direction === 'refund' && !this.settings.refunds) {
          return { kind: 'refused', reason: 'refund-not-possible', detail: null, busyForMs: null };
        }
        this.beginning = true;
        this.screen.pause();
        const letGo = this.line.hold();
        try {
          return (await this.keptOut(signal)) ?? (await this.start(order, progress, call.timeoutMs, signal));
        } finally {
          this.beginning = false;
          letGo();
          if (this.live === null) this.screen.resume();
        }
      },
      () =>
        progress.sent
          ? { kind: 'unclear', detail: detailOf(PAY_ECR_ERRORS.noAnswer, 'no event in time') }
          : refused('terminal-offline', PAY_ECR_ERRORS.notReached, 'no answer in time'),
    );
  }

  /**
   * What our payment before leaves of the terminal; null when nothing. Its end may have been proved without us, by the
   * provider's own message, so the terminal is asked before anybody is turned away.
   */
  private async keptOut(signal: AbortSignal): Promise<Refusal | null> {
    const before = this.live;
    const leftMs = before === null ? 0 : before.expiresAt + SURELY_OVER_MS - this.clock.now();
    if (before === null || leftMs <= 0) return null;
    const talking = before.attached && before.note.end === null && this.quietLeft(before) > 0;
    let standing = talking ? null : await this.look(before.handle, signal);
    if (standing?.kind === 'unreachable') {
      const ready = await makeReady(this.line, this.clock, signal);
      if (ready.kind === 'refused') return ready;
      // The connection that fell silent has made way for a new one.
      standing = await this.look(before.handle, signal);
      // How it ended is for people to find out; that it has is enough here.
      if (standing.kind === 'unreachable' && before.note.end !== null) this.finish(before);
    }
    if (this.live !== before) return null;
    const untilStopMs = Math.max(before.expiresAt - this.clock.now(), SOON_MS);
    return inUseByUs(standing?.kind === 'unreachable' ? leftMs : untilStopMs);
  }

  private async start(
    order: PaymentOrder,
    progress: { sent: boolean },
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Begun> {
    const ready = await makeReady(this.line, this.clock, signal);
    if (ready.kind === 'refused') return ready;
    const { link, newestBefore } = ready;
    const note: PaymentNote = {
      startedAt: this.clock.now(),
      expiresAt: order.expiresAt,
      direction: order.direction,
      amountCents: order.amountCents,
      step: 'sending',
      newestBefore,
      stop: null,
      end: null,
    };
    try {
      await this.notes.write(order.reference, note);
    } catch (error) {
      return refused('journal-unwritable', PAY_ECR_ERRORS.noteUnwritable, describeError(error));
    }
    signal.throwIfAborted();
    if (link === 0 || link !== this.line.openLink) {
      return refused('terminal-offline', PAY_ECR_ERRORS.notReached, 'the connection ended before anything was sent');
    }

    const live = this.adopt(order.reference, note, link);
    progress.sent = true;
    const { service } = this.settings;
    const answer = await this.line.ask(
      {
        type: 'TRANSACTION_START',
        transaction: toTransaction(order),
        ...(service === undefined ? {} : { service }),
      },
      isEvent,
      { signal, timeoutMs, onLink: link },
    );
    switch (answer.kind) {
      case 'reply':
        await live.stored();
        return { kind: 'accepted', providerRef: order.reference, qr: null };
      case 'silent':
        if (answer.sent) return { kind: 'unclear', detail: detailOf(answer.entry, answer.why) };
        this.finish(live);
        return refused('terminal-offline', answer.entry, answer.why);
      case 'error':
        return this.refusedStart(live, answer.reason, signal);
    }
  }

  /** The terminal answered the start with an error: a refusal, if it is free all the same. */
  private async refusedStart(live: LivePayment, reason: string, signal: AbortSignal): Promise<Begun> {
    if (!(await isFree(this.line, signal)) || live.note.step !== 'sending') {
      return { kind: 'unclear', detail: detailOf(PAY_ECR_ERRORS.noAnswer, `it answered ${cleanWords(reason)}`) };
    }
    this.finish(live);
    return refused('provider-refused', PAY_ECR_ERRORS.refused, reason);
  }

  // --- watching --------------------------------------------------------------------------------------------------

  async enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    return asCall(this.clock, call, (signal) => this.look(handle, signal), noAnswerInTime);
  }

  async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    const letGo = this.line.hold();
    return asCall(
      this.clock,
      call,
      (signal) => this.watch(handle, observe, signal),
      () => unprovable(detailOf(PAY_ECR_ERRORS.noAnswer, 'no end within the time of the watch')),
    ).finally(letGo);
  }

  private async watch(handle: PaymentHandle, observe: Observe, signal: AbortSignal): Promise<Standing> {
    const idle = new Bell();
    let hopeMs = this.clock.monotonicMs();
    let asked = 0;
    for (;;) {
      const live = this.liveOf(handle.reference);
      if (live !== null) observe(live.phase, live.words);
      const quietMs = live?.attached === true && live.note.end === null ? this.quietLeft(live) : 0;
      if (quietMs > 0) {
        // As long as its events reach us, nobody is disturbed.
        hopeMs = this.clock.monotonicMs();
        asked = 0;
        await (live?.news ?? idle).wait(this.clock, quietMs, signal);
        continue;
      }
      const standing = await this.look(handle, signal);
      if (standing.kind === 'pending') {
        observe(standing.phase, this.liveOf(handle.reference)?.words ?? null);
        hopeMs = this.clock.monotonicMs();
        if (live?.attached === true && live.note.end === null) continue;
      } else if (standing.kind !== 'unreachable' || this.clock.monotonicMs() - hopeMs >= SILENCE_MS) {
        // It has ended, and nobody can say how: that is for people, and the terminal is free for the next one.
        const ended = this.liveOf(handle.reference);
        if (ended !== null && ended.note.end !== null) this.finish(ended);
        return standing;
      }
      const pauseMs = ASK_PAUSES_MS[Math.min(asked, ASK_PAUSES_MS.length - 1)] ?? QUIET_MS;
      asked += 1;
      await (this.liveOf(handle.reference)?.news ?? idle).wait(this.clock, pauseMs, signal);
    }
  }

  private quietLeft(live: LivePayment): number {
    return live.aliveMs + QUIET_MS - this.clock.monotonicMs();
  }

  /** Asks the terminal, and draws the consequences for the payment that runs. */
  private async look(handle: PaymentHandle, signal: AbortSignal): Promise<Standing> {
    if (this.live !== null && !this.occupied) this.finish(this.live);
    const live = this.liveOf(handle.reference);
    const note = live?.note ?? this.notes.read(handle);
    // The note is on disk before a start leaves: without one, none left.
    if (note === undefined) return { kind: 'absent' };
    if (this.occupied && live === null) return unprovable(detailOf(PAY_ECR_ERRORS.busyWithAnother));
    const mayRun = this.mayRun(handle, note);
    const silentSince = this.line.lifeSign;
    const known = { note, phase: live?.phase ?? 'checking', arrivesBy: live?.arrivesBy ?? arrivalOf(note) } as const;
    const ports = { line: this.line, clock: this.clock, rules: this.rules };
    const standing = await standingAtTerminal(handle, known, ports, signal);
    if (this.line.lifeSign !== silentSince) this.looked.add(handle.reference);
    const now = this.liveOf(handle.reference);
    switch (standing.kind) {
      case 'pending':
        return now === null ? this.busyTerminal(handle, note, mayRun) : this.stillRunning(now);
      case 'unreachable':
        return standing;
      default:
        this.looked.delete(handle.reference);
        if (now !== null) {
          await now.stored();
          this.finish(now);
        }
        return standing;
    }
  }

  private stillRunning(live: LivePayment): Standing {
    live.goesOn();
    return { kind: 'pending', phase: live.phase };
  }

  /**
   * Whether what runs on the terminal can be a payment that nobody of this run started: within its time, and at the first
   * look after a restart, when an amount may be armed still (P6). Later it is another till's.
   */
  private mayRun(handle: PaymentHandle, note: PaymentNote): boolean {
    return this.clock.now() < note.expiresAt + SURELY_OVER_MS || !this.looked.has(handle.reference);
  }

  /** The terminal is busy with what nobody of this run started. If it is ours, somebody watches its time from here on. */
  private busyTerminal(handle: PaymentHandle, note: PaymentNote, mayRun: boolean): Standing {
    if (this.occupied || !mayRun) return unprovable(detailOf(PAY_ECR_ERRORS.busyWithAnother));
    return { kind: 'pending', phase: this.adopt(handle.reference, note, 0).phase };
  }

  // --- stopping --------------------------------------------------------------------------------------------------

  async abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    return asCall(
      this.clock,
      call,
      (signal) => this.stop(handle, signal),
      () => ({
        kind: 'unreachable',
        detail: detailOf(PAY_ECR_ERRORS.noAnswer, 'no answer in time'),
      }),
    );
  }

  private async stop(handle: PaymentHandle, signal: AbortSignal): Promise<AbortAnswer> {
    const live = this.liveOf(handle.reference);
    const note = live?.note ?? this.notes.read(handle);
    if (note === undefined) return tooLate('it was never sent');
    if (note.end !== null && note.end.kind !== 'wrong-pin') return tooLate('it has ended');
    // A stop names no payment: it would hit the one that runs now.
    if (live === null && (this.occupied || !this.mayRun(handle, note))) return tooLate('it no longer runs');
    const found = await recordOf(handle.reference, note, this.line, signal);
    if (found.kind === 'silent') return { kind: 'unreachable', detail: detailOf(found.entry, found.why) };
    if (found.kind === 'record') return tooLate('it has ended');
    if (live !== null) await live.stopping('asked');
    return sendStop(this.line, live, signal);
  }

  // --- the payment that runs -------------------------------------------------------------------------------------

  private liveOf(reference: PaymentId): LivePayment | null {
    return this.live?.reference === reference ? this.live : null;
  }

  private get occupied(): boolean {
    if (this.beginning) return true;
    return this.live !== null && this.clock.now() < this.live.expiresAt + SURELY_OVER_MS;
  }

  private adopt(reference: PaymentId, note: PaymentNote, link: number): LivePayment {
    if (this.live !== null) this.finish(this.live);
    const { clock, log, notes } = this;
    const live = new LivePayment(reference, note, link, { clock, log, notes });
    this.live = live;
    this.looked.add(reference);
    this.letLineGo = this.line.hold();
    this.screen.pause();
    void stopAtExpiry(live, { line: this.line, clock, log });
    return live;
  }

  private finish(live: LivePayment): void {
    if (this.live !== live) return;
    this.live = null;
    live.over.abort(OVER);
    this.letLineGo?.();
    this.letLineGo = null;
    if (!this.beginning) this.screen.resume();
  }

  private unaskedError(reason: string): void {
    this.log.warn('the terminal reports an error', { code: PAY_ECR_ERRORS.refused.code, reason: cleanWords(reason) });
    if (this.live === null) return;
    this.live.aliveMs = Number.NEGATIVE_INFINITY;
    this.live.news.ring();
  }
}

const OVER = new Error('the payment is over');

function isEvent(message: Incoming): message is TransactionEvent {
  return message.type === 'TRANSACTION_EVENT';
}
