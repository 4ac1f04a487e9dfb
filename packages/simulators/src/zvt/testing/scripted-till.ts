import type { ByteLink, Cents, Clock, Random } from '@tillbridge/kernel';
import {
  buildAck,
  buildPayment,
  buildRegistration,
  buildService,
  buildStatusEnquiry,
  type Charset,
  CONTROL,
  decodeMessage,
  type Message,
} from '@tillbridge/zvt/codec';
import { type ApduLink, bareLink } from '@tillbridge/zvt/link';
import type { ZvtOptions } from '../options.ts';
import { ZvtTerminal } from '../zvt-terminal.ts';

export const PASSWORD = '123456';

const WITHOUT_PASSWORD: readonly number[] = [CONTROL.diagnosis, CONTROL.resetTerminal, CONTROL.printConfiguration];

/** What a till answers to an APDU of the terminal; null: nothing. */
export type Reply = (message: Message) => Uint8Array | null;

/** A till that says what a test makes it say, and acknowledges everything. */
export class ScriptedTill {
  readonly heard: Message[] = [];
  reply: Reply = () => buildAck();
  closed = false;
  private readonly link: ApduLink;

  constructor(link: ApduLink) {
    this.link = link;
    link.onClose(() => {
      this.closed = true;
    });
    link.onApdu((apdu) => {
      const message = decodeMessage(apdu);
      this.heard.push(message);
      if (isAnswer(message.control)) return;
      const reply = this.reply(message);
      if (reply !== null) link.send(reply).catch(() => undefined);
    });
  }

  say(apdu: Uint8Array): void {
    this.link.send(apdu).catch(() => undefined);
  }

  register(
    parts: {
      configByte?: number;
      permitted?: readonly number[];
      charsets?: readonly Charset[];
      tlv?: boolean;
      password?: string;
      currency?: string;
    } = {},
  ): void {
    this.say(
      buildRegistration({
        password: PASSWORD,
        configByte: 0xbe,
        currency: '0978',
        serviceByte: null,
        permitted: [],
        charsets: [],
        tlv: false,
        ...parts,
      }),
    );
  }

  pay(amountCents: number, parts: { timeoutSeconds?: number } = {}): void {
    this.say(buildPayment(CONTROL.authorisation, money({ amountCents, ...parts })));
  }

  refund(amountCents: number): void {
    this.say(buildPayment(CONTROL.refund, money({ amountCents, password: PASSWORD })));
  }

  reverse(receipt: string, amountCents: number | null = null): void {
    this.say(buildPayment(CONTROL.reversal, money({ amountCents, receipt, password: PASSWORD })));
  }

  service(control: number, serviceByte: number | null = null): void {
    const password = WITHOUT_PASSWORD.includes(control) ? null : PASSWORD;
    this.say(buildService(control, { password, serviceByte }));
  }

  enquire(): void {
    this.say(buildStatusEnquiry({ password: PASSWORD, serviceByte: 0x02 }));
  }

  close(): void {
    void this.link.close();
  }

  /** Codes in their order: `80 00`, `04 FF 0A` … */
  codes(): readonly string[] {
    return this.heard.map((message) => {
      const status = message.control === CONTROL.intermediateStatus ? [message.head[0]?.raw[0] ?? 0] : [];
      const bytes = [message.control >> 8, message.control & 0xff, ...status];
      return bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
    });
  }

  /** The last message of this class and instruction. */
  last(control: number): Message {
    const found = this.heard.findLast((message) => message.control === control);
    if (found === undefined) throw new Error(`no ${control.toString(16)} among ${this.codes().join(', ')}`);
    return found;
  }

  all(control: number): readonly Message[] {
    return this.heard.filter((message) => message.control === control);
  }

  forget(): void {
    this.heard.length = 0;
  }
}

export interface ZvtBench<C extends Clock> {
  readonly clock: C;
  readonly terminal: ZvtTerminal;
  /** Connects a till; a new one each time. */
  connect(): ScriptedTill;
}

export interface BenchParts<C extends Clock> {
  readonly clock: C;
  readonly random: Random;
  /** Two ends of a line. */
  pair(): { readonly a: ByteLink; readonly b: ByteLink };
  /** What is laid over each end. Default: bare APDUs. */
  wrap?(link: ByteLink, clock: C): ApduLink;
}

/** A terminal and tills, in memory. */
export function zvtBench<C extends Clock>(parts: BenchParts<C>, options: Partial<ZvtOptions> = {}): ZvtBench<C> {
  const { clock, random, pair, wrap = (link) => bareLink(link, { clock }) } = parts;
  const terminal = new ZvtTerminal({ clock, random, options });
  return {
    clock,
    terminal,
    connect: () => {
      const { a, b } = pair();
      const till = new ScriptedTill(wrap(a, clock));
      terminal.attach(wrap(b, clock));
      return till;
    },
  };
}

function money(parts: { amountCents: number | null; receipt?: string; password?: string; timeoutSeconds?: number }) {
  return {
    password: parts.password ?? null,
    amountCents: parts.amountCents as Cents | null,
    currency: '0978',
    paymentType: null,
    receipt: parts.receipt ?? null,
    timeoutSeconds: parts.timeoutSeconds ?? null,
  };
}

function isAnswer(control: number): boolean {
  return control >> 8 === 0x80 || control >> 8 === 0x84;
}
