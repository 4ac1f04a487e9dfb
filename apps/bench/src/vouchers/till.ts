import { randomUUID } from 'node:crypto';
import { systemClock, systemRandom } from '@tillbridge/agent';
import { cents, type Log } from '@tillbridge/kernel';
import { createVoucherDesk, type SaleWord, type VoucherDesk, type VoucherStore } from '@tillbridge/vouchers';
import { articleOf, codeOf } from './samples.ts';

const SUBSCRIPTION = 'BENCH';
const PLACE = { till: 'Restaurant 2', branch: 3, workplace: 2, employee: 12 };
const HOLD_MS = 7_200_000;

/** The voucher desk as an agent has it, on a store. */
export function openDesk(store: VoucherStore, log: Log): VoucherDesk {
  return createVoucherDesk(
    {
      store,
      clock: systemClock(),
      random: systemRandom(),
      log,
      catalogue: { turnoverGroupOf: () => null, nameOf: () => null },
      venue: { standing: () => ({ kind: 'alone' }) },
    },
    {
      timeZone: 'Europe/Amsterdam',
      holdMs: HOLD_MS,
      offline: { kind: 'deny' },
      isMisread: () => false,
    },
  );
}

/** A guest shows a voucher for the one piece in the basket. Answers what the till says when the sale is done. */
export async function scanned(desk: VoucherDesk, number: number): Promise<SaleWord> {
  const word = {
    sale: { subscriptionId: SUBSCRIPTION, sessionId: randomUUID() },
    place: PLACE,
    heard: true,
  };
  const line = {
    lineId: randomUUID(),
    article: articleOf(number),
    text: 'Menu',
    quantity: '1',
    unitCents: cents(1_150),
  };
  const lines = [{ ...line, discount: null }];
  const answer = await desk.scan({ ...word, lines, receipt: receipt('scanCode'), code: codeOf(number), chosen: null });
  const [given] = answer.set;
  if (given === undefined) throw new Error(`voucher ${number} gave nothing: ${JSON.stringify(answer.refusals)}`);
  return { ...word, lines: [{ ...line, discount: { ours: given.id } }], receipt: receipt('completeSession') };
}

function receipt(kind: string) {
  return { source: `mplus/${SUBSCRIPTION}`, identity: randomUUID(), receivedAt: Date.now(), kind };
}
