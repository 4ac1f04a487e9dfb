import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VoucherIds } from './voucher-ids.ts';

const ids = new VoucherIds('000102030405060708090A0B0C0D0E0F');
const others = new VoucherIds('100102030405060708090A0B0C0D0E0F');
const number = fc.integer({ min: 1, max: 2 ** 48 - 1 });
const nth = fc.integer({ min: 1, max: 4_095 });

test('names are UUIDs of version 8 that lead back to their rows', () => {
  fc.assert(
    fc.property(number, nth, (row, place) => {
      const voucher = ids.voucher(row);
      const entitlement = ids.entitlement(voucher, place);
      for (const id of [voucher, entitlement]) {
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }
      expect(ids.read(voucher)).toEqual({ number: row, nth: 0 });
      expect(ids.read(entitlement)).toEqual({ number: row, nth: place });
    }),
  );
});

test('names stay what they are', () => {
  expect([1, 2, 1_000_000].map((row) => ids.voucher(row))).toMatchInlineSnapshot(`
    [
      "52513351-47cd-8000-93d2-4adc4f73842b",
      "d88a3a6e-7ed3-8000-a68f-4a0a76f23041",
      "dee10d9e-b768-8000-b414-e311f9b13232",
    ]
  `);
});

test('a name of another file, a changed one and no name at all lead nowhere', () => {
  fc.assert(
    fc.property(number, fc.nat({ max: 35 }), (row, at) => {
      const id = ids.voucher(row);
      expect(others.read(id)).toBeUndefined();
      const digit = id[at] === '0' ? '1' : '0';
      const changed = `${id.slice(0, at)}${digit}${id.slice(at + 1)}`;
      // The three digits after the version say which entitlement it is.
      if (at < 15 || at > 17) expect(ids.read(changed)).toBeUndefined();
    }),
  );
  for (const nonsense of ['', 'x', '00000000-0000-8000-8000-000000000000', ids.voucher(1).toUpperCase()]) {
    expect(ids.read(nonsense)).toBeUndefined();
  }
});

test('more entitlements than three digits count are refused', () => {
  expect(() => ids.entitlement(ids.voucher(1), 4_096)).toThrow(RangeError);
  expect(() => ids.entitlement(ids.voucher(1), 0)).toThrow(RangeError);
});
