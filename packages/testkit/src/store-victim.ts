/**
 * Commits payments until it is killed: `node store-victim.ts <file> <first number> <seed>`. Writes a payment's number,
 * one a line, only after its commit was acknowledged.
 */
import { writeSync } from 'node:fs';
import { openStore } from '@tillbridge/store-sqlite';
import { FakeClock } from './clock.ts';
import { nodeDigest } from './digest.ts';
import { memoryLog } from './log.ts';
import { seededRandom } from './random.ts';
import { samplePayment } from './sample-payment.ts';

const STDOUT = 1;
const MOST_AT_ONCE = 6;

const [file = '', first = '1', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const clock = new FakeClock();
const store = openStore({ file, digest: nodeDigest(), clock, log: memoryLog() });
let next = Number(first);

async function commitOne(number: number): Promise<void> {
  const payment = samplePayment(number);
  await store.commit((tx) => {
    tx.accept({ source: 'victim', identity: String(number), receivedAt: clock.now(), kind: 'start' });
    tx.insert(payment);
    tx.appendFact({ kind: 'payment.intent', subject: payment.id, at: clock.now(), body: { number } });
    tx.enqueue({ kind: 'victim', key: payment.id, payload: { number }, notBefore: clock.now() });
  });
  writeSync(STDOUT, `${number}\n`);
}

for (;;) {
  const atOnce = 1 + Math.floor(random.fraction() * MOST_AT_ONCE);
  await Promise.all(Array.from({ length: atOnce }, () => commitOne(next++)));
}
