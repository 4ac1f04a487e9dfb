/** Our conversations as somebody else's dissector reads them: Wireshark's, which knows nothing of this codec. */
import { cents } from '@tillbridge/kernel';
import type { PaymentId, PaymentOrder, ServiceAnswer, Standing, TerminalService, TillId } from '@tillbridge/payments';
import { memoryLinkPair } from '@tillbridge/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ApduReader,
  BMP,
  buildRegistration,
  CONTROL,
  decodeMessage,
  type Message,
  nameOf,
  readPrintBlock,
} from '../codec/index.ts';
import { bareLink } from '../link/index.ts';
import { Conversation } from './conversation.ts';
import { recordedTcp, type WireEvent } from './test/recorded-tcp.ts';
import { controlsKnownToTshark, type DissectedApdu, type Dissection, dissect, whyNoTshark } from './test/tshark.ts';
import { type LayWire, openZvtShop, SHOP_SETTINGS, type ZvtShop } from './test/zvt-shop.ts';

/**
 * Messages that the dissector of Wireshark 4.0 has no name for (packet-zvt.c, its table of control fields): it takes them
 * for no ZVT and shows their bytes. A newer one that knows them has to agree with us on them too.
 */
const UNNAMED: ReadonlySet<number> = new Set([
  CONTROL.dateTime,
  CONTROL.statusEnquiry,
  CONTROL.logOff,
  CONTROL.repeatReceipt,
  CONTROL.setDateTime,
  CONTROL.abort,
]);
/**
 * Bitmaps that it doesn't know either: it can't tell their length, and reads no further in that message. 37 is the trace
 * number of what is taken back, 60 the totals of an end of day, 88 the turnover number.
 */
const UNREAD_BITMAPS: ReadonlySet<number> = new Set([BMP.originalTrace, BMP.totals, BMP.turnover]);
/** Messages of which it reads the first byte alone, or shows the rest as bytes. */
const UNREAD_BODIES: ReadonlySet<number> = new Set([CONTROL.intermediateStatus, CONTROL.printLine]);

interface Talk {
  readonly name: string;
  run(shop: ZvtShop): Promise<unknown>;
  /** What the till sends beside its answers; amounts in cents. */
  readonly commands: readonly string[];
  /** What the terminal tells that has an amount. */
  readonly results?: readonly string[];
}

const FIRST_PAYMENT = ['Registration', 'RepeatReceipt', 'Authorization 1470'];

const TALKS: readonly Talk[] = [
  {
    name: 'registration and status enquiry',
    run: (shop) => ask(shop, 'test'),
    commands: ['Registration', 'StatusEnquiry'],
  },
  {
    name: 'a payment, receipts in blocks',
    run: (shop) => pay(shop, order(shop, 'A', 1470)),
    commands: FIRST_PAYMENT,
    results: ['1470'],
  },
  {
    name: 'a payment, receipts in lines',
    run: async (shop) => {
      await ask(shop, 'test');
      await otherTill(shop);
      await pay(shop, order(shop, 'A', 1470));
    },
    commands: ['Registration', 'StatusEnquiry', 'RepeatReceipt', 'Authorization 1470'],
    results: ['1470'],
  },
  {
    name: 'a payment that is declined',
    run: async (shop) => {
      shop.terminal.autopilot({ outcome: 'decline', afterMs: 100 });
      await begin(shop, order(shop, 'A', 1470));
      expect(await follow(shop, order(shop, 'A', 1470))).toMatchObject({ outcome: { kind: 'declined' } });
    },
    commands: FIRST_PAYMENT,
    results: ['1470'],
  },
  {
    name: 'a refund',
    run: async (shop) => {
      await pay(shop, order(shop, 'A', 1470));
      await pay(shop, { ...order(shop, 'B', 999_999), direction: 'refund' });
    },
    commands: [...FIRST_PAYMENT, 'Refund 999999'],
    results: ['1470', '999999'],
  },
  {
    name: 'a reversal',
    run: async (shop) => {
      const standing = await pay(shop, order(shop, 'A', 1470));
      if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') throw new Error('not paid');
      const { reference } = order(shop, 'A', 1470);
      const { transactionReference } = standing.outcome.approval;
      const original = { reference, providerRef: null, transactionReference, amountCents: cents(1470) };
      await pay(shop, { ...order(shop, 'B', 1470), direction: 'refund', original });
    },
    commands: [...FIRST_PAYMENT, 'Reversal 1470'],
    results: ['1470', '1470'],
  },
  {
    name: 'an end of day',
    run: async (shop) => {
      await pay(shop, order(shop, 'A', 1470));
      await ask(shop, 'endOfDay');
    },
    commands: [...FIRST_PAYMENT, 'EndOfDay'],
    results: ['1470', '1470'],
  },
  {
    name: 'a diagnosis',
    run: (shop) => ask(shop, 'diagnose'),
    commands: ['Registration', 'Diagnosis'],
  },
  {
    name: 'a repeated receipt, after the link was cut',
    run: async (shop) => {
      shop.terminal.fault({ do: 'cut', at: 'before-completion', on: 'payment' });
      await pay(shop, order(shop, 'A', 1470));
    },
    commands: [...FIRST_PAYMENT, 'Registration', 'StatusEnquiry', 'RepeatReceipt', 'StatusEnquiry', 'RepeatReceipt'],
    results: ['1470', '1470', '1470'],
  },
  {
    name: 'an abort',
    run: async (shop) => {
      shop.terminal.autopilot(null);
      const sale = order(shop, 'A', 1470);
      await begin(shop, sale);
      await shop.settle(shop.driver.abort({ ...sale, providerRef: null }, call()));
      expect(await follow(shop, sale)).toMatchObject({ outcome: { kind: 'cancelled' } });
    },
    commands: [...FIRST_PAYMENT, 'Abort(ECR)'],
    results: ['1470'],
  },
  {
    name: 'standing by: initialisation, clock and log-off',
    run: async (shop) => {
      shop.terminal.setCondition(0x51);
      const stop = new AbortController();
      const done = serviceOf(shop).standBy({ heard: () => undefined, failed: () => undefined }, stop.signal);
      await shop.pass(30_000);
      shop.terminal.setCondition(0x62);
      await shop.pass(60_000);
      stop.abort(new Error('the shop closes'));
      await shop.settle(done);
    },
    commands: ['Registration', 'StatusEnquiry', 'Initialisation', 'StatusEnquiry', 'SetDateTime', 'LogOff'],
  },
];

