/**
 * One payment, refund or reversal on the terminal, from its command to its end.
 *
 *   sent ──80 00──▶ running ──04 0F──▶ answered ──06 0F──▶ proved
 *     │               │  ▲                │  │
 *     │               └──┘ 04 FF, prints  │  └──06 1E──▶ unproved: was it taken back?
 *     ├──84 xx──▶ refused                 └──silence, link lost──▶ unproved
 *     └──no answer──▶ unclear; a stop goes out, and what comes all the same is heard
 *
 * A result is stored before it is acknowledged, because that acknowledgement is the terminal's commit. A result that
 * can't be stored, or that has another amount, is refused, and the terminal reverses it.
 */
import { describeError, type EpochMs, maskCardNumbers } from '@tillbridge/kernel';
import type { Begun, Observe, Outcome, PaymentOrder, Phase } from '@tillbridge/payments';
import {
  BMP,
  type Charset,
  CONTROL,
  type Message,
  readAbort,
  readCompletion,
  readIntermediateStatus,
  readPrintBlock,
  readPrintLine,
  readStatusInformation,
  type StatusInformation,
} from '../codec/index.ts';
import type { Conversation, End, Reply } from './conversation.ts';
import { DRIVER_ERRORS } from './errors.ts';
import { timeOf } from './evidence.ts';
import { isSame, type Mark, markOf } from './mark.ts';
import type { OpenPayment } from './notebook.ts';
import { approved, notPaid } from './outcome.ts';
import { isCancelled, phaseOf } from './phases.ts';
import { ReceiptCollector } from './receipts.ts';
import type { RecoveryPorts } from './recovery.ts';
import { BUSY, NOT_ACCEPTED, PASSWORD_WRONG, SUCCESS, say, sayVerdict } from './verdict.ts';

/** What a conversation proved by itself. */
export type Ending =
  | { readonly kind: 'proved'; readonly outcome: Outcome; readonly mark: Mark | null }
  /** The command was refused: nothing was started. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unproved'; readonly detail: string };

/** A failed result is sometimes all a terminal says; it is not waited for longer than this (INFERRED from field reports). */
const AFTER_FAILURE_MS = 10_000;
const MINUTE_MS = 60_000;
/** How long a terminal that is busy stays so at most, as far as a person should count on. */
const BUSY_FOR_MS = 10_000;
const MOST_WORDS = 160;

export class Transaction {
  readonly order: PaymentOrder;
  /** What `begin` answers. */
  readonly begun: Promise<Begun>;
  private readonly ports: RecoveryPorts;
  private readonly talk: Conversation;
  private open: OpenPayment;
  private readonly observers = new Set<Observe>();
  private readonly paper = new ReceiptCollector();
  private answerBegin: (begun: Begun) => void = () => undefined;
  private result: { readonly info: StatusInformation; readonly mark: Mark; readonly reply: Reply } | null = null;
  private silenceMs: number;
  private phaseNow: Phase = 'starting';
  private wordsNow: string | null = null;
  private expired = false;

  constructor(order: PaymentOrder, open: OpenPayment, talk: Conversation, ports: RecoveryPorts) {
    this.order = order;
    this.open = open;
    this.talk = talk;
    this.ports = ports;
    this.silenceMs = ports.settings.silenceMs;
    this.begun = new Promise((resolve) => {
      this.answerBegin = resolve;
    });
  }

  /** Its link has ended; so will it. */
  get lost(): boolean {
    return this.talk.lost;
  }

  get phase(): Phase {
    return this.phaseNow;
  }

  get stored(): OpenPayment {
    return this.open;
  }

  /** Until when the amount may stand on the terminal. */
  get expiresAt(): EpochMs {
    return this.order.expiresAt;
  }

  /** Tells where it stands, and every change; call the result to stop listening. */
  observe(observer: Observe): () => void {
    observer(this.phaseNow, this.wordsNow);
    this.observers.add(observer);
    return () => void this.observers.delete(observer);
  }

  /** Asks for a stop. Too late once a result was told: the terminal would take it for the next conversation. */
  async stop(): Promise<'taken' | 'refused' | 'no-answer'> {
    return this.result === null ? this.talk.stop() : 'refused';
  }

  /** Sends the command, once, and sees it to the end. Rejects only when the conversation's signal aborts. */
  async run(command: Uint8Array): Promise<Ending> {
    const over = new AbortController();
    void this.guardExpiry(over.signal);
    try {
      const end = await this.talk.run(command, {
        taken: () => this.accept(),
        unanswered: () => this.answerBegin({ kind: 'unclear', detail: say(DRIVER_ERRORS.noAnswer) }),
        hear: (message) => this.hear(message),
        patienceMs: () => (this.failedCode === null ? this.silenceMs : AFTER_FAILURE_MS),
      });
      const ending = this.conclude(end);
      // Whatever else is known by now: begin has its answer.
      this.answerBegin({ kind: 'unclear', detail: say(DRIVER_ERRORS.noAnswer) });
      return ending;
    } catch (error) {
      this.answerBegin({ kind: 'unclear', detail: describeError(error) });
      throw error;
    } finally {
      over.abort();
    }
  }

  private accept(): void {
    this.answerBegin({ kind: 'accepted', providerRef: this.order.reference, qr: null });
  }

