/** `npm run crash -- [--payments N] [--seed N]`: kills the agent again and again, and looks whether a cent got lost. */
import { type Counts, isClean } from './crash/compare.ts';
import { type CrashReport, CrashRun } from './crash/crash-run.ts';
import { MAKES, MEANS, type Means, planMake, planPayments } from './crash/plan.ts';
import { SeededRandom } from './crash/seeded-random.ts';
import { endOnSignals } from './rig/end-on-signals.ts';
import { readFlags, readNumber } from './rig/flags.ts';
import { ShopFailure, withShop } from './rig/shop-rig.ts';

const USAGE = `npm run crash -- [--payments N] [--seed N] [--json]

Payments one after another, by card and QR through the payment cloud and on a ZVT terminal, while the agent is killed with
-9 at random moments and started again on the same data. At the end the charges of cloud and terminal, the till's answers
and the journal are compared: the columns lost, doubled, wrong and open must be zero. Unresolved are payments that only the
terminal's paper can tell. The same seed plays the same plan again.`;

const USUAL_PAYMENTS = 200;
const LARGEST_SEED = 4_294_967_295;

const NAMES: Readonly<Record<Means, string>> = { card: 'card, Pay.', qr: 'QR, Pay.', zvt: 'card, ZVT' };
const COLUMNS: readonly (readonly [string, keyof Counts])[] = [
  ['payments', 'payments'],
  ['paid', 'paid'],
  ['not paid', 'notPaid'],
  ['unknown, nothing charged', 'unknownNothingCharged'],
  ['unresolved', 'unresolved'],
  ['lost', 'lost'],
  ['doubled', 'doubled'],
  ['wrong', 'wrong'],
  ['open', 'open'],
];

endOnSignals();
const { values, flags } = readFlags({ usage: USAGE, values: ['payments', 'seed'] as const, flags: ['json'] as const });
const payments = readNumber('payments', values.payments, USUAL_PAYMENTS, 1);
const seed = readNumber('seed', values.seed, Date.now() % LARGEST_SEED);
const begun = performance.now();
if (!flags.json) console.log(`${payments} payments, seed ${seed}`);

const random = new SeededRandom(seed);
const plan = planPayments(payments, random);
const make = planMake(random);

try {
  const report = await withShop({ zvt: { over: 'tcp', options: MAKES[make] } }, (shop) =>
    new CrashRun(shop, showProgress).play(plan),
  );
  print(report, Math.round((performance.now() - begun) / 1000));
  process.exit(isClean(report.verdict) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof ShopFailure) console.error(error.logs);
  console.error(`seed ${seed}`);
  process.exit(1);
}

function showProgress(done: number, kills: number): void {
  if (!flags.json && process.stdout.isTTY) process.stdout.write(`\r${done} of ${payments}, ${kills} kills `);
}

function print({ verdict, kills, slowestRestartMs }: CrashReport, seconds: number): void {
  if (flags.json) {
    console.log(JSON.stringify({ seed, kills, slowestRestartMs, seconds, make, ...verdict }));
    return;
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  const rows = [...MEANS.map((means) => [NAMES[means], verdict.byMeans[means]] as const), ['all', verdict] as const];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(nameWidth), ...cells.map((cell, at) => cell.padStart(COLUMNS[at]?.[0].length ?? 0))].join('  ');
  console.log(
    line(
      '',
      COLUMNS.map(([title]) => title),
    ),
  );
  for (const [name, counts] of rows)
    console.log(
      line(
        name,
        COLUMNS.map(([, column]) => String(counts[column])),
      ),
    );
  for (const finding of verdict.findings) console.log(`  ${finding}`);
  console.log(`${kills} kills; a ZVT terminal that ${make} when the till is gone`);
  console.log(`${seconds} s, slowest restart ${slowestRestartMs} ms, seed ${seed}`);
}
