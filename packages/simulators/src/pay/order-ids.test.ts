import { describe, expect, test } from 'vitest';
import { newOrderIds, unifiedUuid } from './order-ids.ts';

describe('the uuid of an order follows Pay.’s unifiedQR', () => {
  // Published samples: the last 13 characters of the order id and the order number give the uuid with its checksum.
  test.each([
    ['b-491247531167', '44117537094X1167', 'a9ab4912-4753-1167-4411-7537094a1167'],
    ['3-737862303481', '50806105020X3481', 'a63f7378-6230-3481-5080-6105020a3481'],
    ['c-2265038314b0', '51007856048X14b0', 'ae8c2265-0383-14b0-5100-7856048a14b0'],
  ])('…%s and %s', (tail, orderId, uuid) => {
    const base = uuid.replaceAll('-', '').slice(3, 16);
    expect(unifiedUuid(`00000000-0000-0000-000${base.slice(0, 1)}-${base.slice(1)}`, orderId)).toBe(uuid);
    expect(base.slice(1)).toBe(tail.slice(2));
  });
});

test('new ids have the published shapes and hang together', () => {
  const now = Date.parse('2026-03-01T09:00:00Z');
  const ids = newOrderIds(now, 'SL-1234-5678', 17);
  expect(ids.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-12345678[0-9a-f]{4}$/);
  expect(Number.parseInt(ids.id.slice(0, 8), 16)).toBe(now / 1000);
  expect(ids.orderId).toBe(`50000000017X${ids.id.slice(-4)}`);
  expect(ids.manualTransferCode).toBe('7000 0500 0000 0017');
  expect(ids.uuid).toMatch(/^a[0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
