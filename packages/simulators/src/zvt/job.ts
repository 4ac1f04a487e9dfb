import { buildAborted, buildAck, buildCompletion, buildIntermediateStatus, buildNack } from '@tillbridge/zvt/codec';
import { CONFIG, type Device } from './device.ts';
import { type Conversation, isOn, type Step } from './faults.ts';
import type { TillAnswer, TillLine } from './till-line.ts';
import { progressLines, reason } from './words.ts';

export type CompletionParts = Parameters<typeof buildCompletion>[0];

const GARBAGE_BYTES = 12;

/** A fault that strikes at a moment. */
interface Strike {
  /** The till's answer at this moment is not heard. */
  readonly deafens: boolean;
  readonly happen: () => void;
}

/** One conversation: the connection it came over, how it goes on without it, and the faults armed for its moments. */
export class Job {
  readonly device: Device;
  readonly line: TillLine;
  readonly about: Conversation;
  readonly signal: AbortSignal;
  /** The connection is gone or silent: nothing can be told any more. */
  lost = false;
  /** The till has asked to stop, and was told yes. */
  stopAsked = false;
  /** 06 0F or 06 1E was sent: the till may give its next command. */
  saidLastWord = false;
  /** Whether 06 B0 can still be taken. */
  stoppable = false;

  constructor(device: Device, line: TillLine, about: Conversation, signal: AbortSignal) {
    this.device = device;
    this.line = line;
    this.about = about;
    this.signal = signal;
  }

  /** The connection has ended, or is taken for ended. */
  lose(): void {
    if (this.lost) return;
    this.lost = true;
    if (this.device.options.closesOnSilence) this.line.end();
    this.device.face.happen({ do: 'line-gone' });
  }

  stop(): void {
    this.stopAsked = true;
    this.device.face.happen({ do: 'till-aborts' });
  }

  /** Lets a fault strike that is armed for this moment. */
  at(step: Step): void {
    this.strike(step)?.happen();
    this.signal.throwIfAborted();
  }

  accept(): void {
    const silent = this.device.faults.take('lost-acceptance', (fault) => isOn(fault, this.about));
    if (silent === undefined) this.line.say(buildAck());
    this.at('accepted');
  }

  refuse(code: number): void {
    this.line.say(buildNack(code));
  }

  /** Tells the till something and waits for its answer. */
  async tell(apdu: Uint8Array, step?: Step): Promise<TillAnswer> {
    if (this.lost) return { kind: 'gone' };
    const strike = step === undefined ? undefined : this.strike(step);
    if (strike !== undefined && !strike.deafens) strike.happen();
    const answer = await this.line.ask(apdu, strike?.deafens === true ? strike.happen : undefined);
    this.signal.throwIfAborted();
    if (answer.kind === 'silence' || answer.kind === 'gone') this.lose();
    return answer;
  }

  /** 04 FF, when the till wants it. */
  async progress(status: number, lines: readonly string[] = progressLines(status)): Promise<void> {
    const { clock, faults, registration } = this.device;
    if (this.lost || (registration.configByte & CONFIG.progress) === 0) return;
    const slow = faults.take('slow-progress', (fault) => isOn(fault, this.about));
    if (slow !== undefined) await clock.sleep(slow.ms, this.signal);
    await this.tell(
      buildIntermediateStatus(status, registration.tlv ? { texts: lines, charset: registration.charset } : {}),
    );
  }

  /** Lets time pass, with 04 FF now and then. */
  async spend(ms: number, status: number): Promise<void> {
    const { clock, options } = this.device;
    const until = clock.monotonicMs() + ms;
    for (let left = ms; left > 0; left = until - clock.monotonicMs()) {
      await clock.sleep(Math.min(left, options.refreshMs), this.signal);
      if (clock.monotonicMs() < until) await this.progress(status);
    }
  }

  /** 06 0F. */
  async complete(parts: CompletionParts = {}, afterStatusEnquiry = false): Promise<void> {
    this.at('before-completion');
    this.saidLastWord = true;
    await this.tell(buildCompletion(parts, afterStatusEnquiry), 'after-completion');
  }

  /** 06 1E. */
  async abort(code: number): Promise<void> {
    this.at('before-completion');
    this.saidLastWord = true;
    const { tlv, charset } = this.device.registration;
    const texts = tlv ? { extendedText: reason(code), charset } : {};
    await this.tell(buildAborted(code, texts), 'after-completion');
  }

  private strike(step: Step): Strike | undefined {
    const { device, line } = this;
    const fits = (fault: { at: Step; on?: Conversation | 'any' | undefined }) =>
      fault.at === step && isOn(fault, this.about);
    const cut = device.faults.take('cut', fits);
    if (cut !== undefined) return { deafens: true, happen: () => device.cut(line, cut.backAfterMs ?? 0) };
    if (device.faults.take('half-open', fits)) return { deafens: true, happen: () => line.goDead() };
    const reboot = device.faults.take('reboot', fits);
    if (reboot !== undefined) {
      return { deafens: true, happen: () => device.reboot(reboot.backAfterMs ?? device.options.bootMs) };
    }
    const garbage = device.faults.take('garbage', fits);
    if (garbage === undefined) return undefined;
    const bytes = garbage.bytes === undefined ? device.random.bytes(GARBAGE_BYTES) : Buffer.from(garbage.bytes, 'hex');
    return { deafens: false, happen: () => line.say(bytes) };
  }
}
