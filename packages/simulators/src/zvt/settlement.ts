/**
 * From the host's answer to the end of the conversation, and into the books (PA00P015 2.2.8 and 2.2.9).
 *
 *   approved ─▶ 04 0F ──ack──▶ receipts, if the till prints ──all acks──▶ stored ─▶ card out ─▶ 06 0F
 *                 │ ▲               │
 *                 │ └─ 84 9C: again in 2 s, for as long as BMP 01 says
 *                 ├─ 84 yy ─────────┴──▶ reversed with the host ─▶ 06 1E
 *                 └─ no answer ─────┴──▶ as the make does it: reversed, declined, or stored all the same
 */
import type { Cents } from '@tillbridge/kernel';
import type { NewTransaction, Transaction } from './books.ts';
import { CONFIG, printsHere, printsThere } from './device.ts';
import { isOn } from './faults.ts';
import type { Job } from './job.ts';
import { printAtTill, printHere } from './printing.ts';
import { transactionReceipts } from './receipts.ts';
import { failedStatus, statusOf, withUnknownBitmap } from './status-information.ts';
import type { TillAnswer } from './till-line.ts';
import { PROGRESS_CODE, progressLines, RESULT } from './words.ts';

/** "Please wait" by the till: goods are still on their way (PA00P015, delayed goods). */
const DELAYED_GOODS_MS = 30_000;
const RESEND_MS = 2_000;
const CARD_OUT_MS = 30_000;

export interface Approved {
  readonly transaction: NewTransaction;
  readonly cardInserted: boolean;
  readonly timeoutSeconds: number | null;
}

/** Tells an approved transaction, and books what comes of it. */
export async function settleApproved(job: Job, approved: Approved): Promise<void> {
  const { device } = job;
  const silent = device.faults.take('error-then-silence', (fault) => isOn(fault, job.about));
  if (silent !== undefined) {
    await job.tell(
      failedStatus(device, silent.code ?? RESULT.aborted, approved.transaction.amountCents),
      'after-status',
    );
    return;
  }
  const byCents = device.faults.take('wrong-amount', (fault) => isOn(fault, job.about))?.byCents ?? 0;
  const amountCents = Math.max(0, approved.transaction.amountCents + byCents) as Cents;
  const transaction = device.books.open({ ...approved.transaction, amountCents });
  device.changed();
  const status = approved.cardInserted ? PROGRESS_CODE.approvedRemoveCard : PROGRESS_CODE.approved;
  device.face.show(approved.cardInserted ? 'remove-card' : 'busy', progressLines(status), amountCents);
  await job.progress(status);
  job.at('before-status');

  const apdu = withUnknownBitmap(job, statusOf(device, transaction));
  let answer = await tellStatus(job, apdu, approved.timeoutSeconds);
  const byTill = printsThere(device, CONFIG.paymentsByTill);
  if (answer.kind === 'ack' && !byTill) device.books.store(transaction);
  if (answer.kind === 'ack') job.at('after-ack');
  if (answer.kind === 'ack' && byTill) answer = await printAtTill(job, transactionReceipts(device, transaction));
  if (answer.kind !== 'ack') {
    await settleWithoutAck(job, transaction, answer);
    return;
  }
  device.books.store(transaction);
  device.changed();
  if (printsHere(device, CONFIG.paymentsByTill)) await printHere(job);
  await cardOut(job);
  await job.complete();
}

/** Tells that nothing was paid. */
export async function settleFailed(
  job: Job,
  code: number,
  amountCents: Cents,
  read: { readonly inserted: boolean } | null,
): Promise<void> {
  const { device } = job;
  const inserted = read?.inserted === true;
  const status = failureStatus(code, inserted);
  device.face.show(inserted ? 'remove-card' : 'busy', progressLines(status), null);
  await job.progress(status);
  job.at('before-status');
  const answer = await job.tell(failedStatus(device, code, amountCents), 'after-status');
  if (answer.kind === 'ack') job.at('after-ack');
  await cardOut(job);
  await job.abort(code);
}

/** 04 0F, again every two seconds while the till answers 84 9C, and twice when a fault says so. */
async function tellStatus(job: Job, apdu: Uint8Array, timeoutSeconds: number | null): Promise<TillAnswer> {
  const { clock, faults } = job.device;
  let answer = await job.tell(apdu, 'after-status');
  if (answer.kind === 'ack' && faults.take('duplicate-status', (fault) => isOn(fault, job.about)) !== undefined) {
    answer = await job.tell(apdu);
  }
  const untilMs = clock.monotonicMs() + ((timeoutSeconds ?? 0) * 1_000 || DELAYED_GOODS_MS);
  while (answer.kind === 'nack' && answer.code === RESULT.wait && clock.monotonicMs() < untilMs) {
    await clock.sleep(RESEND_MS, job.signal);
    answer = await job.tell(apdu);
  }
  return answer;
}

async function settleWithoutAck(job: Job, transaction: Transaction, answer: TillAnswer): Promise<void> {
  const { device } = job;
  const refused = answer.kind === 'nack';
  if (refused || device.options.onMissingAck === 'reverse') {
    device.face.show('busy', progressLines(PROGRESS_CODE.autoReversal), transaction.amountCents);
    await job.progress(PROGRESS_CODE.autoReversal);
    await job.spend(device.options.hostMs, PROGRESS_CODE.autoReversal);
  }
  decideUnacked(job.device, transaction, refused);
  await cardOut(job);
  if (!refused) return;
  const code = answer.code === RESULT.wait ? RESULT.aborted : answer.code;
  if (answer.code === RESULT.wait) await job.tell(failedStatus(device, code, transaction.amountCents));
  await job.abort(code);
}

/** What becomes of a transaction whose deciding ack is missing; also after a restart. */
export function decideUnacked(device: Job['device'], transaction: Transaction, refused: boolean): void {
  const { books, options, clock } = device;
  const rule = refused ? 'reverse' : options.onMissingAck;
  switch (rule) {
    case 'reverse':
      books.undo(transaction, clock.now(), options.repeatAfterReversal);
      break;
    case 'decline':
      books.decline(transaction, RESULT.aborted);
      break;
    case 'keep':
      books.store(transaction);
      break;
  }
  device.changed();
}

/** Waits until an inserted card is out, or nobody takes it. */
async function cardOut(job: Job): Promise<void> {
  const { device } = job;
  if (!device.cardInside) return;
  const { clock, options, face } = device;
  face.show('remove-card', progressLines(PROGRESS_CODE.removeCard), face.screen().amountCents);
  const untilMs = clock.monotonicMs() + (options.cardTakenAfterMs ?? CARD_OUT_MS);
  await job.progress(PROGRESS_CODE.removeCard);
  for (;;) {
    const leftMs = untilMs - clock.monotonicMs();
    if (!device.cardInside || leftMs <= 0) break;
    const happened = await face.next(Math.min(leftMs, options.refreshMs), job.signal);
    if (happened.do === 'time' && clock.monotonicMs() < untilMs) await job.progress(PROGRESS_CODE.removeCard);
  }
  if (options.cardTakenAfterMs !== null) device.cardInside = false;
}

function failureStatus(code: number, inserted: boolean): number {
  if (code === RESULT.pinTriesExceeded) return PROGRESS_CODE.pinTriesExceeded;
  if (code === RESULT.aborted) return inserted ? PROGRESS_CODE.cancelledRemoveCard : PROGRESS_CODE.cancelled;
  return inserted ? PROGRESS_CODE.declinedRemoveCard : PROGRESS_CODE.declined;
}
