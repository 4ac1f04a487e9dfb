/**
 * A ZVT terminal as a `CardTerminal`: payments, refunds and reversals by `begin`, their ends by `follow` and `enquire`.
 * One payment at a time, one conversation at a time; 06 01, 06 30 and 06 31 are sent once and never repeated.
 */
import { asCall, type CallContext, type Clock, describeError } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Begun,
  CardTerminal,
  Observe,
  PaymentHandle,
  PaymentOrder,
  RouteId,
  Standing,
  TerminalId,
  TerminalService,
} from '@tillbridge/payments';
import {
  abortAnswer,
  endOf,
  inUse,
  noLine,
  notWritable,
  OCCUPIED_FOR_MS,
  offline,
  refusalOf,
  standingOf,
  unanswered,
  whyOf,
} from './answers.ts';
import { commandOf, reversible } from './command.ts';
import { DRIVER_ERRORS } from './errors.ts';
import { detailOf, type Held, Line } from './line.ts';
import { Notebook, type OpenPayment } from './notebook.ts';
import { baseline, investigate, type RecoveryPorts } from './recovery.ts';
import { ZvtService } from './service.ts';
import type { ZvtPorts, ZvtTerminalSettings } from './settings.ts';
import { type Ending, Transaction } from './transaction.ts';
import { say } from './verdict.ts';

/** After the link was lost, the terminal gets this long to come back before a person is asked. */
const COME_BACK_MS = 30_000;
const COME_BACK_PAUSE_MS = 1_500;
const BUSY_PAUSE_MS = 2_000;

export function createZvtTerminal(settings: ZvtTerminalSettings, ports: ZvtPorts): CardTerminal {
  return new ZvtTerminal(settings, ports);
}

class ZvtTerminal implements CardTerminal {
  readonly means = 'card' as const;
  readonly addressedBy = 'reference' as const;
  readonly route: RouteId;
  readonly terminal: TerminalId;
  readonly leaseMs: number;
  readonly canRefund: boolean;
  readonly service: TerminalService;
  private readonly settings: ZvtTerminalSettings;
  private readonly ports: ZvtPorts;
  private readonly clock: Clock;
  private readonly notebook: Notebook;
  private readonly rooms: RecoveryPorts;
  private readonly line: Line;
  private readonly zvtService: ZvtService;
  private live: { readonly transaction: Transaction; readonly ended: Promise<Ending> } | null = null;

  constructor(settings: ZvtTerminalSettings, ports: ZvtPorts) {
    this.route = settings.route;
    this.terminal = settings.terminal;
    this.leaseMs = settings.leaseMs;
    this.canRefund = settings.refunds;
    this.settings = settings;
    this.ports = ports;
    this.clock = ports.clock;
    this.notebook = new Notebook(ports.memory, settings.route);
    this.rooms = { clock: this.clock, notebook: this.notebook, settings };
    this.line = new Line(settings, ports, () => this.zvtService.heard('registration'));
    this.zvtService = new ZvtService(settings, ports, this.line, {
      busy: () => this.live !== null,
      resolveOpen: (held) => this.settleOpen(held),
      lookAtBooks: (held) => baseline(held.talk, this.rooms),
      booksClosed: () => this.notebook.looseBasis(),
    });
    this.service = this.zvtService;
  }

  // --- starting ------------------------------------------------------------------------------------------------

