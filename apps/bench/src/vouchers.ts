/**
 * Vouchers at a million: how soon one is found and redeemed, what a till and a ticket shop wait for, how much room they
 * take. The peers are bare statements on the same disk, PostgreSQL and Redis as Debian has them.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFile } from '@tillbridge/agent';
import { startChild, withFolder, withShippedFlags } from './child.ts';
import { type Finding, type Metric, metric } from './report.ts';
import type { VoucherFigures } from './subjects/voucher-store.ts';
import { type AgentFigures, measureAgent } from './vouchers/agent.ts';
import { besidePostgres, besideRedis } from './vouchers/peers.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
const ROUNDS = 7;
const US = 1_000;

export interface VouchersBenchOptions {
  readonly sizes: readonly number[];
  /** Each series is measured so many times. */
  readonly rounds: number;
  /** Whether PostgreSQL and Redis are asked too. */
  readonly peers: boolean;
}

export function vouchersBench(
  options: VouchersBenchOptions = { sizes: SIZES, rounds: ROUNDS, peers: true },
): Promise<readonly Finding[]> {
  const { sizes, rounds, peers } = options;
  return withFolder(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data, { mode: 0o700 });
    const journal = journalFile(data);
    const store = await measureStore(journal, sizes, rounds);
    const size = sizes.at(-1) ?? 0;
    const agent = await measureAgent(folder, data, journal, { size, rounds });
    const figures = [...goals(store, agent), ...growth(store)];
    if (!peers) return figures;
    return [
      ...figures,
      ...(await besidePostgres(folder, size, largest(store))),
      ...(await besideRedis(folder, size, largest(store))),
    ];
  });
}

async function measureStore(journal: string, sizes: readonly number[], rounds: number): Promise<VoucherFigures> {
  const [first, ...rest] = withShippedFlags(join(import.meta.dirname, 'subjects/voucher-store.ts'));
  const child = await startChild(first, [...rest, journal, String(rounds), ...sizes.map(String)]);
  await child.stop();
  return child.ready.figures as VoucherFigures;
}

function largest({ sizes }: VoucherFigures): VoucherFigures['sizes'][number] {
  const last = sizes.at(-1);
  if (last === undefined) throw new Error('nothing was measured');
  return last;
}

function goals(store: VoucherFigures, agent: AgentFigures): Metric[] {
  const { look, redeem } = largest(store);
  const rss = Math.max(store.mostResidentMb, agent.mostResidentMb);
  return [
    ours('lookup_p99', look.p99 * US, 'µs', { what: 'limit (µs)', value: 50 }, '≤ 50 µs'),
    ours('redeem_p50', redeem.p50, 'ms', { what: 'one bare full-sync commit (ms)', value: redeem.bare }, 'ratio ≤ 1.3'),
    ours('redeem_p99', redeem.p99, 'ms', { what: 'its own p50 (ms)', value: redeem.p50 }, 'ratio ≤ 5'),
    ours('scan_p99', agent.scan.p99, 'ms', { what: 'limit (ms)', value: 20 }, '≤ 20 ms'),
    ours(
      'inject',
      agent.injectMs,
      'ms',
      { what: 'a bare bulk insert of the same rows (ms)', value: agent.bareInjectMs },
      'ratio ≤ 3',
    ),
    ours('bytes_per_voucher', store.bytesPerVoucher, 'B', { what: 'limit (B)', value: 400 }, '≤ 400 B'),
    ours('rss', rss, 'MB', { what: 'limit (MB)', value: 200 }, '≤ 200 MB'),
  ];
}

/** Each size against the smallest: what stays is what doesn't grow with the past. */
function growth({ sizes }: VoucherFigures): Metric[] {
  const [least] = sizes;
  if (least === undefined) return [];
  return sizes.flatMap(({ size, look, redeem }) => {
    const against = `at ${least.size}`;
    return [
      ours(`lookup_p50_${size}`, look.p50 * US, 'µs', { what: `${against} (µs)`, value: least.look.p50 * US }, 'told'),
      ours(`redeem_p50_${size}`, redeem.p50, 'ms', { what: `${against} (ms)`, value: least.redeem.p50 }, 'told'),
    ];
  });
}

function ours(name: string, value: number, unit: Metric['unit'], against: Metric['against'], goal: string): Metric {
  return metric('vouchers', name, value, unit, against, goal);
}