const why = whyNoTshark();
describe.skipIf(why !== null)(`what Wireshark reads${why === null ? '' : ` (${why})`}`, () => {
  const recordings = new Map<Talk, readonly WireEvent[]>();
  let dissection: Dissection;
  let known: ReadonlySet<number>;

  // One run of tshark for all: each starts slowly.
  beforeAll(async () => {
    const { lay, events } = recordedTcp();
    for (const talk of TALKS) {
      const before = events.length;
      await hold(talk, lay);
      recordings.set(talk, events.slice(before));
    }
    dissection = await dissect(events);
    known = controlsKnownToTshark();
  }, 120_000);

  test('nothing malformed, no warning and no error, down to the checksums', () => {
    expect(dissection.complaints).toEqual([]);
    expect(dissection.apdus.length).toBeGreaterThan(300);
  });

  test.each(TALKS)('$name', (talk) => {
    const sent = sentApdus(recordings.get(talk) ?? []);
    expect(
      sent
        .filter(({ from }) => from === 'till')
        .map(phrase)
        .filter(isNoAnswer),
    ).toEqual(talk.commands);

    const named = sent.filter(({ message: { control } }) => isAnswer(control) || known.has(control));
    const unnamed = sent.filter((apdu) => !named.includes(apdu)).map(({ message }) => message.control);
    expect(unnamed.filter((control) => !UNNAMED.has(control))).toEqual([]);
    const connections = new Set(sent.map(({ connection }) => connection));
    const seen = dissection.apdus.filter(({ connection }) => connections.has(connection));
    expect(seen.map(headOf)).toEqual(
      named.map(({ connection, from, message: { control } }) => headOf({ connection, from, control })),
    );
    for (const [nth, { message }] of named.entries()) expectSameReading(seen[nth], message);

    const told = seen.filter(({ control }) => control === CONTROL.statusInformation);
    expect(told.flatMap(({ values }) => values.get('zvt.amount') ?? [])).toEqual(talk.results ?? []);
  });
});

/** The dissector saw the same bitmaps as we did, as far as it reads, and the same in those it takes apart. */
function expectSameReading(seen: DissectedApdu | undefined, message: Message): void {
  const { fields, control } = message;
  if (UNREAD_BODIES.has(control)) return;
  const ours = fields.map(({ bmp }) => bmp);
  const unread = ours.findIndex((bmp) => UNREAD_BITMAPS.has(bmp));
  const theirs = seen?.bitmaps ?? [];
  expect(theirs, nameOf(control)).toEqual(ours.slice(0, theirs.length));
  expect(theirs.length).toBeGreaterThanOrEqual(unread === -1 ? ours.length : unread);
  const value = (name: string) => seen?.values.get(name);
  if (control === CONTROL.printBlock) {
    const texts = readPrintBlock(message).lines.map(({ text }) => text);
    expect(value('zvt.tlv.text_lines.line')).toEqual(texts.filter((text) => text !== ''));
  }
  for (const { bmp, raw } of fields.slice(0, theirs.length)) {
    const digits = Buffer.from(raw).toString('hex');
    if (bmp === BMP.amount) expect(value('zvt.amount')).toEqual([String(Number(digits))]);
    if (bmp === BMP.currency) expect(value('zvt.cc')).toEqual([`0x${digits}`]);
    if (bmp === BMP.terminalId) expect(value('zvt.terminal_id')).toEqual([digits]);
    if (bmp === BMP.trace) expect(value('zvt.trace_number')).toEqual([digits]);
    if (bmp === BMP.resultCode) expect(value('zvt.result_code')).toEqual([`0x${digits}`]);
  }
}

