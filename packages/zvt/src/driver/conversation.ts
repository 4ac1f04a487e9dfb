/**
 * One command and what follows it, until the terminal hands its rights back (PA00P016 rev 04, chapter 5):
 *
 *   till      command ─▶            ◀─ 80 00, or 84 xx: refused
 *   terminal                 04 FF, 04 0F, 06 D1, 06 D3 … each answered by the till with 80 00 or 84 xx
 *   terminal                 06 0F completion or 06 1E abort, answered too: the end
 *
 * Answers and messages are told apart by their class, so that a stop (06 B0) may be sent in the middle.
 */
import { type Clock, TillbridgeError, TOO_LATE, within } from '@tillbridge/kernel';
import {
  buildAbort,
  buildAck,
  buildNack,
  type Charset,
  CONTROL,
  decodeMessage,
  type Message,
  type Response,
  readResponse,
} from '../codec/index.ts';
import type { ApduLink } from '../link/apdu-link.ts';
import { DRIVER_ERRORS } from './errors.ts';
import { UNKNOWN_COMMAND } from './verdict.ts';

/** How a conversation ended. */
export type End =
  | { readonly kind: 'completed'; readonly message: Message }
  | { readonly kind: 'aborted'; readonly message: Message }
  /** 84 xx to the command: it was not executed. */
  | { readonly kind: 'refused'; readonly code: number }
  /** No answer to the command, and nothing else in the time after it. */
  | { readonly kind: 'no-answer' }
  /** The terminal stopped talking in the middle. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'lost'; readonly cause: Error };

/** What the till does with the terminal's messages. Everything is acknowledged unless `hear` says otherwise. */
export interface Conduct {
  /** The terminal took the command. Told once, also when its answer was lost and it talks all the same. */
  taken?(): void;
  /** The time for the answer is over; the conversation listens on, after a stop. */
  unanswered?(): void;
  /** A message that isn't the end. What it resolves with is the answer; the answer waits for it. */
  hear?(message: Message): Promise<Reply> | Reply;
  /** How long the terminal may be silent from now on; asked before each wait. */
  patienceMs?(): number;
}
export type Reply = 'ack' | { readonly nack: number };

export interface Timings {
  readonly answerMs: number;
  readonly silenceMs: number;
}

/** After a command without an answer: how long the terminal may take to show that it took it after all. */
const LISTEN_ON_MS = 10_000;

export class Conversation {
  private readonly link: ApduLink;
  private readonly clock: Clock;
  private readonly timings: Timings;
  /** Ends everything that is said here. */
  readonly signal: AbortSignal;
  private readonly inbox: Message[] = [];
  private ended: Error | null = null;
  /** The oldest question that waits for its 80 or 84. */
  private readonly questions: ((answer: Response) => void)[] = [];
  private readonly losses = new Set<(cause: Error) => void>();
  private wake: (() => void) | null = null;
  private running: number | undefined;
  /** Of texts, as negotiated. */
  charset: Charset = 'cp437';

  constructor(link: ApduLink, clock: Clock, timings: Timings, signal: AbortSignal) {
    this.link = link;
    this.clock = clock;
    this.timings = timings;
    this.signal = signal;
    link.onApdu((apdu) => this.take(apdu));
    link.onClose((cause) => {
      const lost = new TillbridgeError(DRIVER_ERRORS.lost, {
        detail: cause?.message ?? 'closed',
        ...(cause === null ? {} : { cause }),
      });
      this.ended = lost;
      for (const lose of this.losses) lose(lost);
      this.wake?.();
    });
  }

  get lost(): boolean {
    return this.ended !== null;
  }