  private hear(message: Message): Promise<Reply> | Reply {
    const context: { charset: Charset } = { charset: this.talk.charset };
    switch (message.control) {
      case CONTROL.intermediateStatus: {
        const { status, timeoutMinutes, texts } = readIntermediateStatus(message, context);
        if (timeoutMinutes !== null && timeoutMinutes > 0) this.silenceMs = timeoutMinutes * MINUTE_MS;
        this.show(isCancelled(status) ? 'processing' : phaseOf(status), texts);
        return 'ack';
      }
      case CONTROL.statusInformation:
        return this.hearResult(message, readStatusInformation(message, context));
      case CONTROL.printLine:
        this.paper.line(readPrintLine(message, context));
        return 'ack';
      case CONTROL.printBlock:
        this.paper.block(readPrintBlock(message, context));
        return 'ack';
      default:
        return 'ack';
    }
  }

  private async hearResult(message: Message, info: StatusInformation): Promise<Reply> {
    const mark = markOf(info);
    const again = this.result;
    // The terminal did not see our answer, or has more to tell about the same: the answer stays what it was.
    if (again !== null && again.info.resultCode === info.resultCode && isSame(again.mark, mark)) return again.reply;
    const success = info.resultCode === SUCCESS;
    const right = this.isRight(message, info);
    let reply: Reply = success && !right ? { nack: NOT_ACCEPTED } : 'ack';
    const outcome = success && right ? approved(info, this.order.amountCents, []) : null;
    this.open = { ...this.open, result: mark, accepted: reply === 'ack', outcome };
    const now = this.ports.clock.now();
    const shown = timeOf(mark, now);
    if (shown !== null) this.ports.notebook.sawClock(shown - now);
    try {
      await this.ports.notebook.opened(this.open);
    } catch {
      // Not stored means not promised: refused, so that the terminal takes it back.
      if (success) reply = { nack: NOT_ACCEPTED };
      this.open = { ...this.open, accepted: reply === 'ack', outcome: null };
    }
    this.result = { info, mark, reply };
    return reply;
  }

  /** What was asked for, in our currency; more is a tip, where the shop takes tips. */
  private isRight(message: Message, { amountCents, currency }: StatusInformation): boolean {
    const { settings } = this.ports;
    if (currency !== null && currency !== settings.currency) return false;
    // Without an amount the terminal confirms the command, which had one; an amount that can't be read confirms nothing.
    if (amountCents === null) return message.fields.every(({ bmp }) => bmp !== BMP.amount);
    if (amountCents === this.order.amountCents) return true;
    return settings.acceptTip && amountCents > this.order.amountCents;
  }

  private get failedCode(): number | null {
    const code = this.result?.info.resultCode ?? null;
    return code === SUCCESS ? null : code;
  }

  private conclude(end: End): Ending {
    const { result } = this;
    const mark = result?.mark ?? null;
    const info = result?.info ?? null;
    const failed = this.failedCode;
    const proved = (outcome: Outcome): Ending => ({ kind: 'proved', outcome, mark });
    switch (end.kind) {
      case 'refused': {
        // As a result, 37 is the host's "wrong PIN"; as an answer to a command it is the till's password.
        const detail = end.code === PASSWORD_WRONG ? say(DRIVER_ERRORS.wrongPassword) : sayVerdict(end.code);
        const inUse = end.code === BUSY;
        this.answerBegin({
          kind: 'refused',
          reason: inUse ? 'terminal-in-use' : 'provider-refused',
          detail,
          busyForMs: inUse ? BUSY_FOR_MS : null,
        });
        return { kind: 'refused' };
      }
      case 'completed': {
        const code = failed ?? failureOf(readCompletion(end.message).resultCode);
        if (code !== null) return proved(notPaid(code, info, null, this.expired));
        if (info === null || info.resultCode === null || result?.reply !== 'ack')
          return this.unproved('completed without a result');
        return proved(approved(info, this.order.amountCents, this.paper.receipts()));
      }
      case 'aborted': {
        const { resultCode, extendedText } = readAbort(end.message);
        // After a result that was fine, an abort says that it was taken back; the books have to say so too.
        if (info !== null && info.resultCode === SUCCESS) return this.unproved('aborted after a result');
        return proved(notPaid(failed ?? resultCode ?? 0xff, info, extendedText, this.expired));
      }
      case 'silent':
        if (failed !== null) return proved(notPaid(failed, info, null, this.expired));
        return { kind: 'unproved', detail: say(DRIVER_ERRORS.silence) };
      case 'no-answer':
        return { kind: 'unproved', detail: say(DRIVER_ERRORS.noAnswer) };
      case 'lost':
        if (failed !== null) return proved(notPaid(failed, info, null, this.expired));
        return { kind: 'unproved', detail: end.cause.message };
    }
  }

  private unproved(why: string): Ending {
    return { kind: 'unproved', detail: say(DRIVER_ERRORS.notProvable, why) };
  }

  private show(phase: Phase | null, texts: readonly string[]): void {
    if (phase !== null) this.phaseNow = phase;
    const words = maskCardNumbers(texts.join('\n')).slice(0, MOST_WORDS).trim();
    this.wordsNow = words === '' ? null : words;
    for (const observer of this.observers) observer(this.phaseNow, this.wordsNow);
  }

  /** No amount stays on the terminal beyond its lease (P6): the stop is ours, whoever else asks for one. */
  private async guardExpiry(over: AbortSignal): Promise<void> {
    const { clock } = this.ports;
    try {
      await clock.sleep(Math.max(0, this.order.expiresAt - clock.now()), over);
      this.expired = true;
      await this.stop();
    } catch {
      // The conversation is over, or was called off.
    }
  }
}

function failureOf(code: number | null): number | null {
  return code === null || code === SUCCESS ? null : code;
}
