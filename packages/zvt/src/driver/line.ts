/**
 * The one way to a terminal: one conversation at a time, signed on before anything else, dialled when it has to be.
 *
 *   free ──acquire──▶ dialling ──▶ signing on (once per link that was lost) ──▶ held ──release──▶ free
 *
 * A link that ended in the middle of something is closed: what still lies in it belongs to nobody.
 */
import {
  type CallContext,
  type Clock,
  describeError,
  type Log,
  TillbridgeError,
  TOO_LATE,
  within,
} from '@tillbridge/kernel';
import { buildRegistration, CONTROL, readAbort, readCompletion } from '../codec/index.ts';
import type { ApduLink } from '../link/apdu-link.ts';
import { Conversation, type End } from './conversation.ts';
import { DRIVER_ERRORS } from './errors.ts';
import type { ZvtPorts, ZvtTerminalSettings } from './settings.ts';
import { hexByte, PASSWORD_WRONG, say, UNKNOWN_COMMAND } from './verdict.ts';

/** Why there is no conversation to be had. Nothing but a registration was sent. */
export type NoLine =
  | { readonly kind: 'occupied' }
  /** Nobody there, or no answer to the registration. */
  | { readonly kind: 'offline'; readonly detail: string }
  /** It is there and won't have us. */
  | { readonly kind: 'refused'; readonly detail: string };

/** The line, held by one. */
export interface Held {
  readonly talk: Conversation;
  /** `clean`: the last conversation came to its end, so the link can serve the next. */
  release(clean: boolean): Promise<void>;
}

/** Bits of the registration's answer, BMP 19. */
const WANTS_INITIALISATION = 0x01;
const WANTS_DIAGNOSIS = 0x02;
/** Whoever asks while another conversation is under way waits this long: a status enquiry is over by then. */
const QUEUE_MS = 3_000;

export class Line {
  private readonly settings: ZvtTerminalSettings;
  private readonly ports: ZvtPorts;
  private readonly clock: Clock;
  private readonly log: Log;
  private held = false;
  private readonly queue: (() => void)[] = [];
  private link: ApduLink | null = null;
  private signedOn = false;
  private charset: Conversation['charset'] = 'cp437';
  /** What the terminal asked for when it signed us on. */
  wants: 'nothing' | 'initialisation' | 'diagnosis' = 'nothing';
  terminalId: string | null = null;
  private readonly onSignedOn: () => void;

  constructor(settings: ZvtTerminalSettings, ports: ZvtPorts, onSignedOn: () => void) {
    this.settings = settings;
    this.ports = ports;
    this.clock = ports.clock;
    this.log = ports.log;
    this.onSignedOn = onSignedOn;
  }

  get occupied(): boolean {
    return this.held;
  }

  /**
   * Takes the line, dials and signs on when that has to be done, within the call. `life` then ends what is said on it;
   * whoever aborts it releases the line all the same.
   */
  async acquire(call: CallContext, life: AbortSignal): Promise<Held | NoLine> {
    if (!(await this.take(Math.min(QUEUE_MS, call.timeoutMs), call.signal))) return { kind: 'occupied' };
    let clean = false;
    try {
      const link = await this.dial(call);
      const talk = new Conversation(link, this.clock, this.settings, life);
      talk.charset = this.charset;
      const refusal = this.signedOn ? null : await this.signOn(talk);
      if (refusal !== null) return refusal;
      call.signal.throwIfAborted();
      clean = true;
      return { talk, release: (tidy) => this.release(tidy && !talk.lost) };
    } catch (error) {
      for (const signal of [call.signal, life]) if (signal.aborted) throw signal.reason;
      return { kind: 'offline', detail: detailOf(error) };
    } finally {
      if (!clean) await this.release(false);
    }
  }

  /** The next conversation signs on anew: the terminal was restarted, or said that it doesn't know us. */
  forget(): void {
    this.signedOn = false;
  }

  get isSignedOn(): boolean {
    return this.signedOn;
  }

