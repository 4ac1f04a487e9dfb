import { cents } from '@tillbridge/kernel';
import type { DiscountId, EntitlementId, SaleAnswer, SaleWord, Scan, VoucherId } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import type { VoucherEventPorts } from './ports.ts';
import { message, SESSION_ID, WebhookWorld } from './test/webhook-world.ts';

const NOTHING: SaleAnswer = {
  recognized: false,
  set: [],
  clear: [],
  additions: [],
  choice: null,
  applied: [],
  refusals: [],
};
const LINE = { lineId: 'l-1', articleNumber: 4101, priceIncl: 7.35, quantity: 2, text: 'Pannenkoek' };
const BASKET = { session: { sessionId: SESSION_ID, lines: [LINE] } };
const SCAN = { ...BASKET, scanCode: { scannedCode: 'TCK-F-000123', codeType: 'qrcode' } };
const LABEL = { nl: 'Pannenkoek gratis', en: 'Free pancake' };
const DISCOUNT = {
  id: 'd-1' as DiscountId,
  lineId: 'l-1',
  voucher: 'v-1' as VoucherId,
  entitlement: 'e-1' as EntitlementId,
  label: LABEL,
};

/** A desk that answers as it is told and keeps what it was asked. */
class StubVouchers {
  readonly asked: { readonly what: string; readonly word: SaleWord }[] = [];
  answer: SaleAnswer = NOTHING;
  open = true;
  failure: Error | undefined;

  readonly ports: VoucherEventPorts = {
    desk: {
      scan: async (scan) => this.note('scan', scan, this.answer),
      rematch: async (word) => this.note('rematch', word, this.answer),
      complete: async (word) => this.note('complete', word, undefined),
      release: async (word, why) => this.note(`release ${why}`, word, undefined),
      credit: async (word) => this.note('credit', word, undefined),
      ofSale: (sale) =>
        this.open
          ? {
              sale,
              place: { till: 'Kassa 12', branch: 3, workplace: 12, employee: null },
              stage: 'open',
              claims: [],
              discounts: [],
              earlier: [],
              additions: [],
              spends: [],
              cutOff: false,
              leaseUntil: 0,
              version: 1,
            }
          : undefined,
    },
    words: (_till, { refusals }) =>
      refusals.length === 0 ? null : { message: 'kassa: al gebruikt', customerMessage: 'gast: al gebruikt' },
    labelOf: (_till, label) => label.nl ?? '',
  };

  private note<T>(what: string, word: SaleWord, answer: T): T {
    this.asked.push({ what, word });
    if (this.failure !== undefined) throw this.failure;
    return answer;
  }
}

function world() {
  const vouchers = new StubVouchers();
  return { vouchers, world: new WebhookWorld({}, {}, vouchers.ports) };
}

