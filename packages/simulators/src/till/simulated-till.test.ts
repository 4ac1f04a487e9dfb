import type { ServerResponse } from 'node:http';
import { cents } from '@tillbridge/kernel';
import { decodeSecret, SIGNATURE_HEADER, signBody } from '@tillbridge/mplus';
import { nodeDigest, samplePayment } from '@tillbridge/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { SimulatedTill, type TillOptions } from './index.ts';
import { AgentStub, STUB_SECRET } from './test/agent-stub.ts';

const COFFEE = { articleNumber: 7, text: 'Koffie', quantity: 2, unitCents: 250 };
const TEA = { articleNumber: 8, text: 'Thee', quantity: 1, unitCents: 220 };
const APPROVAL = {
  finalCents: cents(720),
  transactionReference: 'sim-1',
  cardType: 'Maestro',
  terminalLabel: 'Pin 1',
  providerMethod: null,
  receipts: [{ kind: 'cardholder' as const, lines: ['BETALING', 'AKKOORD'] }],
  settlement: 'final' as const,
};

const lent: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of lent.splice(0).reverse()) await thing.close();
});

async function shop(options: Partial<TillOptions> = {}) {
  const agent = new AgentStub((changes) => samplePayment(1, changes));
  const endpoint = await agent.listen();
  const till = new SimulatedTill({
    endpoint,
    subscriptionId: 'SHOP-1',
    secret: STUB_SECRET,
    branch: 3,
    workplace: 12,
    clock: agent.clock,
    ...options,
  });
  lent.push(agent, till);
  return { agent, till };
}

const events = (till: SimulatedTill) => till.state.transcript.map(({ event }) => event);