  private async take(waitMs: number, signal: AbortSignal): Promise<boolean> {
    if (!this.held) {
      this.held = true;
      return true;
    }
    let mine: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      mine = resolve;
    });
    this.queue.push(mine);
    try {
      if ((await within(this.clock, waitMs, turn, signal)) !== TOO_LATE) return true;
    } catch (error) {
      this.leaveQueue(mine);
      throw error;
    }
    this.leaveQueue(mine);
    return false;
  }

  /** Whoever was just handed the line and no longer wants it hands it on. */
  private leaveQueue(mine: () => void): void {
    const at = this.queue.indexOf(mine);
    if (at >= 0) this.queue.splice(at, 1);
    else this.handOn();
  }

  private handOn(): void {
    const next = this.queue.shift();
    if (next === undefined) this.held = false;
    else next();
  }

  private async release(clean: boolean): Promise<void> {
    const link = this.link;
    if (link !== null && (!clean || this.settings.connection === 'per-command')) {
      this.link = null;
      if (!clean) this.signedOn = false;
      await link.close().catch(() => undefined);
    } else if (link !== null) this.watchIdle(link);
    this.handOn();
  }

  private async dial(call: CallContext): Promise<ApduLink> {
    if (this.link !== null) return this.link;
    const link = await this.ports.transport.connect(call);
    if (call.signal.aborted) {
      await link.close();
      throw call.signal.reason;
    }
    this.link = link;
    return link;
  }

  /** A kept link that ends while nobody talks: the terminal was switched off, or its cable is out. */
  private watchIdle(link: ApduLink): void {
    link.onApdu(() => this.log.debug('the terminal spoke unasked', { terminal: this.settings.terminal }));
    link.onClose(() => {
      if (this.link !== link) return;
      this.link = null;
      this.signedOn = false;
    });
  }

  /** Registration (06 00). Null: signed on. */
  private async signOn(talk: Conversation): Promise<NoLine | null> {
    const { password, configByte, currency, charset } = this.settings;
    const end = await talk.run(
      buildRegistration({
        password,
        configByte,
        currency,
        serviceByte: null,
        permitted: [CONTROL.printBlock],
        charsets: charset === null ? [] : [charset],
        tlv: true,
      }),
    );
    const refusal = refusalOf(end);
    if (refusal !== null) {
      this.log.warn('terminal did not sign us on', { terminal: this.settings.terminal, why: refusal.detail });
      return refusal;
    }
    if (end.kind === 'completed') {
      const completion = readCompletion(end.message);
      this.charset = completion.charset ?? 'cp437';
      talk.charset = this.charset;
      this.terminalId = completion.terminalId ?? this.terminalId;
      const status = completion.statusByte ?? 0;
      this.wants =
        (status & WANTS_INITIALISATION) !== 0
          ? 'initialisation'
          : (status & WANTS_DIAGNOSIS) !== 0
            ? 'diagnosis'
            : 'nothing';
    }
    this.signedOn = true;
    this.onSignedOn();
    return null;
  }
}

function refusalOf(end: End): (NoLine & { kind: 'offline' | 'refused' }) | null {
  switch (end.kind) {
    case 'completed': {
      const { resultCode } = readCompletion(end.message);
      return resultCode === null || resultCode === 0 ? null : notHaving(resultCode);
    }
    case 'aborted':
      return notHaving(readAbort(end.message).resultCode ?? 0);
    case 'refused':
      // Some terminals do without: a payment is possible without registration (PA00P015, 06 00).
      return end.code === UNKNOWN_COMMAND ? null : notHaving(end.code);
    case 'no-answer':
    case 'silent':
      return { kind: 'offline', detail: say(DRIVER_ERRORS.noAnswer, 'to the registration') };
    case 'lost':
      return { kind: 'offline', detail: detailOf(end.cause) };
  }
}

function notHaving(code: number): NoLine & { kind: 'refused' } {
  const entry = code === PASSWORD_WRONG ? DRIVER_ERRORS.wrongPassword : DRIVER_ERRORS.registrationRefused;
  return { kind: 'refused', detail: say(entry, `code ${hexByte(code)}`) };
}

/** With a catalogue code in front. */
export function detailOf(error: unknown): string {
  return error instanceof TillbridgeError ? error.message : say(DRIVER_ERRORS.lost, describeError(error));
}
