import { journalFile, openLog, systemClock, systemDigest, systemRandom } from '@tillbridge/agent';
import { cents, newId } from '@tillbridge/kernel';
import type { Payment, PaymentId, RouteId, TerminalId, TillId } from '@tillbridge/payments';
import { openStore } from '@tillbridge/store-sqlite';
import { BENCH_SUBSCRIPTION } from './subjects/settings.ts';

const PER_COMMIT = 1_000;
const FACTS_PER_PAYMENT = 4;

/** Writes a journal of paid and handed-over payments, four facts each, into a data folder. Answers its file. */
export async function fillJournal(dataFolder: string, payments: number): Promise<string> {
  const file = journalFile(dataFolder);
  const clock = systemClock();
  const random = systemRandom();
  const log = openLog({ level: 'error' });
  const store = openStore({ file, digest: systemDigest(), clock, log });
  for (let done = 0; done < payments; done += PER_COMMIT) {
    await store.commit((transaction) => {
      for (let n = done; n < Math.min(payments, done + PER_COMMIT); n += 1) {
        const at = clock.now();
        const payment = pastPayment(newId(at, random) as PaymentId, n, at);
        transaction.insert(payment);
        for (let line = 0; line < FACTS_PER_PAYMENT; line += 1) {
          transaction.appendFact({ kind: 'payment.past', subject: payment.id, at, body: { line, amountCents: 1470 } });
        }
        transaction.accept({ source: 'bench', identity: String(n), receivedAt: at, kind: 'startExternalPayment' });
      }
    });
  }
  store.close();
  log.close();
  return file;
}

function pastPayment(id: PaymentId, n: number, at: number): Payment {
  return {
    id,
    subscriptionId: BENCH_SUBSCRIPTION,
    externalPaymentId: `past-${n}`,
    till: '3-1' as TillId,
    sessionId: `sale-${n}`,
    method: 'K_PAY_PIN',
    means: 'card',
    direction: 'pay',
    amountCents: cents(1470),
    route: 'pin-1' as RouteId,
    terminal: 'TH-1000-0001' as TerminalId,
    original: null,
    askedBy: null,
    state: 'approved',
    reason: null,
    detail: null,
    providerRef: `order-${n}`,
    qr: null,
    leaseUntil: at + 90_000,
    busyUntil: null,
    cancelRequest: null,
    approval: {
      finalCents: cents(1470),
      transactionReference: `order-${n}`,
      cardType: 'Debit',
      terminalLabel: 'TH-1000-0001',
      providerMethod: '1927',
      receipts: [{ kind: 'cardholder', lines: ['KLANTTICKET', 'Totaal 14,70 EUR', 'Akkoord'] }],
      settlement: 'final',
    },
    witness: null,
    handOver: { at, told: 'paid', by: 'poll' },
    alarm: null,
    createdAt: at,
    changedAt: at,
    version: 4,
  };
}
