/** `npm run crash -- [--payments N] [--seed N]`: kills the agent again and again, and looks whether a cent got lost. */
import { isClean, type Verdict } from './crash/compare.ts';
import { type CrashReport, CrashRun } from './crash/crash-run.ts';
import { planPayments } from './crash/plan.ts';
import { SeededRandom } from './crash/seeded-random.ts';
import { endOnSignals } from './rig/end-on-signals.ts';
import { readFlags, readNumber } from './rig/flags.ts';
import { ShopFailure, withShop } from './rig/shop-rig.ts';

const USAGE = `npm run crash -- [--payments N] [--seed N] [--json]

Card and QR payments one after another, while the agent is killed with -9 at random moments and started again on the
same data. At the end the payment cloud's charges, the till's answers and the journal are compared: the columns lost,
doubled, wrong and open must be zero. The same seed plays the same plan again.`;

const USUAL_PAYMENTS = 200;
const LARGEST_SEED = 4_294_967_295;

endOnSignals();
const { values, flags } = readFlags({ usage: USAGE, values: ['payments', 'seed'] as const, flags: ['json'] as const });
const payments = readNumber('payments', values.payments, USUAL_PAYMENTS, 1);
const seed = readNumber('seed', values.seed, Date.now() % LARGEST_SEED);
const begun = performance.now();
if (!flags.json) console.log(`${payments} payments, seed ${seed}`);

try {
  const report = await withShop({}, (shop) =>
    new CrashRun(shop, showProgress).play(planPayments(payments, new SeededRandom(seed))),
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
    console.log(JSON.stringify({ seed, kills, slowestRestartMs, seconds, ...verdict }));
    return;
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  const columns: readonly (readonly [string, number])[] = [
    ['payments', verdict.payments],
    ['kills', kills],
    ['paid', verdict.paid],
    ['not paid', verdict.notPaid],
    ['unknown, nothing charged', verdict.unknownNothingCharged],
    ...(['lost', 'doubled', 'wrong', 'open'] as const satisfies readonly (keyof Verdict)[]).map(
      (name) => [name, verdict[name]] as const,
    ),
  ];
  const widths = columns.map(([name, count]) => Math.max(name.length, String(count).length));
  const row = (cells: readonly string[]): string => cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ');
  console.log(row(columns.map(([name]) => name)));
  console.log(row(columns.map(([, count]) => String(count))));
  for (const finding of verdict.findings) console.log(`  ${finding}`);
  console.log(`${seconds} s, slowest restart ${slowestRestartMs} ms, seed ${seed}`);
}
