/** Injections and redemptions in the middle of which the power goes. */
import { TICKET_KINDS } from '@tillbridge/simulators/ticketshop';
import { withShop } from '../rig/shop-rig.ts';
import type { CrashEnd, CrashStory } from './crash-story.ts';
import { table } from './table.ts';
import { isCleanOfVouchers, type VoucherCounts } from './vouchers/compare-vouchers.ts';
import { DEEDS } from './vouchers/power-cuts.ts';
import { playVoucherCrash, type VoucherCrashReport } from './vouchers/voucher-run.ts';

const COLUMNS: readonly (readonly [string, (counts: VoucherCounts) => number])[] = [
  ['vouchers', (counts) => counts.vouchers],
  ['redeemed', (counts) => counts.redeemed],
  ['given back', (counts) => counts.credited],
  ['lost', (counts) => counts.lost],
  ['doubled', (counts) => counts.doubled],
  ['wrong', (counts) => counts.wrong],
  ['over-use', (counts) => counts.overUse],
  ['still held', (counts) => counts.held],
];

export const VOUCHERS: CrashStory = {
  counted: 'kills',
  async play(kills, seed, progress) {
    const report = await withShop({ atNoon: true }, (shop) =>
      playVoucherCrash(shop, kills, seed, (done) => progress(done, done)),
    );
    return endOf(report);
  },
};

function endOf({ verdict, kills, slowestRestartMs }: VoucherCrashReport): CrashEnd {
  const { byKind, sales, findings, ...all } = verdict;
  const sold = TICKET_KINDS.flatMap(({ id }) => {
    const counts = byKind[id];
    return counts === undefined ? [] : [[id, counts] as const];
  });
  const total = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const struck = [...DEEDS, 'nothing' as const].flatMap((deed) => {
    const count = kills[deed];
    return count === undefined ? [] : [`${count} at "${deed}"`];
  });
  return {
    clean: isCleanOfVouchers(verdict),
    facts: { kills: total, killsAt: kills, slowestRestartMs, ...verdict },
    lines: [
      table(COLUMNS, [...sold, ['all', all] as const]),
      ...findings.map((finding) => `  ${finding}`),
      `${sales.completed} sales with ${(sales.discountCents / 100).toFixed(2)} euros off, ${sales.credited} of them taken back`,
      `${total} kills: ${struck.join(', ')}`,
    ],
    slowestRestartMs,
  };
}
