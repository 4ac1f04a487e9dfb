import { describe, expect, it } from 'vitest';
import { euros } from './csv.ts';
import type { ReconcileLine } from './reconcile.ts';
import { reconcileCsv } from './reconcile-csv.ts';

describe('the file', () => {
  it('S1: keeps what a provider calls its orders from becoming a formula or a column', () => {
    const line: ReconcileLine = {
      kind: 'only-at-provider',
      at: 0,
      direction: 'pay',
      amountCents: 5,
      route: null,
      account: 'pay',
      till: null,
      payment: null,
      externalPaymentId: null,
      providerRef: '=HYPERLINK("x";"y")',
      told: null,
      journal: null,
      provider: { says: 'paid', cents: 5 },
      why: null,
      explanation: 'a "b"; c',
      whoActs: 'manager',
    };
    const span = {
      day: '2026-11-21',
      timeZone: 'UTC',
      from: 0,
      until: 1,
      madeAt: 1,
      equal: false,
      accounts: [],
      totals: [],
    };
    const [, row] = reconcileCsv({ ...span, lines: [line] }).split('\r\n');
    expect(row).toContain(`;"'=HYPERLINK(""x"";""y"")";`);
    expect(row).toContain(';paid;0.05;manager;"a ""b""; c"');
  });

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [1470, '14.70'],
    [-270, '-2.70'],
    [9_999_999_999, '99999999.99'],
  ])('%i cents are %s', (cents, text) => {
    expect(euros(cents)).toBe(text);
  });
});