describe('a scanned code', () => {
  it('is looked up with the basket, the place and the moment it came with', async () => {
    const { vouchers, world: till } = world();
    const got = await till.send('scanCode', message(SCAN));
    expect(got).toMatchObject({ status: 200, signed: 'rightly', text: '{"scanCode":{"recognized":false}}' });
    const scan = vouchers.asked[0]?.word as Scan;
    expect(scan).toMatchObject({
      code: 'TCK-F-000123',
      chosen: null,
      heard: true,
      sale: { subscriptionId: 'SHOP-1', sessionId: SESSION_ID },
      place: { till: 'Kassa 12', branch: 3, workplace: 12, employee: null },
      lines: [{ lineId: 'l-1', article: '4101', quantity: '2', unitCents: 735, discount: null }],
    });
    expect(scan.receipt.kind).toBe('scanCode');
  });

  it('takes money off the line exactly, or makes whole pieces free', async () => {
    const { vouchers, world: till } = world();
    vouchers.answer = {
      ...NOTHING,
      recognized: true,
      set: [
        { ...DISCOUNT, pieces: null, whole: false, cents: cents(147) },
        { ...DISCOUNT, id: 'd-2' as DiscountId, lineId: 'l-2', pieces: 2, whole: true, cents: cents(1470) },
        { ...DISCOUNT, id: 'd-3' as DiscountId, lineId: 'l-3', pieces: 1, whole: false, cents: cents(1250) },
      ],
    };
    const { text } = await till.send('scanCode', message(SCAN));
    expect(JSON.parse(text)).toEqual({
      scanCode: { recognized: true },
      lineChanges: [
        {
          lineId: 'l-1',
          externalDiscount: { discountId: 'd-1', discountDescription: 'Pannenkoek gratis', discountAmount: 1.47 },
        },
        {
          lineId: 'l-2',
          externalDiscount: {
            discountId: 'd-2',
            discountDescription: 'Pannenkoek gratis',
            discountPercentage: 100,
            applyToQuantity: 2,
          },
        },
        {
          lineId: 'l-3',
          externalDiscount: {
            discountId: 'd-3',
            discountDescription: 'Pannenkoek gratis',
            discountAmount: 12.5,
            applyToQuantity: 1,
          },
        },
      ],
    });
  });

  it('puts an article into the sale, or asks which one', async () => {
    const { vouchers, world: till } = world();
    const burger = {
      lineId: 'n-1',
      article: '4201',
      pieces: 2,
      discountId: 'd-1' as DiscountId,
      label: { nl: 'Burger' },
    };
    vouchers.answer = { ...NOTHING, recognized: true, additions: [burger] };
    expect(JSON.parse((await till.send('scanCode', message(SCAN, 1))).text)).toMatchObject({
      lineAdditions: [
        { lineId: 'n-1', articleNumber: 4201, quantity: 2, externalDiscount: { discountPercentage: 100 } },
      ],
    });
    vouchers.answer = {
      ...NOTHING,
      recognized: true,
      choice: {
        entitlement: DISCOUNT.entitlement,
        label: { nl: 'Welk menu?' },
        options: [
          { id: '4201', label: { nl: 'Burger' } },
          { id: 'none', label: { nl: 'Nu niet' } },
        ],
      },
    };
    expect(JSON.parse((await till.send('scanCode', message(SCAN, 2))).text).dialog).toEqual({
      required: false,
      allowMultipleOptions: false,
      dialogTitle: 'Welk menu?',
      dialogOptions: [
        { optionId: 4201, optionName: 'Burger' },
        { optionId: 0, optionName: 'Nu niet' },
      ],
    });
  });

  it.each([
    ['numbers', [4201, 0]],
    ['texts', ['4201', '0']],
  ])('comes again with what was chosen, option ids as %s', async (_how, selectedDialogOptionIds) => {
    const { vouchers, world: till } = world();
    await till.send('scanCode', message({ ...SCAN, dialog: { selectedDialogOptionIds } }));
    expect(vouchers.asked[0]?.word).toMatchObject({ chosen: ['4201', 'none'] });
  });

  it('is explained to cashier and guest when it gives nothing', async () => {
    const { vouchers, world: till } = world();
    vouchers.answer = {
      ...NOTHING,
      recognized: true,
      refusals: [
        { code: 'TCK-F-000123', label: LABEL, refusal: { why: 'used-up', lastAt: 0, lastPlace: 'Restaurant' } },
      ],
    };
    expect((await till.send('scanCode', message(SCAN))).text).toBe(
      '{"scanCode":{"recognized":true,"message":"kassa: al gebruikt","customerMessage":"gast: al gebruikt"}}',
    );
  });

  it.each([
    ['no scan', { scanCode: undefined }, 'NO_EVENT_DETAILS', 'scanCode is missing'],
    ['no code', { scanCode: { codeType: 'qrcode' } }, 'NO_SCANNED_CODE', 'scanCode.scannedCode is missing'],
    ['a number', { scanCode: { scannedCode: 12 } }, 'INVALID_DATA', 'scanCode.scannedCode must be text'],
    ['nothing in it', { scanCode: { scannedCode: '' } }, 'INVALID_DATA', 'scanCode.scannedCode is empty'],
    [
      'a book',
      { scanCode: { scannedCode: 'x'.repeat(513) } },
      'INVALID_DATA',
      'scanCode.scannedCode is longer than 512 characters',
    ],
  ])('with %s is refused', async (_what, members, code, sentence) => {
    const { vouchers, world: till } = world();
    const { status, text } = await till.send('scanCode', message({ ...BASKET, ...members }));
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toEqual({ code, message: sentence });
    expect(vouchers.asked).toEqual([]);
  });

  it('is left to the till by a shop without vouchers, a sale without an id and a till nobody knows', async () => {
    expect((await new WebhookWorld().send('scanCode', message(SCAN))).text).toBe('{}');
    const { vouchers, world: till } = world();
    expect((await till.send('scanCode', message({ ...SCAN, session: {} }))).text).toBe('{}');
    const elsewhere = { ...SCAN, sender: { branchNumber: 9, workplaceNumber: 9 } };
    expect((await till.send('scanCode', message(elsewhere))).text).toBe('{}');
    expect(vouchers.asked).toEqual([]);
  });

  it('that could not be written down is an error of ours, and nothing counts', async () => {
    const { vouchers, world: till } = world();
    vouchers.failure = new Error('disk full');
    expect((await till.send('scanCode', message(SCAN))).status).toBe(400);
  });
});

