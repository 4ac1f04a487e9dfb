/**
 * Asks a terminal where a payment stands. The history with our reference comes first; what it doesn't know is proved by
 * what the terminal is doing, and by how far its history reaches back:
 *
 *   in the history            ▶ its outcome
 *   not in it, terminal busy  ▶ under way
 *   not in it, terminal free  ▶ the end it told us, if it did;
 *                               absent, if its history reaches back past the start, no card was ever seen and the start
 *                               is old enough to have arrived, if it ever does;
 *                               else no proof
 */
import type { Clock, EpochMs } from '@tillbridge/kernel';
import type { PaymentHandle, Phase, Standing } from '@tillbridge/payments';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import { provesUnseen } from './history-window.ts';
import type { HistoryItem, HistoryList, HistoryRecord, Incoming } from './messages.wire.ts';
import type { PaymentNote } from './note.ts';
import { type StandingRules, standingOfEnd, standingOfRecord, unprovable } from './standing.ts';
import { isPong, type Silence, type TerminalLine } from './terminal-line.ts';

export interface InquiryPorts {
  readonly line: TerminalLine;
  readonly clock: Clock;
  readonly rules: StandingRules;
}

/** What is known of the payment on our side. */
export interface Known {
  readonly note: PaymentNote;
  /** What it is said to be doing while it is under way. */
  readonly phase: Phase;
  /** Before this moment the start may be on its way yet. */
  readonly arrivesBy: EpochMs;
}

/** Rejects only when `signal` aborts. */
export async function standingAtTerminal(
  handle: PaymentHandle,
  { note, phase, arrivesBy }: Known,
  { line, clock, rules }: InquiryPorts,
  signal: AbortSignal,
): Promise<Standing> {
  const found = await recordOf(handle.reference, note, line, signal);
  if (found.kind === 'silent') return standingOfSilence(found, note);
  if (found.kind === 'record') return standingOfRecord(found.record, note, rules);

  const ended = note.end === null ? null : standingOfEnd(note.end, note);
  if (ended !== null) return ended;
  const ping = await line.ask({ type: 'PING' }, isPong, { signal });
  if (ping.kind === 'silent') return standingOfSilence(ping, note);
  if (ping.kind === 'error') return unprovable(detailOf(PAY_ECR_ERRORS.noAnswer, cleanWords(ping.reason)));
  const { status } = ping.message;
  // After an approval it is busy with something else, and the record of ours is still missing.
  if (status === 'BUSY' && note.end?.kind === 'approved') return unprovable(detailOf(PAY_ECR_ERRORS.noRecord));
  if (status === 'BUSY') return { kind: 'pending', phase };
  if (status !== 'IDLE' && status !== 'ORDER_PRESENTING') {
    return unprovable(detailOf(PAY_ECR_ERRORS.notReady, cleanWords(status)));
  }
  if (note.end?.kind === 'wrong-pin') {
    return { kind: 'final', outcome: { kind: 'declined', reason: 'failed', detail: note.end.words } };
  }

  const list = await line.ask({ type: 'HISTORY_LIST' }, isHistoryList, { signal });
  if (list.kind === 'silent') return standingOfSilence(list, note);
  const items: readonly HistoryItem[] | null = list.kind === 'reply' ? list.message.items : null;
  // A card was there: a terminal that lost its record of that, by a restart in the middle, has proved nothing.
  const cardSeen = note.step === 'processing' || note.step === 'ended';
  const arrived = clock.now() >= arrivesBy;
  if (items !== null && !cardSeen && arrived && provesUnseen(items, note.newestBefore, handle.reference)) {
    return { kind: 'absent' };
  }
  return unprovable(detailOf(PAY_ECR_ERRORS.noRecord));
}

type Found =
  | { readonly kind: 'record'; readonly record: HistoryRecord }
  /** It says that it has none; or it can't say. */
  | { readonly kind: 'none' }
  | Silence;

/** The terminal's record of a payment. */
export async function recordOf(
  reference: PaymentHandle['reference'],
  note: PaymentNote,
  line: TerminalLine,
  signal: AbortSignal,
): Promise<Found> {
  // The end of a payment names its order, which finds it also where the reference doesn't.
  const needles = [reference, note.end?.orderId ?? null].filter((needle) => needle !== null && needle !== '');
  for (const needle of needles as readonly string[]) {
    const answer = await line.ask({ type: 'HISTORY_GET', needle }, isHistoryRecord, { signal });
    if (answer.kind === 'silent') return answer;
    if (answer.kind === 'error') continue;
    const record = answer.message;
    if (record.reference === null || record.reference === reference) return { kind: 'record', record };
  }
  return { kind: 'none' };
}

function standingOfSilence(silence: Silence, note: PaymentNote): Standing {
  // An end that was told and noted needs no second proof.
  const ended = note.end === null ? null : standingOfEnd(note.end, note);
  return ended ?? unprovable(detailOf(silence.entry, silence.why));
}

function isHistoryRecord(message: Incoming): message is HistoryRecord {
  return message.type === 'HISTORY_GET_RESPONSE';
}

export function isHistoryList(message: Incoming): message is HistoryList {
  return message.type === 'HISTORY_LIST_RESPONSE';
}
