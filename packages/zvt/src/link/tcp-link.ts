/**
 * ZVT on TCP (PA00P016 rev 04, 2.2 and 4): bare APDUs in a stream of bytes. TCP acknowledges and repeats; what is left to
 * do is to find where an APDU ends, to give up on one whose rest doesn't come, and to see that it is ZVT at all.
 */
import { type ByteDialer, type ByteLink, type Clock, ListenerSlot, TillbridgeError } from '@tillbridge/kernel';
import { ApduReader } from '../codec/apdu-reader.ts';
import { Alarm } from './alarm.ts';
import type { ApduLink, ApduTransport, LinkObserver } from './apdu-link.ts';
import { LINK_ERRORS } from './errors.ts';
import { foreignProtocol } from './foreign-protocol.ts';

/** T3: the rest of an APDU that has begun has to go on within this time. */
const REST_MS = 5_000;

export interface BareLinkOptions {
  readonly clock: Clock;
  readonly restMs?: number;
  /** Hears why a link was given up. */
  readonly observer?: Pick<LinkObserver, 'note'>;
}

/** Dials and reads bare APDUs from each link. */
export function tcpTransport(dialer: ByteDialer, options: BareLinkOptions): ApduTransport {
  return {
    address: dialer.address,
    connect: async (call) => bareLink(await dialer.dial(call), options),
  };
}

/** Bare APDUs over one link; for the till's end and the terminal's alike. */
export function bareLink(link: ByteLink, options: BareLinkOptions): ApduLink {
  return new BareLink(link, options);
}

class BareLink implements ApduLink {
  private readonly link: ByteLink;
  private readonly restMs: number;
  private readonly note: (text: string) => void;
  private readonly reader = new ApduReader();
  private readonly apdus = new ListenerSlot<Uint8Array>();
  private readonly ends = new ListenerSlot<Error | null>();
  private readonly rest: Alarm;
  private known = false;
  private closing: Promise<void> | null = null;
  private ended: { readonly cause: Error | null } | null = null;

  constructor(link: ByteLink, { clock, restMs = REST_MS, observer }: BareLinkOptions) {
    this.link = link;
    this.restMs = restMs;
    this.note = (text) => observer?.note(text);
    this.rest = new Alarm(clock);
    link.onClose((cause) => this.end(cause));
    link.onBytes((bytes) => this.take(bytes));
  }

  async send(apdu: Uint8Array): Promise<void> {
    if (this.ended !== null) throw this.gone(this.ended.cause);
    try {
      await this.link.write(apdu);
    } catch (error) {
      throw this.gone(error);
    }
  }

  onApdu(listener: (apdu: Uint8Array) => void): void {
    this.apdus.set(listener);
  }

  onClose(listener: (cause: Error | null) => void): void {
    this.ends.set(listener);
  }

  close(): Promise<void> {
    return this.shut(null);
  }

  private take(bytes: Uint8Array): void {
    if (this.ended !== null || bytes.length === 0) return;
    if (!this.known) {
      const foreign = foreignProtocol(bytes);
      if (foreign !== null) {
        this.giveUp(new TillbridgeError(LINK_ERRORS.foreignProtocol, { detail: foreign }));
        return;
      }
      this.known = true;
    }
    for (const apdu of this.reader.push(bytes)) this.apdus.give(apdu);
    if (!this.reader.pending) this.rest.clear();
    else this.rest.set(this.restMs, () => this.giveUp(new TillbridgeError(LINK_ERRORS.cutShort)));
  }

  private giveUp(error: TillbridgeError): void {
    this.note(error.message);
    void this.shut(error);
  }

  private shut(cause: Error | null): Promise<void> {
    this.end(cause);
    this.closing ??= this.link.close();
    return this.closing;
  }

  private end(cause: Error | null): void {
    if (this.ended !== null) return;
    this.ended = { cause };
    this.rest.clear();
    this.ends.give(cause);
  }

  private gone(cause: unknown): TillbridgeError {
    return new TillbridgeError(LINK_ERRORS.ended, cause === null ? { detail: 'closed by us' } : { cause });
  }
}
