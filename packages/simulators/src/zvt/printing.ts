import { buildPrintBlock, buildPrintLine } from '@tillbridge/zvt/codec';
import { CONFIG, type Device, printsHere, printsThere } from './device.ts';
import type { Job } from './job.ts';
import type { Receipt } from './receipts.ts';
import type { TillAnswer } from './till-line.ts';
import { SCREEN } from './words.ts';

/** Attributes of 06 D1: centred, and the last line of a receipt (PA00P015, print line). */
const CENTRED = 0x40;
const LAST = 0x81;
const ACK: TillAnswer = { kind: 'ack' };

/** Hands receipts to the till, in lines or blocks. The first answer that is no ack ends it, and is the result. */
export async function printAtTill(job: Job, receipts: readonly Receipt[]): Promise<TillAnswer> {
  const { face } = job.device;
  face.show('printing', SCREEN.printing, face.screen().amountCents);
  const apdus = receipts.flatMap((receipt) => receiptApdus(job.device, receipt));
  for (const [index, apdu] of apdus.entries()) {
    const answer = await job.tell(apdu, index === 0 ? 'print' : undefined);
    if (answer.kind !== 'ack') return answer;
  }
  return ACK;
}

/** Administration receipts: at the till, on the terminal's own paper, or nowhere. */
export async function printAdministration(job: Job, receipts: readonly Receipt[]): Promise<TillAnswer> {
  if (printsThere(job.device, CONFIG.adminByTill)) return printAtTill(job, receipts);
  if (printsHere(job.device, CONFIG.adminByTill)) await printHere(job);
  return ACK;
}

export async function printHere(job: Job): Promise<void> {
  const { face, clock, options } = job.device;
  face.show('printing', SCREEN.printing, face.screen().amountCents);
  await clock.sleep(options.printMs, job.signal);
}

function receiptApdus(device: Device, { type, lines }: Receipt): readonly Uint8Array[] {
  const { blocks, charset } = device.registration;
  if (blocks) return [buildPrintBlock(type, lines, { charset })];
  return lines.map(({ text, centred }, index) =>
    buildPrintLine(text, { attribute: index === lines.length - 1 ? LAST : centred ? CENTRED : 0, charset }),
  );
}
