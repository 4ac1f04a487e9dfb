/** Payments in the middle of which the power goes. */
import { withShop } from '../rig/shop-rig.ts';
import { type Counts, isClean } from './compare.ts';
import { type CrashReport, CrashRun } from './crash-run.ts';
import type { CrashEnd, CrashStory } from './crash-story.ts';
import { MAKES, MEANS, type Means, planMake, planPayments } from './plan.ts';
import { SeededRandom } from './seeded-random.ts';
import { table } from './table.ts';

const NAMES: Readonly<Record<Means, string>> = { card: 'card, Pay.', qr: 'QR, Pay.', zvt: 'card, ZVT' };
const COLUMNS: readonly (readonly [string, (counts: Counts) => number])[] = [
  ['payments', (counts) => counts.payments],
  ['paid', (counts) => counts.paid],
  ['not paid', (counts) => counts.notPaid],
  ['unknown, nothing charged', (counts) => counts.unknownNothingCharged],
  ['unresolved', (counts) => counts.unresolved],
  ['lost', (counts) => counts.lost],
  ['doubled', (counts) => counts.doubled],
  ['wrong', (counts) => counts.wrong],
  ['open', (counts) => counts.open],
];

export const PAYMENTS: CrashStory = {
  counted: 'payments',
  async play(count, seed, progress) {
    const random = new SeededRandom(seed);
    const plan = planPayments(count, random);
    const make = planMake(random);
    const report = await withShop({ zvt: { over: 'tcp', options: MAKES[make] } }, (shop) =>
      new CrashRun(shop, progress).play(plan),
    );
    return endOf(report, make);
  },
};

function endOf({ verdict, kills, slowestRestartMs }: CrashReport, make: string): CrashEnd {
  const rows = [...MEANS.map((means) => [NAMES[means], verdict.byMeans[means]] as const), ['all', verdict] as const];
  return {
    clean: isClean(verdict),
    facts: { kills, slowestRestartMs, make, ...verdict },
    lines: [
      table(COLUMNS, rows),
      ...verdict.findings.map((finding) => `  ${finding}`),
      `${kills} kills; a ZVT terminal that ${make} when the till is gone`,
    ],
    slowestRestartMs,
  };
}
