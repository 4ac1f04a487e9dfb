import { describe, expect, it } from 'vitest';
import { ACTED_EVENTS, SILENT_EVENTS } from './event-names.ts';
import { LATER, message, SESSION_ID, START, WebhookWorld } from './test/webhook-world.ts';

const LINE = { lineId: 'l1', articleNumber: 7, priceIncl: 2.5, quantity: 2, text: 'Koffie' };
const BASKET_LINE = {
  lineId: 'l1',
  articleNumber: '7',
  text: 'Koffie',
  quantity: '2',
  unitCents: 250,
  vatPercentage: null,
};

async function heardAfter(event: string, members: Record<string, unknown> = {}) {
  const world = new WebhookWorld();
  const got = await world.send(event, message(members));
  expect(got).toMatchObject({ status: 200, text: '{}', signed: 'rightly' });
  return { news: world.heard.map(({ till, subscriptionId, sessionId, at, ...news }) => news), world };
}

describe('the basket hears', () => {
  it.each([
    ['startSession', 'opened'],
    ['pauseSession', 'paused'],
    ['resumeSession', 'resumed'],
    ['startPayment', 'paying'],
    ['cancelPayment', 'payment-left'],
    ['mergeSession', 'merged'],
    ['cancelSession', 'cancelled'],
    ['completeSession', 'completed'],
  ])('%s as %s', async (event, kind) => {
    const { news, world } = await heardAfter(event);
    expect(news).toEqual([{ kind }]);
    expect(world.heard[0]).toMatchObject({ till: '3-12', subscriptionId: 'SHOP-1', sessionId: SESSION_ID });
  });

  it.each([
    ['addSessionLine', 'line-added'],
    ['updateSessionLine', 'line-updated'],
  ])('%s in both shapes of the vendor’s pages', async (event, kind) => {
    expect((await heardAfter(event, { [event]: { line: LINE } })).news).toEqual([{ kind, line: BASKET_LINE }]);
    expect((await heardAfter(event, { [event]: LINE })).news).toEqual([{ kind, line: BASKET_LINE }]);
  });

  it('removeSessionLine by its line’s id', async () => {
    const { news } = await heardAfter('removeSessionLine', { removeSessionLine: { line: { lineId: 'l1' } } });
    expect(news).toEqual([{ kind: 'line-removed', lineId: 'l1' }]);
  });

  it('the whole basket before the event that carried it', async () => {
    const session = { sessionId: SESSION_ID, lines: [LINE], openAmount: 5 };
    const { news } = await heardAfter('startPayment', { session });
    expect(news).toEqual([{ kind: 'basket', lines: [BASKET_LINE], totalCents: 500 }, { kind: 'paying' }]);
  });

  it('a total alone', async () => {
    const session = { sessionId: SESSION_ID, totalInclAmount: 12.5 };
    const { news } = await heardAfter('startPayment', { session });
    expect(news[0]).toEqual({ kind: 'basket', lines: null, totalCents: 1250 });
  });

  it('nothing without a session, or from a till nobody knows', async () => {
    expect((await heardAfter('completeSession', { session: { sessionId: '' } })).news).toEqual([]);
    expect((await heardAfter('startSession', { session: undefined })).news).toEqual([]);
    const stranger = await heardAfter('startSession', { sender: { branchNumber: 9, workplaceNumber: 9 } });
    expect(stranger.news).toEqual([]);
    expect(stranger.world.notices).toEqual(['unknown-till 9-9']);
  });

  it('and when it fails, the till is answered all the same', async () => {
    const world = new WebhookWorld();
    world.heard.push = () => {
      throw new Error('no screen');
    };
    expect(await world.send('startSession', message())).toMatchObject({ status: 200, text: '{}' });
  });
});

describe('the desk hears', () => {
  it('that the payment screen was left', async () => {
    const { world } = await heardAfter('cancelPayment');
    expect(world.desk.calls).toEqual([`leaveSale ${SESSION_ID}`]);
    expect((await heardAfter('cancelPayment', { session: null })).world.desk.calls).toEqual([]);
  });

  it('what a sale was paid with, as far as it can be read', async () => {
    const payments = [
      { method: 'K_PAY_PIN', amount: 14.7, description: 'PIN' },
      { method: 'CASH', amount: -0.3 },
      { method: 'ODD', amount: 'two euros' },
      { amount: 1 },
      'nonsense',
    ];
    const { world } = await heardAfter('completeSession', { completeSession: { payments } });
    expect(world.desk.calls).toEqual([`completeSale ${SESSION_ID}`]);
    expect(world.desk.paid).toEqual([
      [
        { method: 'K_PAY_PIN', amountCents: 1470 },
        { method: 'CASH', amountCents: -30 },
      ],
    ]);
  });

  it.each([undefined, null, 5, {}, { payments: 'all' }])(
    'nothing it could use in completeSession %j',
    async (completeSession) => {
      expect((await heardAfter('completeSession', { completeSession })).world.desk.paid).toEqual([[]]);
    },
  );

  it.each(['cancelPayment', 'completeSession'])(
    '%s, and a disk that refuses it does not stop the till',
    async (event) => {
      const world = new WebhookWorld();
      world.desk.failure = new Error('disk full');
      expect(await world.send(event, message())).toMatchObject({ status: 200, text: '{}' });
      expect(world.log.lines.at(-1)).toMatchObject({ level: 'error' });
    },
  );
});

describe('every event of the catalogue is answered', () => {
  const details: Record<string, unknown> = {
    startExternalPayment: START,
    pollExternalPayment: LATER,
    requestCancelExternalPayment: LATER,
    cancelExternalPayment: LATER,
    addSessionLine: { addSessionLine: { line: LINE } },
    updateSessionLine: { updateSessionLine: { line: LINE } },
    removeSessionLine: { removeSessionLine: { line: LINE } },
    scanCode: { scanCode: { scannedCode: 'TCK-F-000123' } },
  };
  it.each([...ACTED_EVENTS, ...SILENT_EVENTS, 'kitchenStartCourse', 'kitchenCourse', 'notInvented', ''])(
    '%s',
    async (event) => {
      const world = new WebhookWorld();
      const got = await world.send(event, message(details[event] as Record<string, unknown> | undefined));
      expect(got).toMatchObject({ status: 200, signed: 'rightly' });
    },
  );

  it.each(SILENT_EVENTS)('%s changes nothing', async (event) => {
    const { news, world } = await heardAfter(event);
    expect(news).toEqual([]);
    expect(world.desk.calls).toEqual([]);
    expect(world.log.lines).toEqual([]);
  });

  it('an unknown one is logged', async () => {
    const { world } = await heardAfter('somethingNew');
    expect(world.log.lines).toMatchObject([{ level: 'info', fields: { event: 'somethingNew' } }]);
  });

  it.each([
    '/startSession',
    '/startSession/',
    '/a/very/long/base/startSession',
    '//startSession',
    '/mplus/startSession?x=/pollExternalPayment',
    'startSession',
  ])('under the path %s', async (path) => {
    const world = new WebhookWorld();
    await world.send('', message(), { path });
    expect(world.heard).toMatchObject([{ kind: 'opened' }]);
  });
});
