import { describe, expect, it } from 'vitest';
import { signBody } from './signature.ts';
import { LATER, message, type Sending, START, WebhookWorld } from './test/webhook-world.ts';

const utf8 = new TextEncoder();

function startWith(amount: string): string {
  return message(START).replace('14.7', amount);
}

interface Row {
  readonly what: string;
  readonly event?: string;
  readonly body: string | Uint8Array;
  readonly how?: Sending;
  readonly code: string;
  readonly signed?: 'rightly' | 'not at all';
  /** What the message must name. */
  readonly names?: string;
}

const latin1 = Uint8Array.from(message(START).replace('K_PAY', 'K_É'), (char) => char.charCodeAt(0));
const line = (member: string) =>
  message({ ...START, session: { sessionId: 's', lines: [{ lineId: 'l' }] } }).replace('"lineId":"l"', member);

const ROWS: readonly Row[] = [
  {
    what: 'no subscription',
    body: message(START),
    how: { subscription: null },
    code: 'NO_SUBSCRIPTION_ID',
    signed: 'not at all',
  },
  {
    what: 'a blank subscription',
    body: message(START),
    how: { subscription: ' ' },
    code: 'NO_SUBSCRIPTION_ID',
    signed: 'not at all',
  },
  {
    what: 'an unknown subscription',
    body: message(START),
    how: { subscription: 'SHOP-2' },
    code: 'INVALID_SUBSCRIPTION_ID',
    signed: 'not at all',
  },
  { what: 'no signature', body: message(START), how: { signature: null }, code: 'NO_SIGNATURE' },
  {
    what: 'a wrong signature',
    body: message(START),
    how: { signature: 'TnuSLuUfWqDmWBTY10d9rU6X3Im5k2kP7Rp/zXpy79A=' },
    code: 'INVALID_SIGNATURE',
  },
  {
    what: 'a signature that is no Base64',
    body: message(START),
    how: { signature: 'nonsense' },
    code: 'INVALID_SIGNATURE',
  },
  { what: 'no content type', body: message(START), how: { contentType: null }, code: 'NO_CONTENT_TYPE' },
  {
    what: 'a form',
    body: message(START),
    how: { contentType: 'application/x-www-form-urlencoded' },
    code: 'INVALID_CONTENT_TYPE',
  },
  {
    what: 'another charset',
    body: message(START),
    how: { contentType: 'application/json; charset=iso-8859-1' },
    code: 'INVALID_CONTENT_TYPE',
  },
  {
    what: 'a type that only begins like JSON',
    body: message(START),
    how: { contentType: 'application/jsonp' },
    code: 'INVALID_CONTENT_TYPE',
  },
  { what: 'bytes that are no UTF-8', body: latin1, code: 'INVALID_JSON', names: 'UTF-8' },
  { what: 'an empty body', body: '', code: 'INVALID_JSON' },
  { what: 'a truncated body', body: message(START).slice(0, 120), code: 'INVALID_JSON', names: 'character 120' },
  { what: 'two values', body: `${message(START)}{}`, code: 'INVALID_JSON' },
  {
    what: 'a duplicate key',
    body: message(START).replace('"amount"', '"method":"K","amount"'),
    code: 'INVALID_JSON',
    names: 'duplicate key',
  },
  {
    what: 'deep nesting',
    body: message({ ...START, x: JSON.parse('['.repeat(40) + ']'.repeat(40)) }),
    code: 'INVALID_JSON',
    names: 'too deep',
  },
  {
    what: 'a body over the limit',
    body: message({ ...START, x: 'x'.repeat(1_048_576) }),
    code: 'INVALID_DATA',
    names: '1048576',
  },
  { what: 'a list instead of an object', body: '[]', code: 'INVALID_DATA' },
  { what: 'a number instead of an object', body: '5', code: 'INVALID_DATA' },
  { what: 'the amount 0', body: startWith('0'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  { what: 'the amount -0.00', body: startWith('-0.00'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  { what: 'the amount 2.705', body: startWith('2.705'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  { what: 'the amount 1e400', body: startWith('1e400'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  { what: 'the amount "2.70"', body: startWith('"2.70"'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  {
    what: 'the amount null',
    body: startWith('null'),
    code: 'INVALID_DATA',
    names: 'externalPayment.amount is missing',
  },
  { what: 'the amount true', body: startWith('true'), code: 'INVALID_DATA', names: 'externalPayment.amount' },
  { what: 'the amount NaN', body: startWith('NaN'), code: 'INVALID_JSON' },
  { what: 'the amount 02.7', body: startWith('02.7'), code: 'INVALID_JSON' },
  {
    what: 'no payment id',
    body: message({ externalPayment: { amount: 1, method: 'K' } }),
    code: 'INVALID_DATA',
    names: 'externalPayment.externalPaymentId is missing',
  },
  {
    what: 'an empty payment id',
    body: message({ externalPayment: { externalPaymentId: '', amount: 1, method: 'K' } }),
    code: 'INVALID_DATA',
    names: 'externalPayment.externalPaymentId',
  },
  {
    what: 'a payment id of 101 characters',
    body: message({ externalPayment: { externalPaymentId: 'x'.repeat(101), amount: 1, method: 'K' } }),
    code: 'INVALID_DATA',
    names: 'externalPayment.externalPaymentId',
  },
  {
    what: 'no method',
    body: message({ externalPayment: { externalPaymentId: 'p', amount: 1 } }),
    code: 'INVALID_DATA',
    names: 'externalPayment.method',
  },
  {
    what: 'a payment that is no object',
    body: message({ externalPayment: 5 }),
    code: 'INVALID_DATA',
    names: 'externalPayment must be an object',
  },
  { what: 'no payment', body: message(), code: 'NO_EVENT_DETAILS', names: 'externalPayment' },
  {
    what: 'wrong types before missing details',
    body: message({ sender: { branchNumber: 'three' } }),
    code: 'INVALID_DATA',
    names: 'sender.branchNumber must be a number',
  },
  {
    what: 'half a branch',
    body: message({ ...START, sender: { branchNumber: 3.5 } }),
    code: 'INVALID_DATA',
    names: 'sender.branchNumber must be a whole number',
  },
  {
    what: 'a counter in words',
    body: message({ ...START, event: { eventCounter: 'one' } }),
    code: 'INVALID_DATA',
    names: 'event.eventCounter',
  },
  {
    what: 'blocking as a number',
    body: message({ ...START, event: { eventBlocking: 1 } }),
    code: 'INVALID_DATA',
    names: 'event.eventBlocking',
  },
  {
    what: 'a session that is a number',
    body: message({ ...START, session: 7 }),
    code: 'INVALID_DATA',
    names: 'session must be an object',
  },
  {
    what: 'lines that are no list',
    body: message({ ...START, session: { lines: {} } }),
    code: 'INVALID_DATA',
    names: 'session.lines must be a list',
  },
  {
    what: 'more lines than the limit',
    body: message({ ...START, session: { lines: Array.from({ length: 2_001 }, () => ({})) } }),
    code: 'INVALID_DATA',
    names: 'session.lines has more than 2000 entries',
  },
  {
    what: 'a line price in words',
    body: line('"priceIncl":"7.35"'),
    code: 'INVALID_DATA',
    names: 'session.lines[0].priceIncl',
  },
  {
    what: 'a line price with three decimals',
    body: line('"priceIncl":7.355'),
    code: 'INVALID_DATA',
    names: 'session.lines[0].priceIncl',
  },
  {
    what: 'a line text that is a number',
    body: line('"text":5'),
    code: 'INVALID_DATA',
    names: 'session.lines[0].text must be text',
  },
  {
    what: 'an article number in words',
    body: line('"articleNumber":"one"'),
    code: 'INVALID_DATA',
    names: 'session.lines[0].articleNumber',
  },
  { what: 'a poll without a payment', event: 'pollExternalPayment', body: message(), code: 'NO_EVENT_DETAILS' },
  {
    what: 'a poll with a wrong amount',
    event: 'pollExternalPayment',
    body: message({ externalPayment: { externalPaymentId: 'p', amount: '1' } }),
    code: 'INVALID_DATA',
    names: 'externalPayment.amount',
  },
  {
    what: 'a stop without a payment',
    event: 'requestCancelExternalPayment',
    body: message(),
    code: 'NO_EVENT_DETAILS',
  },
  { what: 'an end without a payment', event: 'cancelExternalPayment', body: message(), code: 'NO_EVENT_DETAILS' },
  {
    what: 'a new line that is missing',
    event: 'addSessionLine',
    body: message(),
    code: 'NO_EVENT_DETAILS',
    names: 'addSessionLine',
  },
  {
    what: 'a new line without an id',
    event: 'addSessionLine',
    body: message({ addSessionLine: { line: { text: 'x' } } }),
    code: 'INVALID_DATA',
    names: 'addSessionLine.line.lineId',
  },
  {
    what: 'a removed line without an id',
    event: 'removeSessionLine',
    body: message({ removeSessionLine: {} }),
    code: 'INVALID_DATA',
    names: 'removeSessionLine.lineId',
  },
];

describe('bad input gets the vendor’s code, and nothing else happens', () => {
  it.each(ROWS)(
    '$what: $code',
    async ({ event = 'startExternalPayment', body, how, code, signed = 'rightly', names }) => {
      const world = new WebhookWorld();
      const got = await world.send(event, body, how);
      const { error } = JSON.parse(got.text);
      expect({ status: got.status, code: error.code, signed: got.signed }).toEqual({ status: 400, code, signed });
      if (names !== undefined) expect(error.message).toContain(names);
      expect(world.desk.calls).toEqual([]);
      expect(world.heard).toEqual([]);
      expect(got.reply.sent).toBeUndefined();
    },
  );

  it('a body the server did not read is answered by its headers alone', () => {
    const world = new WebhookWorld();
    const known = world.read(world.handler.tooLong({ 'X-Mplus-Subscription-Id': 'SHOP-1' }));
    expect(known).toMatchObject({ status: 400, signed: 'rightly' });
    expect(known.text).toContain('INVALID_DATA');
    const stranger = world.read(world.handler.tooLong({}));
    expect(stranger).toMatchObject({ status: 400, signed: 'not at all' });
    expect(stranger.text).toContain('NO_SUBSCRIPTION_ID');
  });
});

describe('the checks come in the documented order', () => {
  // Everything is wrong at first; each step puts one thing right.
  const broken = '{"event":{"eventCounter":"one"}';
  const steps: readonly [string, Sending, string, string][] = [
    ['NO_SUBSCRIPTION_ID', { subscription: null, signature: null, contentType: null }, broken, 'the subscription'],
    ['INVALID_SUBSCRIPTION_ID', { subscription: 'other', signature: null, contentType: null }, broken, 'its name'],
    ['NO_SIGNATURE', { signature: null, contentType: null }, broken, 'the signature'],
    ['INVALID_SIGNATURE', { signature: 'x', contentType: null }, broken, 'its value'],
    ['NO_CONTENT_TYPE', { contentType: null }, broken, 'the content type'],
    ['INVALID_CONTENT_TYPE', { contentType: 'text/plain' }, broken, 'its value'],
    ['INVALID_JSON', {}, broken, 'the JSON'],
    ['INVALID_DATA', {}, `${broken}}`, 'the types'],
    ['NO_EVENT_DETAILS', {}, '{}', 'the details'],
  ];
  it.each(steps)('%s', async (code, how, body) => {
    const got = await new WebhookWorld().send('pollExternalPayment', body, how);
    expect(JSON.parse(got.text).error.code).toBe(code);
  });
});

describe('what is not bad input', () => {
  it.each([
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json;',
    'application/json ; charset=utf8',
  ])('the content type %s', async (contentType) => {
    expect(await new WebhookWorld().send('pollExternalPayment', message(LATER), { contentType })).toMatchObject({
      status: 200,
    });
  });

  it('unknown members, null for absent ones, and inferred members of another shape', async () => {
    const world = new WebhookWorld();
    const body = message({
      ...START,
      somethingNew: { deep: [1, 2.5, null] },
      error: null,
      sender: { branchNumber: 3, workplaceNumber: 12, instanceId: null, employeeNumber: '7' },
      session: {
        sessionId: 's',
        openAmount: 'a lot',
        lines: [{ lineId: 'l', text: null, vatPercentage: { high: 21 } }],
      },
    });
    expect(await world.send('startExternalPayment', body)).toMatchObject({ status: 200 });
    expect(world.desk.starts[0]?.lines).toEqual([
      { lineId: 'l', articleNumber: null, text: '', quantity: '1', unitCents: null, vatPercentage: null },
    ]);
  });

  it('header names in any case', async () => {
    const world = new WebhookWorld();
    const body = utf8.encode(message(LATER));
    const sent = await world.send('pollExternalPayment', body);
    const headers = {
      'Content-TYPE': 'application/json',
      'X-MPLUS-Subscription-ID': 'SHOP-1',
      'X-Mplus-Signature': signBody(world.digest, world.key, body),
    };
    const got = world.read(await world.handler.handle({ path: '/pollExternalPayment', headers, body }));
    expect(got.text).toBe(sent.text);
  });

  it('a wrong signature and an unknown subscription are told to people, with what can be shown', async () => {
    const world = new WebhookWorld();
    await world.send('startSession', message(), { signature: 'x' });
    await world.send('startSession', message(), { subscription: 'SHOP-2' });
    await world.send('startSession', message(), { subscription: '<b>boo</b>' });
    expect(world.notices).toEqual([
      'wrong-signature SHOP-1',
      'unknown-subscription SHOP-2',
      'unknown-subscription null',
    ]);
  });

  it('S1: neither log nor answers repeat what was sent', async () => {
    const world = new WebhookWorld();
    const card = '4111111111111111';
    await world.send('startExternalPayment', message({ externalPayment: { externalPaymentId: card, amount: card } }));
    await world.send('pollExternalPayment', message({ error: { code: 'X', message: `card ${card}` }, original: {} }));
    expect(world.log.text()).not.toContain(card);
    expect(world.log.text()).not.toContain('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
  });
});
