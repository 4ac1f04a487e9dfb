/** `npm run crash -- [--payments N | --vouchers N] [--seed N]`: kills the agent again and again, and looks what got lost. */
import { PAYMENTS } from './crash/payments.ts';
import { VOUCHERS } from './crash/vouchers.ts';
import { endOnSignals } from './rig/end-on-signals.ts';
import { readFlags, readNumber } from './rig/flags.ts';
import { ShopFailure } from './rig/shop-rig.ts';

const USAGE = `npm run crash -- [--payments N | --vouchers N] [--seed N] [--json]

--payments N: N payments one after another, by card and QR through the payment cloud and on a ZVT terminal, while the agent
is killed with -9 at random moments and started again on the same data. At the end the charges of cloud and terminal, the
till's answers and the journal are compared: the columns lost, doubled, wrong and open must be zero. Unresolved are payments
that only the terminal's paper can tell.

--vouchers N: N kills while a ticket shop injects by REST and SOAP, gives new codes and withdraws, and two tills scan, redeem
and take back. At the end what the shop was acknowledged, what came off at the tills and what the journal says are
compared: lost, doubled, wrong, over-use and still held must be zero.

The same seed plays the same plan again.`;

const USUAL_PAYMENTS = 200;
const LARGEST_SEED = 4_294_967_295;

endOnSignals();
const { values, flags } = readFlags({
  usage: USAGE,
  values: ['payments', 'vouchers', 'seed'] as const,
  flags: ['json'] as const,
});
const story = values.vouchers === undefined ? PAYMENTS : VOUCHERS;
const count =
  values.vouchers === undefined
    ? readNumber('payments', values.payments, USUAL_PAYMENTS, 1)
    : readNumber('vouchers', values.vouchers, 1, 1);
const seed = readNumber('seed', values.seed, Date.now() % LARGEST_SEED);
const begun = performance.now();
if (!flags.json) console.log(`${count} ${story.counted}, seed ${seed}`);

try {
  const { clean, facts, lines, slowestRestartMs } = await story.play(count, seed, showProgress);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (flags.json) console.log(JSON.stringify({ seed, seconds, ...facts }));
  else {
    if (process.stdout.isTTY) process.stdout.write('\r');
    for (const line of lines) console.log(line);
    console.log(`${seconds} s, slowest restart ${slowestRestartMs} ms, seed ${seed}`);
  }
  process.exit(clean ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof ShopFailure) console.error(error.logs);
  console.error(`seed ${seed}`);
  process.exit(1);
}

function showProgress(done: number, kills: number): void {
  if (!flags.json && process.stdout.isTTY) process.stdout.write(`\r${done} of ${count}, ${kills} kills `);
}
