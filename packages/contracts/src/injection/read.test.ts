import { describe, expect, it } from 'vitest';
import { readBlock, readInjection, readReissue } from './read.ts';

const VOUCHER = { code: 'TCK-0001', orderReference: 'ORD-1', product: 'FAMILY-DAY' };
const RULE = { label: 'Burger', benefit: { kind: 'items' }, scope: { articles: [4201] } };
const MADE = { code: 'TCK-0001', orderReference: 'ORD-1', entitlements: [{ name: 'burger', rule: RULE, units: 4 }] };

function refused(body: unknown): { field: string | null; message: string } {
  const read = readInjection(body);
  if (read.ok) throw new Error('it was accepted');
  return { field: read.field, message: read.message };
}

describe('what a shop sends', () => {
  it('is one voucher, or a batch', () => {
    const single = readInjection(VOUCHER);
    expect(single).toMatchObject({ ok: true, value: { vouchers: [{ ...VOUCHER, quantity: 1 }] } });
    expect(single.ok && single.value.at(0)).toBe('');
    const batch = readInjection({ vouchers: [VOUCHER, { ...VOUCHER, code: 'TCK-0002', quantity: 3 }] });
    expect(batch.ok && batch.value.vouchers.map(({ quantity }) => quantity)).toEqual([1, 3]);
    expect(batch.ok && batch.value.at(1)).toBe('vouchers[1].');
  });

  it('may hold rules of its own, which are read as those of the settings', () => {
    const read = readInjection(MADE);
    expect(read.ok && read.value.vouchers[0]?.entitlements).toMatchObject([
      { units: 4, rule: { label: { nl: 'Burger', en: 'Burger' }, scope: { kind: 'articles', articles: ['4201'] } } },
    ]);
  });

  it.each(['ABCD', 'a b!c', `https://tickets.example/t?id=1&x="2"`, '!'.repeat(128)])('with the code %s', (code) => {
    expect(readInjection({ ...VOUCHER, code }).ok).toBe(true);
  });

  const CODE = /^(\S+ )must be 4 to 128 letters, digits or marks of ASCII, without spaces at its ends$/;
  it.each([
    ['no code', { code: undefined }, 'code', /^code is missing: it must be 4 to 128/],
    ['a short code', { code: 'abc' }, 'code', CODE],
    ['a long code', { code: 'x'.repeat(129) }, 'code', CODE],
    ['a code that ends in a space', { code: 'abcd ' }, 'code', CODE],
    ['a code with a line break', { code: 'ab\ncd' }, 'code', CODE],
    ['a code beyond ASCII', { code: 'TICKÉT' }, 'code', CODE],
    ['a number as code', { code: 12_345 }, 'code', CODE],
    ['no order', { orderReference: undefined }, 'orderReference', /^orderReference is missing: it must be 1 to 64/],
    ['an empty order', { orderReference: '' }, 'orderReference', /must be 1 to 64 printable/],
    ['an order with a tab', { orderReference: 'a\tb' }, 'orderReference', /must be 1 to 64 printable/],
    ['an order of 65', { orderReference: 'x'.repeat(65) }, 'orderReference', /must be 1 to 64 printable/],
    ['an order that ends in a space', { orderReference: 'x ' }, 'orderReference', /must be 1 to 64 printable/],
    ['no product', { product: undefined }, 'product', 'product must be given, or `entitlements` instead; never both'],
    ['both', MADE, 'product', 'product must be given, or `entitlements` instead; never both'],
    ['an empty product', { product: '' }, 'product', 'product must be text of 1 to 60 characters'],
    ['quantity 0', { quantity: 0 }, 'quantity', 'quantity must be a whole number from 1 to 1000'],
    ['half a product', { quantity: 1.5 }, 'quantity', 'quantity must be a whole number from 1 to 1000'],
    ['a text as quantity', { quantity: '2' }, 'quantity', 'quantity must be a whole number from 1 to 1000'],
    ['1001', { quantity: 1_001 }, 'quantity', 'quantity must be a whole number from 1 to 1000'],
    ['a day that is none', { validFrom: '2026-02-30' }, 'validFrom', /^validFrom must be a moment such as/],
    ['a moment without offset', { validFrom: '2026-07-01T10:00:00' }, 'validFrom', /^validFrom must be a moment/],
    ['a Dutch date', { validUntil: '31-12-2026' }, 'validUntil', /^validUntil must be a moment such as/],
    ['a time stamp', { validUntil: 1_782_900_000 }, 'validUntil', /^validUntil must be a moment such as/],
    ['null', { validUntil: null }, 'validUntil', /^validUntil must be a moment such as/],
    ['a member nobody knows', { colour: 'red' }, 'colour', 'colour is not known here'],
    ['a member that is no name', { '<b>': 1 }, '?', /^\? is not known here$/],
    ['no entitlement', { product: undefined, entitlements: [] }, 'entitlements', /must be a list of 1 to 50 entries$/],
  ])('with %s is told by its field', (_what, change, field, message) => {
    expect(refused({ ...VOUCHER, ...change })).toEqual({ field, message: expect.stringMatching(message) });
    const inBatch = refused({ vouchers: [VOUCHER, { ...VOUCHER, ...change }] });
    expect(inBatch.field).toBe(`vouchers[1].${field}`);
    expect(inBatch.message.startsWith(`vouchers[1].${field} `)).toBe(true);
  });

  it.each([
    ['units', 0, 'must be a whole number from 1 to 1000000, or "unlimited"'],
    ['units', 'many', 'must be a whole number from 1 to 1000000, or "unlimited"'],
    ['name', '', 'must be text of 1 to 60 characters'],
    ['code', 'x', 'must be 4 to 128 letters, digits or marks of ASCII, without spaces at its ends'],
    ['rule', undefined, 'is missing: it must have keys of its own'],
  ])('with %s %s in an entitlement', (member, value, why) => {
    const [entitlement] = MADE.entitlements;
    const field = `entitlements[0].${member}`;
    expect(refused({ ...MADE, entitlements: [{ ...entitlement, [member]: value }] })).toEqual({
      field,
      message: `${field} ${why}`,
    });
  });

  it('with a rule that does not hold together is told where, however deep', () => {
    const [entitlement] = MADE.entitlements;
    const withRule = (rule: object) => refused({ vouchers: [{ ...MADE, entitlements: [{ ...entitlement, rule }] }] });
    expect(withRule({ ...RULE, benefit: { kind: 'percentage', percent: 200 } })).toEqual({
      field: 'vouchers[0].entitlements[0].rule.benefit.percent',
      message: expect.stringContaining('must be a percentage from 0.01 to 100'),
    });
    expect(withRule({ ...RULE, benefit: { kind: 'amount', euros: 5, cap: 2 } }).message).toContain(
      'does not belong here: what it gives is limited already',
    );
    expect(withRule({ ...RULE, scope: {} }).field).toBe('vouchers[0].entitlements[0].rule.scope');
  });

  it('says how much more is wrong', () => {
    expect(refused({ code: 1, orderReference: 2 }).message).toMatch(/; and 1 more$/);
  });

  it.each([[null], [[]], ['text'], [5]])('%j is no message', (body) => {
    expect(refused(body)).toEqual({ field: null, message: 'the message must have keys of its own' });
  });

  it.each([
    ['an empty batch', []],
    ['501 vouchers', Array.from({ length: 501 }, (_, n) => ({ ...VOUCHER, code: `TCK-${n + 1_000}` }))],
    ['no list', 'all'],
    ['nothing', null],
  ])('%s is refused as a whole', (_what, vouchers) => {
    expect(refused({ vouchers })).toEqual({
      field: 'vouchers',
      message: 'vouchers must be a list of 1 to 500 vouchers',
    });
  });

  it('500 vouchers are one batch', () => {
    const vouchers = Array.from({ length: 500 }, (_, n) => ({ ...VOUCHER, code: `TCK-${n + 1_000}` }));
    expect(readInjection({ vouchers }).ok).toBe(true);
  });

  it('never repeats a value', () => {
    const secret = 'not-to-be-seen';
    for (const change of [{ code: `${secret}é` }, { quantity: secret }, { validFrom: secret }, { product: [secret] }]) {
      expect(JSON.stringify(refused({ ...VOUCHER, ...change }))).not.toContain(secret);
    }
  });
});

it('a new code, and a withdrawal', () => {
  expect(readReissue({ code: 'TCK-0002' })).toEqual({ ok: true, value: { code: 'TCK-0002' } });
  expect(readReissue({})).toMatchObject({ ok: false, field: 'code' });
  expect(readBlock({ reason: 'refunded' })).toEqual({ ok: true, value: { reason: 'refunded' } });
  expect(readBlock({ reason: 'lost' })).toEqual({
    ok: false,
    field: 'reason',
    message: 'reason must be cancelled or refunded',
  });
  expect(readBlock({ reason: 'refunded', when: 'now' })).toMatchObject({ ok: false, field: 'when' });
});