  async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    if (order.direction === 'refund' && !this.settings.refunds) {
      return { kind: 'refused', reason: 'refund-not-possible', detail: null, busyForMs: null };
    }
    return asCall<Begun>(
      this.clock,
      call,
      (signal) => this.start(order, { ...call, signal }),
      () =>
        this.live?.transaction.order.reference === order.reference
          ? { kind: 'unclear', detail: say(DRIVER_ERRORS.noAnswer) }
          : offline(say(DRIVER_ERRORS.noAnswer, 'before anything was sent')),
    );
  }

  private async start(order: PaymentOrder, call: CallContext): Promise<Begun> {
    const { live } = this;
    if (live !== null) {
      return inUse(Math.max(OCCUPIED_FOR_MS, live.transaction.expiresAt - this.clock.now()));
    }
    const life = this.zvtService.life;
    const held = await this.line.acquire(call, life);
    if ('kind' in held) return refusalOf(held);
    let open: OpenPayment | null = null;
    try {
      const before = await this.clearWay(held);
      if (before === 'busy') {
        await held.release(true);
        return inUse(OCCUPIED_FOR_MS);
      }
      if (held.talk.lost) throw new Error('the link ended before the payment was sent');
      call.signal.throwIfAborted();
      open = {
        reference: order.reference,
        direction: order.direction,
        amountCents: order.amountCents,
        startedAt: this.clock.now(),
        before,
        takesBack: reversible(order, this.notebook.known[0])?.trace ?? null,
        result: null,
        accepted: false,
        outcome: null,
      };
      if (!(await this.noted(open))) {
        await held.release(true);
        return notWritable();
      }
      call.signal.throwIfAborted();
    } catch (error) {
      // Nothing was sent, so nothing is open.
      if (open !== null) await this.notebook.ended(open, { kind: 'not-stored' }, null).catch(() => undefined);
      await held.release(false);
      if (call.signal.aborted) throw error;
      return offline(detailOf(error));
    }
    const transaction = new Transaction(order, open, held.talk, this.rooms);
    const ended = this.run(transaction, held);
    this.live = { transaction, ended };
    return transaction.begun;
  }

  /** False when it can't be written down; then nothing may be sent. */
  private async noted(open: OpenPayment): Promise<boolean> {
    try {
      await this.notebook.opened(open);
      return true;
    } catch (error) {
      this.notNoted(error);
      return false;
    }
  }

  /**
   * What the terminal had done before this payment. A payment that is still open on it is cleared up first; one that
   * can't be is set aside: what the terminal shows from now on says nothing about it any more.
   */
  private async clearWay(held: Held): Promise<OpenPayment['before'] | 'busy'> {
    const standing = await this.settleOpen(held);
    if (standing?.kind === 'pending') return 'busy';
    const { open } = this.notebook;
    if (open === null || held.talk.lost) return baseline(held.talk, this.rooms);
    this.notebook.looseBasis();
    const before = await baseline(held.talk, this.rooms);
    await this.notebook.ended(open, { kind: 'displaced' }, null);
    return before;
  }

  /** Sees a transaction to its end, stores what it proved, and frees the line. Never rejects. */
  private async run(transaction: Transaction, held: Held): Promise<Ending> {
    let ending: Ending;
    try {
      ending = await transaction.run(commandOf(transaction.order, this.settings, this.notebook.known[0]));
    } catch (error) {
      ending = { kind: 'unproved', detail: describeError(error) };
    }
    try {
      const open = transaction.stored;
      if (ending.kind === 'proved') {
        await this.notebook.ended(open, { kind: 'ended', outcome: ending.outcome }, ending.mark);
        this.zvtService.heard('payment');
      } else if (ending.kind === 'refused') {
        await this.notebook.ended(open, { kind: 'not-stored' }, null);
      } else {
        this.ports.log.warn('a payment ended without proof', { terminal: this.terminal, why: ending.detail });
      }
    } catch (error) {
      this.notNoted(error);
    }
    await held.release(ending.kind !== 'unproved');
    this.live = null;
    return ending;
  }

  // --- watching ------------------------------------------------------------------------------------------------

  enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    return asCall(this.clock, call, (signal) => this.standing(handle, { ...call, signal }), unanswered);
  }

  async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    return asCall(
      this.clock,
      call,
      async (signal) => {
        const live = this.liveOf(handle);
        if (live !== null) {
          const off = live.transaction.observe(observe);
          const ending = await Promise.race([live.ended, aborted(signal)]).finally(off);
          if (ending.kind === 'proved') return { kind: 'final', outcome: ending.outcome };
        }
        return this.untilClear(handle, observe, { ...call, signal });
      },
      () => ({ kind: 'unreachable', detail: 'no end within the time of the watch' }),
    );
  }

  /** Asks until the terminal has told what became of the payment, or has had its time to come back. */
  private async untilClear(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    const startedMs = this.clock.monotonicMs();
    for (;;) {
      const leftMs = COME_BACK_MS - (this.clock.monotonicMs() - startedMs);
      const standing = await this.enquire(handle, { signal: call.signal, timeoutMs: Math.max(1_000, leftMs) });
      if (standing.kind === 'unreachable') {
        if (leftMs <= COME_BACK_PAUSE_MS || !this.mayClear(handle)) return standing;
        // Nobody should hold a card to a terminal that isn't reached.
        observe('checking');
        await this.clock.sleep(COME_BACK_PAUSE_MS, call.signal);
      } else if (standing.kind === 'pending') {
        observe(standing.phase);
        await this.clock.sleep(BUSY_PAUSE_MS, call.signal);
      } else {
        return standing;
      }
    }
  }

  /** Whether asking again can still change the answer. */
  private mayClear(handle: PaymentHandle): boolean {
    return this.notebook.open?.reference === handle.reference;
  }

  private async standing(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    const live = this.liveOf(handle);
    if (live !== null && !live.transaction.lost) return { kind: 'pending', phase: live.transaction.phase };
    if (live !== null) await Promise.race([live.ended, aborted(call.signal)]);
    const known = this.known(handle);
    if (known !== null) return known;
    const held = await this.line.acquire(call, call.signal);
    if ('kind' in held) return { kind: 'unreachable', detail: noLine(held) };
    let clean = false;
    try {
      // Somebody else may have settled it while we waited for the line.
      const settled = this.known(handle) ?? (await this.settleOpen(held));
      clean = !held.talk.lost;
      return settled ?? this.known(handle) ?? { kind: 'unreachable', detail: say(DRIVER_ERRORS.notProvable) };
    } finally {
      await held.release(clean && !call.signal.aborted);
    }
  }

  /** What is known without asking anybody; null: the terminal has to be asked. */
  private known(handle: PaymentHandle): Standing | null {
    const { open } = this.notebook;
    const ended = this.notebook.endOf(handle.reference);
    if (ended !== null) return standingOf(ended);
    // It was written down before its command could leave; what was never written down was never sent.
    return open?.reference === handle.reference ? null : { kind: 'absent' };
  }

  /**
   * Clears up the payment that is still open on this terminal, if there is one: asks what became of it and writes that
   * down. Resolves with where it stands; null when none was open.
   */
  private async settleOpen(held: Held): Promise<Standing | null> {
    const { open } = this.notebook;
    if (open === null) return null;
    const found = await investigate(held.talk, open, this.rooms);
    const ended = endOf(open, found);
    if (ended === null) {
      if (found.kind === 'busy') return { kind: 'pending', phase: 'processing' };
      const detail = found.kind === 'unreachable' ? found.detail : say(DRIVER_ERRORS.notProvable, whyOf(found));
      return { kind: 'unreachable', detail };
    }
    const mark = found.kind === 'proof' && 'mark' in found.proof ? found.proof.mark : null;
    this.zvtService.heard('status-enquiry');
    // A proof that can't be noted is one all the same: whoever asked notes it, and the terminal can be asked again.
    await this.notebook.ended(open, ended, mark).catch((error: unknown) => this.notNoted(error));
    return standingOf(ended);
  }

  private notNoted(error: unknown): void {
    const fields = { terminal: this.terminal, error: describeError(error) };
    this.ports.log.error('the end of a payment could not be noted', fields);
  }

  private liveOf(handle: PaymentHandle): { transaction: Transaction; ended: Promise<Ending> } | null {
    return this.live?.transaction.order.reference === handle.reference ? this.live : null;
  }

  // --- stopping ------------------------------------------------------------------------------------------------

  abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    return asCall<AbortAnswer>(this.clock, call, (signal) => this.stop(handle, { ...call, signal }), unanswered);
  }

  private async stop(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    const live = this.liveOf(handle);
    if (live !== null) return abortAnswer(await live.transaction.stop());
    if (this.known(handle) !== null) return { kind: 'too-late', detail: null };
    // Armed by a run of ours that is over: whatever the terminal is doing, it is to stop (P6).
    const held = await this.line.acquire(call, call.signal);
    if ('kind' in held) return { kind: 'unreachable', detail: noLine(held) };
    let clean = false;
    try {
      const answer = await held.talk.stop();
      clean = answer !== 'no-answer';
      return abortAnswer(answer);
    } finally {
      await held.release(clean);
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
