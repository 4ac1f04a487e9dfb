import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { CATALOGUE_QUERIES } from './catalogue-table.ts';
import { openConnection } from './connection.ts';
import { DRIVER_NOTE_QUERIES } from './driver-note-table.ts';
import { FACT_QUERIES } from './fact-table.ts';
import { INJECTION_QUERIES } from './injection-table.ts';
import { migrate } from './migrate.ts';
import { OUTBOX_QUERIES } from './outbox-table.ts';
import { PAYMENT_QUERIES } from './payment-table.ts';
import { REDEMPTION_QUERIES } from './redemption-table.ts';
import { VOUCHER_NAME_QUERIES } from './voucher-names.ts';
import { VOUCHER_SALE_QUERIES } from './voucher-sale-table.ts';
import { VOUCHER_QUERIES } from './voucher-table.ts';

const queries = {
  ...PAYMENT_QUERIES,
  ...OUTBOX_QUERIES,
  ...FACT_QUERIES,
  ...DRIVER_NOTE_QUERIES,
  ...VOUCHER_QUERIES,
  ...VOUCHER_NAME_QUERIES,
  ...VOUCHER_SALE_QUERIES,
  ...REDEMPTION_QUERIES,
  ...INJECTION_QUERIES,
  ...CATALOGUE_QUERIES,
};
/** Walked on purpose: parked items and open sales are few, the highest sequence is one row, the last is the first it meets,
 * the catalogue is read whole at a start. */
const WALKED = new Set(['all', 'highest', 'last', 'openSales', 'catalogueArticles', 'catalogueGroups']);
/** Sorted on purpose: few are due at once. */
const SORTED = new Set(['all', 'highest', 'due']);
/** A partial index is walked whole, or until the first that fits: it holds the open ones alone. */
const OPEN_ONES =
  /SCAN \w+ USING (?:COVERING )?INDEX (payments_open|payments_needing_attention|voucher_redemptions_over|outbox_waiting|outbox_leased|outbox_parked)\b/g;

test('no query walks what is past', async () => {
  await withTempFolder((folder) => {
    const connection = openConnection(join(folder, 'a.db'), { readOnly: false });
    migrate(connection);
    const plans = Object.entries(queries).map(([name, sql]) => {
      const parameters = Array.from(sql.matchAll(/\?/g), () => null);
      const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
      return { name, plan: rows.map((row) => (row as { detail: string }).detail).join(' | ') };
    });
    connection.close();
    for (const { name, plan } of plans) {
      // The few rows of a sub-query in FROM are looked at one by one.
      const walks = plan.replace(OPEN_ONES, '').replace(/SCAN (\(subquery-\d+\)|CONSTANT ROW)/g, '');
      if (!WALKED.has(name)) expect(walks, `${name}: ${plan}`).not.toMatch(/\bSCAN\b/);
      if (!SORTED.has(name)) expect(plan, `${name}: ${plan}`).not.toContain('TEMP B-TREE');
    }
    expect(Object.fromEntries(plans.map(({ name, plan }) => [name, plan]))).toMatchObject({
      open: expect.stringContaining('payments_open'),
      openOnTerminal: expect.stringContaining('payments_open'),
      openOfSession: expect.stringContaining('payments_by_session'),
      needingAttention: expect.stringContaining('payments_needing_attention'),
      recent: expect.stringContaining('payments_by_till'),
      byProviderRef: expect.stringContaining('payments_by_provider_ref'),
      due: expect.stringContaining('outbox_leased'),
      nextWaiting: expect.stringContaining('outbox_waiting'),
      about: expect.stringContaining('facts_by_subject'),
      forgettable: expect.stringContaining('driver_note_by_age'),
      voucherByCode: expect.stringContaining('sqlite_autoindex_vouchers_1'),
      vouchersByOrder: expect.stringContaining('vouchers_by_order'),
      vouchersReceived: expect.stringContaining('vouchers_by_time'),
      redemptionsOfSale: expect.stringContaining('voucher_redemptions_by_sale'),
      overUse: expect.stringContaining('voucher_redemptions_over'),
      oldReplays: expect.stringContaining('voucher_replays_by_age'),
    });
  });
});

test('no query is planned anew with every call, as this engine does when a bare value meets a join, an order or a limit', () => {
  const planned = Object.entries(queries).filter(([, sql]) => /\b(JOIN|ORDER BY|LIMIT)\b/.test(sql));
  expect(planned.filter(([, sql]) => /(?<!\+)\?/.test(sql)).map(([name]) => name)).toEqual([]);
});
