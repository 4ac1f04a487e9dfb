/**
 * Asks a terminal what became of a payment whose end nobody saw:
 *
 *   05 01 ──busy (9C)──▶ pending          06 20 ──▶ last stored transaction ──judge──▶ proof, or unproved
 *     └──idle──▶ 06 20 (service byte 03)    └─ what shows as taken is asked for twice, with a pause: a terminal that
 *                                              missed our answer may still be taking it back (PA00P015, 2.2.9)
 *
 * Nothing here starts, repeats or takes back a payment.
 */
import type { Clock } from '@tillbridge/kernel';
import type { ReceiptText } from '@tillbridge/payments';
import {
  buildService,
  buildStatusEnquiry,
  CONTROL,
  readAbort,
  readCompletion,
  readPrintBlock,
  readPrintLine,
  readStatusInformation,
  type StatusInformation,
} from '../codec/index.ts';
import type { Conversation, End } from './conversation.ts';
import { DRIVER_ERRORS } from './errors.ts';
import { judge, type Proof, type Sighting } from './evidence.ts';
import { isSame, markOf, namesOne } from './mark.ts';
import type { Notebook, OpenPayment } from './notebook.ts';
import { ReceiptCollector } from './receipts.ts';
import type { ZvtTerminalSettings } from './settings.ts';
import { BUSY, say } from './verdict.ts';

export interface RecoveryPorts {
  readonly clock: Clock;
  readonly notebook: Notebook;
  readonly settings: ZvtTerminalSettings;
}

export type Found =
  | {
      readonly kind: 'proof';
      readonly proof: Proof;
      readonly info: StatusInformation | null;
      readonly receipts: readonly ReceiptText[];
    }
  /** It is busy, most likely with this payment. */
  | { readonly kind: 'busy' }
  /** No answer; the conversation is of no more use. */
  | { readonly kind: 'unreachable'; readonly detail: string };

/** Repeat receipt, service byte: send the result again (01), print nothing (02). */
const RESULT_ALONE = 0x03;
const RESULT_AND_RECEIPTS = 0x01;
/** Between two looks at what may still be taken back: a terminal repeats or reverses within its own few seconds. */
const LOOK_AGAIN_MS = 2_500;

export interface Look {
  readonly sighting: Sighting;
  readonly info: StatusInformation | null;
  readonly receipts: readonly ReceiptText[];
}

/** The state a terminal reports (05 01); null: it didn't say. */
export async function askStatus(
  talk: Conversation,
  settings: ZvtTerminalSettings,
): Promise<
  { readonly kind: 'status'; readonly status: number | null; readonly software: string | null } | Unreachable
> {
  const end = await talk.run(buildStatusEnquiry({ password: settings.password, serviceByte: null }), {
    patienceMs: () => STATUS_PATIENCE_MS,
  });
  const gone = unreachable(end);
  if (gone !== null) return gone;
  if (end.kind === 'refused' && end.code === BUSY) return { kind: 'status', status: BUSY, software: null };
  if (end.kind !== 'completed') return { kind: 'status', status: null, software: null };
  const { terminalStatus, software } = readCompletion(end.message);
  return { kind: 'status', status: terminalStatus, software };
}

/** A status enquiry may print or run a timed job of the terminal. */
const STATUS_PATIENCE_MS = 30_000;
const REPEAT_PATIENCE_MS = 30_000;

type Unreachable = { readonly kind: 'unreachable'; readonly detail: string };

function unreachable(end: End): Unreachable | null {
  switch (end.kind) {
    case 'no-answer':
      return { kind: 'unreachable', detail: say(DRIVER_ERRORS.noAnswer) };
    case 'silent':
      return { kind: 'unreachable', detail: say(DRIVER_ERRORS.silence) };
    case 'lost':
      return { kind: 'unreachable', detail: end.cause.message };
    default:
      return null;
  }
}

/** The last stored transaction (06 20). */
async function lookAtLast(
  talk: Conversation,
  settings: ZvtTerminalSettings,
  serviceByte: number = RESULT_ALONE,
): Promise<(Look & { readonly kind: 'look' }) | Unreachable> {
  const paper = new ReceiptCollector();
  let info: StatusInformation | null = null;
  const context = { charset: talk.charset };
  const end = await talk.run(buildService(CONTROL.repeatReceipt, { password: settings.password, serviceByte }), {
    patienceMs: () => REPEAT_PATIENCE_MS,
    hear(message) {
      if (message.control === CONTROL.statusInformation) info = readStatusInformation(message, context);
      else if (message.control === CONTROL.printLine) paper.line(readPrintLine(message, context));
      else if (message.control === CONTROL.printBlock) paper.block(readPrintBlock(message, context));
      return 'ack';
    },
  });
  const gone = unreachable(end);
  if (gone !== null) return gone;
  return { kind: 'look', sighting: sightingOf(end, info), info, receipts: paper.receipts() };
}

function sightingOf(end: End, info: StatusInformation | null): Sighting {
  if (info !== null) {
    const mark = markOf(info);
    if (namesOne(mark)) return mark;
  }
  // "There is nothing to repeat" is an abort; a bare completion is a terminal that prints by itself and tells us nothing.
  const empty = end.kind === 'aborted' && info === null && readAbort(end.message).resultCode !== BUSY;
  return empty ? 'none' : 'unavailable';
}

/** What the terminal had done before a payment, so that something new can be told from it. */
export async function baseline(
  talk: Conversation,
  { notebook, settings }: RecoveryPorts,
): Promise<OpenPayment['before']> {
  if (notebook.basis !== null) return notebook.basis;
  const look = await lookAtLast(talk, settings);
  if (look.kind === 'unreachable') return 'unavailable';
  if (look.sighting === 'none' || look.sighting === 'unavailable') notebook.sawNone(look.sighting);
  else await notebook.saw(look.sighting);
  return notebook.basis ?? 'unavailable';
}

/** Everything the terminal can tell about an open payment now. */
export async function investigate(talk: Conversation, open: OpenPayment, ports: RecoveryPorts): Promise<Found> {
  const { clock, notebook, settings } = ports;
  const first = await look(talk, settings, RESULT_ALONE);
  if (first.kind !== 'look') return first;
  const proof = judge(open, first.sighting, notebook, clock.now());
  if (proof.kind !== 'stored') return { kind: 'proof', proof, info: first.info, receipts: [] };
  await clock.sleep(LOOK_AGAIN_MS, talk.signal);
  const second = await look(talk, settings, RESULT_AND_RECEIPTS);
  if (second.kind !== 'look') return second;
  const again = judge(open, second.sighting, notebook, clock.now());
  if (again.kind === 'stored' && !isSame(again.mark, proof.mark)) return unprovedBy('two looks show two transactions');
  // A terminal that doesn't say it means the currency of its registration.
  if (again.kind === 'stored' && (second.info?.currency ?? settings.currency) !== settings.currency) {
    return unprovedBy('the last transaction is in another currency');
  }
  return { kind: 'proof', proof: again, info: second.info, receipts: second.receipts };
}

function unprovedBy(why: string): Found {
  return { kind: 'proof', proof: { kind: 'unproven', why }, info: null, receipts: [] };
}

async function look(
  talk: Conversation,
  settings: ZvtTerminalSettings,
  serviceByte: number,
): Promise<(Look & { readonly kind: 'look' }) | Unreachable | { readonly kind: 'busy' }> {
  const status = await askStatus(talk, settings);
  if (status.kind === 'unreachable') return status;
  if (status.status === BUSY) return { kind: 'busy' };
  return lookAtLast(talk, settings, serviceByte);
}
