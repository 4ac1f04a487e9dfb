/** 06 01, 06 31, 06 30 and 06 20. */
import type { Cents } from '@tillbridge/kernel';
import type { PaymentCommand, ServiceCommand } from '@tillbridge/zvt/codec';
import type { Transaction } from './books.ts';
import { takeCard } from './card-flow.ts';
import { CONFIG, lock, printsHere, printsThere } from './device.ts';
import type { Job } from './job.ts';
import { passwordFits } from './password.ts';
import { printAtTill, printHere } from './printing.ts';
import { transactionReceipts } from './receipts.ts';
import { settleApproved, settleFailed } from './settlement.ts';
import { statusOf, withUnknownBitmap } from './status-information.ts';
import { PROGRESS_CODE, progressLines, RESULT } from './words.ts';

/** BMP 19 of 04 0F. */
const ONLINE = 0x60;
const BY_PIN = 0x70;
const NO_CVM = 0;
/** Service byte of 06 20. */
const WITH_STATUS = 0x01;
const WITHOUT_PRINTING = 0x02;

export async function runPayment(
  job: Job,
  asked: PaymentCommand,
  direction: 'pay' | 'refund',
  command: number,
): Promise<void> {
  const { device } = job;
  const { amountCents } = asked;
  if (amountCents === null || amountCents <= 0 || (direction === 'refund' && !device.options.refunds)) {
    job.refuse(RESULT.notPossible);
    return;
  }
  if (direction === 'refund' && !(await passwordFits(job, asked.password))) return;
  job.accept();
  const locked = lock(device) ?? wrongCurrency(job, asked);
  if (locked !== null) return job.abort(locked);

  const answer = await takeCard(job, amountCents, asked.timeoutSeconds);
  if (answer.kind === 'failed') return settleFailed(job, answer.code, amountCents, answer.read);
  const { card, cvm, inserted } = answer.read;
  await settleApproved(job, {
    transaction: {
      kind: direction,
      command,
      amountCents,
      card,
      cvm,
      paymentKind: cvm === NO_CVM ? ONLINE : BY_PIN,
      at: device.clock.now(),
    },
    cardInserted: inserted,
    timeoutSeconds: asked.timeoutSeconds,
  });
}

/** Takes back a stored transaction; no card is needed for it. */
export async function runReversal(job: Job, asked: PaymentCommand): Promise<void> {
  const { device } = job;
  if (!(await passwordFits(job, asked.password))) return;
  job.accept();
  const locked = lock(device);
  if (locked !== null) return job.abort(locked);
  const found = reversible(job, asked.receipt, asked.amountCents);
  if (typeof found === 'number') return job.abort(found);

  device.face.show('busy', progressLines(PROGRESS_CODE.processing), found.amountCents);
  await job.progress(PROGRESS_CODE.processing);
  job.at('host');
  await job.spend(device.options.hostMs, PROGRESS_CODE.processing);
  if (job.stopAsked) return settleFailed(job, RESULT.aborted, found.amountCents, null);
  await settleApproved(job, {
    transaction: { ...found, kind: 'reversal', command: null, at: device.clock.now(), original: found },
    cardInserted: false,
    timeoutSeconds: asked.timeoutSeconds,
  });
}

/** What 06 30 means, or why it can't be reversed. */
function reversible(job: Job, receipt: string | null, amountCents: Cents | null): Transaction | number {
  const { books, options } = job.device;
  const found = receipt === null ? null : books.byReceipt(receipt);
  if (found === null || found.settled) return RESULT.reversalNotPossible;
  if (found.state === 'reversed') return RESULT.alreadyReversed;
  if (amountCents !== null && amountCents !== found.amountCents) return RESULT.reversalNotPossible;
  if (options.reversible === 'last-only' && books.lastStored() !== found) return RESULT.reversalNotPossible;
  return found;
}

/** 06 20: the last stored transaction, told or printed or both. */
export async function runRepeatReceipt(job: Job, asked: ServiceCommand): Promise<void> {
  const { device } = job;
  if (!(await passwordFits(job, asked.password))) return;
  job.accept();
  if (device.options.repeatReceipt === 'completion-only') return job.complete();
  const last = device.books.lastStored();
  if (last === null) return job.abort(RESULT.notPossible);
  const service = asked.serviceByte ?? 0;
  if ((service & WITH_STATUS) !== 0) {
    job.at('before-status');
    const answer = await job.tell(withUnknownBitmap(job, statusOf(device, last)), 'after-status');
    if (answer.kind === 'ack') job.at('after-ack');
  }
  if ((service & WITHOUT_PRINTING) === 0) {
    if (printsThere(device, CONFIG.paymentsByTill)) await printAtTill(job, transactionReceipts(device, last, true));
    else if (printsHere(device, CONFIG.paymentsByTill)) await printHere(job);
  }
  await job.complete();
}

function wrongCurrency(job: Job, asked: PaymentCommand): number | null {
  return asked.currency === null || asked.currency === job.device.options.currency ? null : RESULT.wrongCurrency;
}
