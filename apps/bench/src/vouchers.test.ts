import { expect, test } from 'vitest';
import { vouchersBench } from './vouchers.ts';

test('the bench of vouchers measures a store and a whole agent, and answers every figure', async () => {
  const findings = await vouchersBench({ sizes: [500], rounds: 1, peers: false });
  expect(findings.map(({ metric }) => metric)).toEqual([
    'lookup_p99',
    'redeem_p50',
    'redeem_p99',
    'scan_p99',
    'inject',
    'bytes_per_voucher',
    'rss',
    'lookup_p50_500',
    'redeem_p50_500',
  ]);
  for (const finding of findings) expect('value' in finding && finding.value > 0, finding.metric).toBe(true);
}, 60_000);