describe('a sale with vouchers', () => {
  const added = { ...BASKET, addSessionLine: { line: LINE } };

  it.each([
    ['addSessionLine', added, 'rematch'],
    ['updateSessionLine', { ...BASKET, updateSessionLine: { line: LINE } }, 'rematch'],
    ['removeSessionLine', { ...BASKET, removeSessionLine: { line: LINE } }, 'rematch'],
    ['resumeSession', BASKET, 'rematch'],
    ['startPayment', BASKET, 'rematch'],
    ['pauseSession', BASKET, 'release park'],
    ['cancelSession', BASKET, 'release cancelled'],
    ['mergeSession', BASKET, 'release merged'],
    ['completeSession', BASKET, 'complete'],
    ['creditSession', BASKET, 'credit'],
  ])('%s', async (event, members, asked) => {
    const { vouchers, world: till } = world();
    expect((await till.send(event, message(members))).text).toBe('{}');
    expect(vouchers.asked.map(({ what }) => what)).toEqual([asked]);
  });

  it('hears which discounts must change, and takes one off again', async () => {
    const { vouchers, world: till } = world();
    vouchers.answer = { ...NOTHING, clear: [{ lineId: 'l-1', discountId: DISCOUNT.id }] };
    expect((await till.send('removeSessionLine', message({ ...BASKET, removeSessionLine: { line: LINE } }))).text).toBe(
      '{"lineChanges":[{"lineId":"l-1","externalDiscount":{"discountId":"d-1","discountPercentage":0}}]}',
    );
    const other = new WebhookWorld({ discountRemoval: 'null' }, {}, vouchers.ports);
    expect((await other.send('startPayment', message(BASKET))).text).toBe(
      '{"lineChanges":[{"lineId":"l-1","externalDiscount":null}]}',
    );
  });

  it('takes the discount that stands on a line off before it puts another there', async () => {
    const { vouchers, world: till } = world();
    const carrying = { ...LINE, externalDiscount: { discountId: 'd-0', discountAmount: 1 } };
    vouchers.answer = { ...NOTHING, set: [{ ...DISCOUNT, pieces: null, whole: false, cents: cents(147) }] };
    const body = message({ session: { sessionId: SESSION_ID, lines: [carrying] } });
    expect(JSON.parse((await till.send('startPayment', body)).text).lineChanges).toEqual([
      { lineId: 'l-1', externalDiscount: { discountId: 'd-0', discountPercentage: 0 } },
      {
        lineId: 'l-1',
        externalDiscount: { discountId: 'd-1', discountDescription: 'Pannenkoek gratis', discountAmount: 1.47 },
      },
    ]);
  });

  it('says what its lines carry: ours by its id, any other discount without one', async () => {
    const { vouchers, world: till } = world();
    const lines = [
      { ...LINE, externalDiscount: { discountId: 'd-1', discountAmount: 1.47 } },
      { ...LINE, lineId: 'l-2', discountPercentage: 10 },
      { ...LINE, lineId: 'l-3', discountPercentage: 0 },
    ];
    await till.send('completeSession', message({ session: { sessionId: SESSION_ID, lines } }));
    expect(vouchers.asked[0]?.word.lines?.map(({ discount }) => discount)).toEqual([
      { ours: 'd-1' },
      { ours: null },
      null,
    ]);
  });

  it('is completed on what this message says alone', async () => {
    const { vouchers, world: till } = world();
    await till.send('startPayment', message(BASKET, 1));
    await till.send('completeSession', message({}, 2));
    expect(vouchers.asked.map(({ word }) => word.lines?.length ?? null)).toEqual([1, null]);
  });

  it('goes on when its vouchers cannot follow, except at its end', async () => {
    const { vouchers, world: till } = world();
    vouchers.failure = new Error('disk full');
    expect((await till.send('addSessionLine', message(added, 1))).text).toBe('{}');
    expect((await till.send('cancelSession', message(BASKET, 2))).text).toBe('{}');
    expect((await till.send('completeSession', message(BASKET, 3))).status).toBe(400);
  });

  it('is also one into which a line with a discount of ours came over', async () => {
    const { vouchers, world: till } = world();
    vouchers.open = false;
    const lines = [{ ...LINE, externalDiscount: { discountId: 'd-1', discountAmount: 1.47 } }];
    for (const event of ['startPayment', 'completeSession']) {
      await till.send(event, message({ session: { sessionId: SESSION_ID, lines } }));
    }
    expect(vouchers.asked.map(({ what }) => what)).toEqual(['rematch', 'complete']);
  });

  it('that has none costs no more than a look', async () => {
    const { vouchers, world: till } = world();
    vouchers.open = false;
    for (const event of ['startPayment', 'pauseSession', 'completeSession']) await till.send(event, message(BASKET));
    expect(vouchers.asked).toEqual([]);
  });
});
