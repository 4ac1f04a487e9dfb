/**
 * The one connection to a terminal, and the rules for asking on it.
 *
 * Replies carry nothing that says which question they answer, and ERROR may answer any. So one question is asked at a
 * time, and a connection on which an answer went missing is given up: its late answer would pass for the next one's.
 * What has no reply of its own (a stop, a basket) is followed by a PING, whose PONG says that it was read.
 */
import {
  type ByteDialer,
  type ByteLink,
  type Clock,
  describeError,
  type EpochMs,
  type ErrorEntry,
  type Log,
  TillbridgeError,
  TOO_LATE,
  within,
} from '@tillbridge/kernel';
import type { LifeSign } from '@tillbridge/payments';
import { PAY_ECR_ERRORS } from './errors.ts';
import { MessageLink } from './message-link.ts';
import type { Incoming, Outgoing, Pong, TransactionEvent } from './messages.wire.ts';
import type { MessageObserver } from './settings.ts';
import { calledOff } from './waiting.ts';

/** How long a terminal on the shop's own network may take to accept a connection. */
const DIAL_MS = 3_000;
/** How long it may take to answer a question that it answers from memory. */
const ANSWER_MS = 3_000;

/** No answer. `sent`: whether the question may have reached the terminal all the same. */
export interface Silence {
  readonly kind: 'silent';
  readonly sent: boolean;
  readonly entry: ErrorEntry;
  readonly why: string;
}

export type Answer<M> =
  | { readonly kind: 'reply'; readonly message: M }
  | { readonly kind: 'error'; readonly reason: string }
  | Silence;

export type Told =
  /** `status`: the terminal's own, after it; `refused`: the error it answered with, if it did. */
  { readonly kind: 'told'; readonly status: string | null; readonly refused: string | null } | Silence;

/** How a question is asked. */
export interface AskOptions {
  readonly signal: AbortSignal;
  /** From the moment it is its turn. */
  readonly timeoutMs?: number;
  /** Only on this connection: not asked at all when it is gone. */
  readonly onLink?: number;
}

export interface LineListener {
  event(event: TransactionEvent, link: number): void;
  /** An error that answers no question. */
  error(reason: string): void;
  /** `silent`: nobody ended it; an answer went missing, and we gave it up. */
  lost(link: number, silent: boolean): void;
  /** The terminal said something. */
  heard(sign: LifeSign): void;
}

export interface LinePorts {
  readonly dialer: ByteDialer;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: MessageObserver;
}

interface Waiting {
  readonly link: number;
  /** Whether an ERROR belongs to the message before, and the reply is still to come. */
  readonly fenced: boolean;
  readonly errors: string[];
  accepts(message: Incoming): boolean;
  settle(answer: Answer<Incoming>): void;
}

export class TerminalLine {
  private readonly ports: LinePorts;
  private readonly listener: LineListener;
  private link: MessageLink | null = null;
  private number = 0;
  private holders = 0;
  private waiting: Waiting | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private sign: LifeSign | null = null;

  constructor(ports: LinePorts, listener: LineListener) {
    this.ports = ports;
    this.listener = listener;
  }

  get lifeSign(): LifeSign | null {
    return this.sign;
  }

  /** The number of the open connection; 0 when there is none. */
  get openLink(): number {
    return this.link?.isOpen === true ? this.number : 0;
  }