  /** Sends a command and sees it to its end. Rejects only when the signal aborts. */
  async run(command: Uint8Array, conduct: Conduct = {}): Promise<End> {
    this.running = controlOf(command);
    this.inbox.length = 0;
    this.questions.length = 0;
    try {
      return await this.converse(command, conduct);
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      return { kind: 'lost', cause: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** Asks the terminal to stop what it does (06 B0); `no-answer` also when the link is gone. */
  async stop(): Promise<'taken' | 'refused' | 'no-answer'> {
    try {
      const answer = await this.ask(buildAbort());
      if (answer === TOO_LATE) return 'no-answer';
      return answer.positive ? 'taken' : 'refused';
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      if (error instanceof TillbridgeError) return 'no-answer';
      throw error;
    }
  }

  private async converse(command: Uint8Array, conduct: Conduct): Promise<End> {
    const first = this.ask(command);
    // A terminal that talks has taken the command, whether or not its answer came through.
    const talk = this.arrival();
    const answer = await Promise.race([first, talk]);
    let patienceMs: number | null = null;
    if (answer === TOO_LATE) {
      conduct.unanswered?.();
      patienceMs = LISTEN_ON_MS;
      void this.stop().catch(() => undefined);
    } else if (answer !== 'message') {
      if (!answer.positive) return { kind: 'refused', code: answer.code ?? 0 };
      conduct.taken?.();
    } else {
      first.catch(() => undefined);
      conduct.taken?.();
    }
    if (endsWithAnswer(this.running)) return { kind: 'completed', message: decodeMessage(buildAck()) };
    for (let heard = patienceMs === null; ; ) {
      const message = await this.next(patienceMs ?? conduct.patienceMs?.() ?? this.timings.silenceMs);
      if (message === null) return { kind: heard ? 'silent' : 'no-answer' };
      if (!heard) conduct.taken?.();
      heard = true;
      patienceMs = null;
      if (message.control === CONTROL.completion || message.control === CONTROL.aborted) {
        // The answer to the end is a courtesy: the terminal waits for it with its menu gone, and nothing depends on it.
        await this.link.send(buildAck()).catch(() => undefined);
        return { kind: message.control === CONTROL.completion ? 'completed' : 'aborted', message };
      }
      await this.answer(message, conduct);
    }
  }

  private async answer(message: Message, conduct: Conduct): Promise<void> {
    if (!isKnown(message.control)) {
      await this.link.send(buildNack(UNKNOWN_COMMAND));
      return;
    }
    const reply = (await conduct.hear?.(message)) ?? 'ack';
    await this.link.send(reply === 'ack' ? buildAck() : buildNack(reply.nack));
  }

  /** Sends, and waits for the answer. */
  private async ask(command: Uint8Array): Promise<Response | typeof TOO_LATE> {
    let give: (answer: Response) => void = () => undefined;
    const answered = new Promise<Response>((resolve) => {
      give = resolve;
    });
    this.questions.push(give);
    const lost = this.untilLost();
    try {
      await this.link.send(command);
      return await within(this.clock, this.timings.answerMs, Promise.race([answered, lost.gone]), this.signal);
    } finally {
      lost.forget();
      const at = this.questions.indexOf(give);
      if (at >= 0) this.questions.splice(at, 1);
    }
  }

  private untilLost(): { readonly gone: Promise<never>; forget(): void } {
    let reject: (cause: Error) => void = () => undefined;
    const gone = new Promise<never>((_, fail) => {
      reject = fail;
    });
    gone.catch(() => undefined);
    if (this.ended !== null) reject(this.ended);
    this.losses.add(reject);
    return { gone, forget: () => void this.losses.delete(reject) };
  }

  /** Resolves as soon as a message of the terminal is there; never, when none comes. */
  private arrival(): Promise<'message'> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.inbox.length > 0) resolve('message');
        else if (this.ended === null) this.wake = look;
      };
      look();
    });
  }

  private async next(patienceMs: number): Promise<Message | null> {
    for (;;) {
      const message = this.inbox.shift();
      if (message !== undefined) return message;
      if (this.ended !== null) throw this.ended;
      const news = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      if ((await within(this.clock, patienceMs, news, this.signal)) === TOO_LATE) return null;
    }
  }

  private take(apdu: Uint8Array): void {
    const message = decodeMessage(apdu, {
      charset: this.charset,
      ...(this.running === undefined ? {} : { running: this.running }),
    });
    if (isResponse(message.control)) this.questions.shift()?.(readResponse(message));
    else {
      this.inbox.push(message);
      this.wake?.();
    }
  }
}

const RESPONSE_CLASSES = new Set([0x80, 0x84]);

function isResponse(control: number): boolean {
  return RESPONSE_CLASSES.has(control >> 8);
}

function controlOf(apdu: Uint8Array): number {
  return ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
}

/** Commands that end with their answer (PA00P015, chapter 2). */
function endsWithAnswer(control: number | undefined): boolean {
  return control === CONTROL.logOff || control === CONTROL.abort;
}

/** What a till without input, menu and dial-up functions takes. */
const KNOWN = new Set<number>([
  CONTROL.statusInformation,
  CONTROL.intermediateStatus,
  CONTROL.printLine,
  CONTROL.printBlock,
  CONTROL.dateTime,
]);

function isKnown(control: number): boolean {
  return KNOWN.has(control);
}