describe('a simulated till', () => {
  it('rings up a sale, pays it, and completes it', async () => {
    const { agent, till } = await shop();
    agent.plot = (asked) => asked === 3 && agent.change({ state: 'approved', approval: APPROVAL });
    await till.ring([COFFEE, TEA]);
    expect(till.state).toMatchObject({ sale: 'selling', totalCents: 720 });
    const outcome = await till.checkOut('K_PAY_PIN');
    expect(outcome).toEqual({
      externalPaymentId: agent.starts[0]?.externalPaymentId,
      kind: 'confirmed',
      finalCents: 720,
      reference: 'sim-1',
      cardType: 'Maestro',
      terminalId: 'Pin 1',
      receipt: ['BETALING', 'AKKOORD'],
    });
    expect(events(till)).toEqual([
      'startSession',
      'addSessionLine',
      'addSessionLine',
      'startPayment',
      'startExternalPayment',
      'pollExternalPayment',
      'pollExternalPayment',
      'completeSession',
    ]);
    expect(agent.starts[0]).toMatchObject({
      amountCents: 720,
      method: 'K_PAY_PIN',
      lines: [{ unitCents: 250 }, { text: 'Thee' }],
    });
    expect(agent.calls).toEqual(['handedOver paid by poll', 'completeSale [{"method":"K_PAY_PIN","amountCents":720}]']);
    expect(agent.heard.map(({ kind }) => kind)).toContain('line-added');
    expect(agent.notices).toEqual([]);
    expect(till.state).toMatchObject({ sale: 'done', payment: { state: 'confirmed', message: 'kassa: approved' } });
    expect(till.state.transcript.every(({ complaint, status }) => complaint === null && status === 200)).toBe(true);
    expect(JSON.parse(JSON.stringify(till.state))).toEqual(till.state);
  });

  it('stops asking at once when the payment ends, and shows the last sentence', async () => {
    const { agent, till } = await shop();
    agent.plot = (asked) => asked === 2 && agent.change({ state: 'declined' });
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({ kind: 'cancelled', message: 'kassa: declined' });
    await agent.clock.sleep(5_000);
    expect(events(till)).toEqual(['startExternalPayment', 'pollExternalPayment']);
    expect(agent.calls).toEqual(['handedOver not-paid by poll']);
  });

  it('hears that nothing was started', async () => {
    const { agent, till } = await shop();
    agent.payment = samplePayment(2, { state: 'cancelled', reason: 'terminal-in-use' });
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({ kind: 'refused', message: 'kassa: cancelled' });
  });

  it('refunds with a negative amount', async () => {
    const { agent, till } = await shop();
    agent.plot = () => agent.change({ state: 'approved', approval: APPROVAL });
    expect(await till.refund('K_PAY_PIN', 720)).toMatchObject({ kind: 'confirmed', finalCents: -720 });
    expect(agent.starts[0]?.amountCents).toBe(-720);
  });

  it.each(['displayBarcode', 'code'] as const)('shows a QR in the dialect it understands: %s', async (dialect) => {
    for (const understood of ['displayBarcode', 'code', 'both'] as const) {
      const { agent, till } = await shop({ qrDialect: understood });
      agent.qrReply = dialect;
      const qr = { payload: 'https://pay.example/1', expiresAt: Number.MAX_SAFE_INTEGER };
      let shown: string | null = null;
      till.onChange(({ payment }) => {
        shown = payment?.qr ?? shown;
      });
      agent.plot = (asked) => agent.change(asked === 1 ? { means: 'qr', qr } : { state: 'timed-out' });
      expect(await till.pay('K_PAY_QR', 270)).toMatchObject({ kind: 'cancelled' });
      expect(shown).toBe(understood === 'both' || understood === dialect ? qr.payload : null);
      expect(till.state.payment?.qr).toBeNull();
    }
  });

  it('asks to stop, and goes on asking until that is proven', async () => {
    const { agent, till } = await shop();
    let stop: Promise<unknown> | undefined;
    agent.plot = (asked) => {
      if (asked === 2) stop = till.requestCancel();
      if (asked === 6) agent.change({ state: 'cancelled' });
    };
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({ kind: 'cancelled' });
    await stop;
    expect(agent.calls).toContain('requestCancel');
    expect(till.state.payment).toMatchObject({ cancelAsked: true, state: 'cancelled' });
  });

  it('gives a payment up for good', async () => {
    const { agent, till } = await shop();
    let given: Promise<unknown> | undefined;
    agent.plot = (asked) => {
      if (asked === 2) given = till.cancel();
    };
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({ kind: 'given-up', why: 'cashier' });
    await given;
    expect(agent.calls).toEqual(['giveUp']);
    expect(till.state.transcript.at(-1)?.request).toContain('"eventBlocking":false');
  });

  it('loses its patience', async () => {
    const { till } = await shop({ patienceMs: 10_000 });
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({ kind: 'given-up', why: 'patience' });
    expect(events(till).filter((event) => event === 'pollExternalPayment')).toHaveLength(10);
  });

  it('goes on asking while the agent is away, and after a reply that was lost', async () => {
    const { agent, till } = await shop();
    agent.spoil = (response, _body, path) => {
      if (!path.endsWith('/startExternalPayment')) return false;
      response.destroy();
      return true;
    };
    agent.plot = (asked) => asked === 4 && agent.change({ state: 'approved', approval: APPROVAL });
    expect(await till.pay('K_PAY_PIN', 720)).toMatchObject({ kind: 'confirmed' });
    expect(till.state.transcript[0]).toMatchObject({ status: 0, event: 'startExternalPayment' });

    const away = await shop({ patienceMs: 3_000 });
    await away.agent.close();
    expect(await away.till.pay('K_PAY_PIN', 720)).toMatchObject({ kind: 'given-up', why: 'patience' });
    expect(new Set(away.till.state.transcript.map(({ status }) => status))).toEqual(new Set([0]));
  });

  it('with polling ticked repeats the start and nothing else', async () => {
    const { agent, till } = await shop({ pollStart: true });
    agent.plot = (asked) => asked === 4 && agent.change({ state: 'approved', approval: APPROVAL });
    expect(await till.pay('K_PAY_PIN', 720)).toMatchObject({ kind: 'confirmed' });
    expect(new Set(events(till))).toEqual(new Set(['startExternalPayment']));
    expect(new Set(agent.starts.map(({ externalPaymentId }) => externalPaymentId)).size).toBe(1);
    expect(agent.notices).toContain('start-is-polled');
  });

  it('without a session is a handheld, and its clock may be wrong', async () => {
    const { agent, till } = await shop({ handheld: true, clockSkewMs: 600_000 });
    agent.plot = () => agent.change({ state: 'declined' });
    await till.ring([TEA]);
    await till.pay('K_PAY_PIN', 220);
    expect(agent.starts[0]).toMatchObject({ sessionId: null, lines: [] });
    expect(agent.notices).toEqual(['clock-skew']);
  });

  it('sends the same bytes again on demand', async () => {
    const { agent, till } = await shop();
    agent.plot = () => agent.change({ state: 'declined' });
    await till.pay('K_PAY_PIN', 270);
    const again = await till.resend('startExternalPayment');
    expect(again?.request).toBe(till.state.transcript[0]?.request);
    expect(agent.starts[1]?.receipt.identity).toBe(agent.starts[0]?.receipt.identity);
  });
});

