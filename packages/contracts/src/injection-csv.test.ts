import { expect, it } from 'vitest';
import { injectionCsv } from './injection-csv.ts';

it('has a line for each call, and lets no order reference become a formula', () => {
  const entry = {
    number: 7,
    at: Date.UTC(2026, 6, 1, 10),
    shop: { id: 'tickets', name: 'Ticketshop' },
    by: 'soap',
    operation: 'issueVouchers',
    orderReference: '=HYPERLINK("x");',
    response: 'ISSUE-VOUCHERS-RESULT-OK',
    vouchers: 2,
    requestId: '01JD8Z6Q3V7H5M2K9TXWCB4RNE',
  };
  expect(injectionCsv([entry, { ...entry, number: 6, orderReference: null }]).split('\r\n')).toEqual([
    '\uFEFFnumber;at;shop;by;operation;order;response;vouchers;request',
    `7;2026-07-01T10:00:00.000Z;tickets;soap;issueVouchers;"'=HYPERLINK(""x"");";ISSUE-VOUCHERS-RESULT-OK;2;01JD8Z6Q3V7H5M2K9TXWCB4RNE`,
    '6;2026-07-01T10:00:00.000Z;tickets;soap;issueVouchers;;ISSUE-VOUCHERS-RESULT-OK;2;01JD8Z6Q3V7H5M2K9TXWCB4RNE',
    '',
  ]);
});