interface SentApdu {
  readonly connection: number;
  readonly from: WireEvent['from'];
  readonly message: Message;
}

/** The messages of a recording, each where it ended. */
function sentApdus(events: readonly WireEvent[]): readonly SentApdu[] {
  const readers = new Map<string, ApduReader>();
  return events.flatMap((event) => {
    if (event.kind !== 'data') return [];
    const { connection, from, bytes } = event;
    const name = `${connection} ${from}`;
    const reader = readers.get(name) ?? new ApduReader();
    readers.set(name, reader);
    return reader.push(bytes).map((apdu) => ({ connection, from, message: decodeMessage(apdu) }));
  });
}

function headOf({ connection, from, control }: Pick<DissectedApdu, 'connection' | 'from' | 'control'>): string {
  return `${connection} ${from} ${nameOf(control)}`;
}

function phrase({ message: { control, fields } }: SentApdu): string {
  const amount = fields.find(({ bmp }) => bmp === BMP.amount);
  return amount === undefined
    ? nameOf(control)
    : `${nameOf(control)} ${Number(Buffer.from(amount.raw).toString('hex'))}`;
}

const isAnswer = (control: number) => control >> 8 === 0x80 || control >> 8 === 0x84;
const isNoAnswer = (name: string) => name !== nameOf(CONTROL.ack);

// --- a shop and what happens in it -------------------------------------------------------------------------------

async function hold({ run }: Talk, lay: LayWire): Promise<void> {
  const shop = await openZvtShop({ lay });
  shop.terminal.autopilot({ outcome: 'approve', afterMs: 100 });
  try {
    await run(shop);
  } finally {
    await shop.close();
  }
}

const call = (timeoutMs = 60_000) => ({ timeoutMs, signal: new AbortController().signal });

function order({ clock }: ZvtShop, name: string, amountCents: number): PaymentOrder {
  return {
    reference: `01JRECORDEDTRAFFIC000000${name}` as PaymentId,
    direction: 'pay',
    amountCents: cents(amountCents),
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [],
    expiresAt: clock.now() + 90_000,
  };
}

async function begin(shop: ZvtShop, sale: PaymentOrder): Promise<void> {
  expect(await shop.settle(shop.driver.begin(sale, call()))).toMatchObject({ kind: 'accepted' });
}

function follow(shop: ZvtShop, sale: PaymentOrder): Promise<Standing> {
  return shop.settle(shop.driver.follow({ ...sale, providerRef: null }, () => undefined, call(110_000)));
}

async function pay(shop: ZvtShop, sale: PaymentOrder): Promise<Standing> {
  await begin(shop, sale);
  const standing = await follow(shop, sale);
  expect(standing).toMatchObject({ kind: 'final', outcome: { kind: 'approved' } });
  return standing;
}

function serviceOf({ driver }: ZvtShop): TerminalService {
  if (driver.service === undefined) throw new Error('a ZVT terminal has a service');
  return driver.service;
}

async function ask(shop: ZvtShop, question: 'test' | 'diagnose' | 'endOfDay'): Promise<void> {
  const answer: ServiceAnswer = await shop.settle(serviceOf(shop)[question](call()));
  expect(answer).toMatchObject({ kind: 'done' });
}

/** Another till signs on in between, one that takes no text blocks: from then on the terminal prints in lines. */
async function otherTill({ clock, settle, terminal }: ZvtShop): Promise<void> {
  const pair = memoryLinkPair();
  terminal.attach(bareLink(pair.b, { clock }));
  const talk = new Conversation(bareLink(pair.a, { clock }), clock, SHOP_SETTINGS, new AbortController().signal);
  const { password, configByte, currency } = SHOP_SETTINGS;
  const command = buildRegistration({
    password,
    configByte,
    currency,
    serviceByte: null,
    permitted: [],
    charsets: [],
    tlv: true,
  });
  expect(await settle(talk.run(command))).toMatchObject({ kind: 'completed' });
}