describe('a till that is set up wrongly or broken', () => {
  it('signs with another key, once', async () => {
    const { agent, till } = await shop({ wrongSignature: 'once' });
    expect((await till.startSession()).reply).toContain('INVALID_SIGNATURE');
    expect((await till.startSession()).reply).toBe('{}');
    expect(agent.notices).toEqual(['wrong-signature']);
  });

  it('fails the payment when its start is refused as an error', async () => {
    const { agent, till } = await shop({ wrongSignature: 'always' });
    expect(await till.pay('K_PAY_PIN', 270)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('INVALID_SIGNATURE'),
    });
    expect(agent.starts).toEqual([]);
  });

  it.each([
    ['malformed', 'INVALID_JSON'],
    ['truncated', 'INVALID_SIGNATURE'],
  ] as const)('sends a %s body', async (damage, code) => {
    const { till } = await shop({ damage });
    expect((await till.startSession()).reply).toContain(code);
    expect((await till.startSession()).reply).toBe('{}');
  });

  it('breaks the connection in the middle of a body', async () => {
    const { agent, till } = await shop({ damage: 'cut-off' });
    expect(await till.startSession()).toMatchObject({ status: 0, complaint: expect.stringContaining('cut') });
    expect(agent.heard).toEqual([]);
  });
});

describe('a till checks every reply and complains', () => {
  type Spoil = (response: ServerResponse, body: Uint8Array) => void;
  const key = decodeSecret(STUB_SECRET);
  const signed = (response: ServerResponse, text: string, status = 200) => {
    const body = Buffer.from(text);
    response.writeHead(status, {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signBody(nodeDigest(), key, body),
    });
    response.end(body);
  };
  const spoils: readonly [string, string, Spoil][] = [
    [
      'an unsigned one',
      'NO_SIGNATURE',
      (response, body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    ],
    [
      'a wrongly signed one',
      'INVALID_SIGNATURE',
      (response, body) =>
        response.writeHead(200, { 'content-type': 'application/json', [SIGNATURE_HEADER]: 'AAAA' }).end(body),
    ],
    ['one that is no JSON', 'INVALID_JSON', (response) => signed(response, 'oops')],
    ['one without flags', 'INVALID_DATA', (response) => signed(response, '{"externalPayment":{}}')],
    [
      'one with text for an amount',
      'INVALID_DATA',
      (response) => signed(response, '{"externalPayment":{"confirmed":true,"finalAmount":"7.20"}}'),
    ],
    [
      'one that says both',
      'INVALID_DATA',
      (response) => signed(response, '{"externalPayment":{"confirmed":true,"cancelled":true}}'),
    ],
    ['a gateway’s error page', 'NO_SIGNATURE', (response) => response.writeHead(502).end('<h1>Bad gateway</h1>')],
  ];

  it.each(spoils)('about %s, and asks again', async (_what, code, spoil) => {
    const { agent, till } = await shop();
    let spoiled = 0;
    agent.spoil = (response, body, path) => {
      if (!path.endsWith('/pollExternalPayment') || spoiled++ > 0) return false;
      spoil(response, body);
      return true;
    };
    agent.plot = (asked) => asked === 3 && agent.change({ state: 'approved', approval: APPROVAL });
    expect(await till.pay('K_PAY_PIN', 720)).toMatchObject({ kind: 'confirmed' });
    expect(agent.calls[0]).toBe('tillComplained');
    expect(agent.notices).toEqual(['till-complained']);
    const complaint = till.state.transcript.find(({ request }) => request.startsWith('{"error"'));
    expect(JSON.parse(complaint?.request ?? '')).toMatchObject({ error: { code }, original: { externalPayment: {} } });
    expect(till.state.transcript[1]?.complaint).toContain(code);
  });

  it('about a start, which has failed for it then', async () => {
    const { agent, till } = await shop();
    agent.spoil = (response, _body, path) => {
      if (!path.endsWith('/startExternalPayment')) return false;
      response.writeHead(200).end('{}');
      return true;
    };
    expect(await till.pay('K_PAY_PIN', 720)).toMatchObject({ kind: 'failed' });
    expect(till.state.payment).toMatchObject({ state: 'failed' });
    expect(agent.starts).toHaveLength(1);
  });
});