  /** Keeps the connection, once made, until the answer of this is called. */
  hold(): () => void {
    this.holders += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.holders -= 1;
      this.closeIfIdle();
    };
  }

  /** Asks one question. Rejects only when `signal` aborts. */
  ask<M extends Incoming>(
    message: Outgoing,
    accepts: (message: Incoming) => message is M,
    options: AskOptions,
  ): Promise<Answer<M>> {
    const asked = this.inTurn(() => this.exchange([message], accepts, false, options));
    // `accepts` let nothing else through.
    return calledOff(asked as Promise<Answer<M>>, options.signal);
  }

  /** Sends what has no reply of its own, and a PING after it. Rejects only when `signal` aborts. */
  tell(message: Outgoing, options: AskOptions): Promise<Told> {
    const told = this.inTurn(async (): Promise<Told> => {
      const errors: string[] = [];
      const answer = await this.exchange([message, { type: 'PING' }], isPong, true, options, errors);
      if (answer.kind !== 'reply')
        return answer.kind === 'silent' ? answer : silence(true, PAY_ECR_ERRORS.noAnswer, '');
      const status = isPong(answer.message) ? answer.message.status : null;
      return { kind: 'told', status, refused: errors[0] ?? null };
    });
    return calledOff(told, options.signal);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.holders += 1;
    const mine = this.turn.then(work);
    this.turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine.finally(() => {
      this.holders -= 1;
      this.closeIfIdle();
    });
  }

  /** Runs to its own end even when its caller has left: the next question may only be asked after it. */
  private async exchange(
    messages: readonly Outgoing[],
    accepts: (message: Incoming) => boolean,
    fenced: boolean,
    options: AskOptions,
    errors: string[] = [],
  ): Promise<Answer<Incoming>> {
    if (options.signal.aborted) return silence(false, PAY_ECR_ERRORS.notReached, 'called off');
    if (options.onLink !== undefined && options.onLink !== this.openLink) {
      return silence(false, PAY_ECR_ERRORS.notReached, 'the connection is gone');
    }
    const link = await this.linked(options.signal);
    if ('kind' in link) return link;
    const number = this.number;
    const answered = new Promise<Answer<Incoming>>((settle) => {
      this.waiting = { link: number, fenced, errors, accepts, settle };
    });
    try {
      for (const message of messages) {
        // A failed write ends the link, which settles the wait.
        link.send(message).catch((error: unknown) => this.lose(link, error, number));
      }
      const late = silence(true, PAY_ECR_ERRORS.noAnswer, 'no answer in time');
      const heard = await within(this.ports.clock, options.timeoutMs ?? ANSWER_MS, answered);
      const answer = heard === TOO_LATE ? late : heard;
      if (answer.kind === 'silent') this.drop(link);
      return answer;
    } finally {
      this.waiting = null;
    }
  }

  private async linked(signal: AbortSignal): Promise<MessageLink | Silence> {
    if (this.link?.isOpen === true) return this.link;
    const { dialer, clock } = this.ports;
    const late = new AbortController();
    const dialling = dialer.dial({ signal: AbortSignal.any([signal, late.signal]), timeoutMs: DIAL_MS });
    try {
      const bytes = await within(clock, DIAL_MS, dialling, signal);
      if (bytes !== TOO_LATE) return this.attach(bytes);
      late.abort(TOO_LATE);
      discard(dialling);
      return silence(false, PAY_ECR_ERRORS.notReached, 'nobody answered the call in time');
    } catch (error) {
      discard(dialling);
      const why = error instanceof TillbridgeError ? error.message : describeError(error);
      return silence(false, PAY_ECR_ERRORS.notReached, why);
    }
  }

  private attach(bytes: ByteLink): MessageLink {
    this.number += 1;
    const number = this.number;
    this.ports.observer?.note(`connected to ${this.ports.dialer.address}`);
    const link: MessageLink = new MessageLink(
      bytes,
      {
        message: (message) => this.take(message, number),
        unreadable: (about, type) => this.takeUnreadable(about, type, number),
        closed: (cause) => this.lose(link, cause, number),
      },
      this.ports.observer,
    );
    this.link = link;
    return link;
  }

  private take(message: Incoming, link: number): void {
    this.sign = { at: this.ports.clock.now() satisfies EpochMs, how: signOf(message) };
    this.listener.heard(this.sign);
    if (message.type === 'TRANSACTION_EVENT') this.listener.event(message, link);
    const waiting = this.waiting?.link === link ? this.waiting : null;
    if (waiting?.accepts(message) === true) {
      waiting.settle({ kind: 'reply', message });
      return;
    }
    if (message.type !== 'ERROR') return;
    const reason = message.reason ?? 'no reason given';
    if (waiting === null) this.listener.error(reason);
    else if (waiting.fenced) waiting.errors.push(reason);
    else waiting.settle({ kind: 'error', reason });
  }

  private takeUnreadable(about: string, type: string | null, link: number): void {
    this.ports.log.warn('a message of the terminal could not be read', { code: PAY_ECR_ERRORS.unreadable.code, about });
    // A known reply with a wrong field is an answer, so the connection stays good for the next question. Noise is none.
    if (type === null || type === 'TRANSACTION_EVENT' || this.waiting?.link !== link) return;
    this.waiting.settle(silence(true, PAY_ECR_ERRORS.unreadable, about));
  }

  private lose(link: MessageLink, cause: unknown, number: number): void {
    if (this.link === link) this.link = null;
    link.close();
    const why = cause === null || cause === undefined ? 'the connection was closed' : describeError(cause);
    if (this.waiting?.link === number) this.waiting.settle(silence(true, PAY_ECR_ERRORS.noAnswer, why));
    this.listener.lost(number, false);
  }

  private drop(link: MessageLink): void {
    // An end that came first has been told.
    if (link.isOpen) this.listener.lost(this.number, true);
    if (this.link === link) this.link = null;
    link.close();
  }

  private closeIfIdle(): void {
    if (this.holders > 0 || this.link === null) return;
    const link = this.link;
    this.link = null;
    link.close();
  }
}

/** A connection that nobody waits for any more. */
function discard(dialling: Promise<ByteLink>): void {
  dialling.then(
    (link) => link.close(),
    () => undefined,
  );
}

function silence(sent: boolean, entry: ErrorEntry, why: string): Silence {
  return { kind: 'silent', sent, entry, why };
}

export function isPong(message: Incoming): message is Pong {
  return message.type === 'PONG';
}

function signOf(message: Incoming): LifeSign['how'] {
  if (message.type === 'PONG') return 'ping';
  return message.type === 'TRANSACTION_EVENT' ? 'payment' : 'service';
}
