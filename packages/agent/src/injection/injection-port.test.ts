/** Who is let in, how fast, under which name of the call, and what is told when the disk refuses. */
import { STORAGE_ERRORS, TillbridgeError } from '@tillbridge/kernel';
import { describe, expect, it } from 'vitest';
import { errorIn, HOME, InjectionRig, WEB, WEB_KEY } from './test/injection-rig.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const soapBody = (inner: string) =>
  `<e:Envelope xmlns:e="${SOAP}" xmlns="urn:mplusqapi"><e:Body>${inner}</e:Body></e:Envelope>`;
const issue = (code: string, key = 'order-1') =>
  soapBody(
    `<issueVouchers><request><idempotencyKey>${key}</idempotencyKey><issueVouchers><issueVoucher><voucherId><id>BURGERS</id></voucherId><bookBpeId>1</bookBpeId><groupScanCode>${code}</groupScanCode></issueVoucher></issueVouchers><financialWorkplaceIdentifier><branchNumber>3</branchNumber><workplaceNumber>12</workplaceNumber></financialWorkplaceIdentifier></request></issueVouchers>`,
  );
const soapPath = (secret = WEB_KEY, ident: string = WEB) => `/soap?ident=${ident}&secret=${secret}`;

describe('a shop is let in', () => {
  it.each(['Bearer', 'bearer', 'BEARER '])('by its key: %s', async (scheme) => {
    const rig = new InjectionRig();
    const reply = await rig.inject('TCK-0001', { authorization: `${scheme} ${WEB_KEY}` });
    expect(reply.status).toBe(201);
  });

  it.each([
    ['none', ''],
    ['a key without its scheme', WEB_KEY],
    ['basic', `Basic ${WEB_KEY}`],
    ['a scheme alone', 'Bearer'],
    ['two keys', `Bearer ${WEB_KEY} ${WEB_KEY}`],
    ['a wrong one', 'Bearer demo-key-of-nobody-at-all'],
  ])('not with %s, before anything is read', (_what, authorization) => {
    const rig = new InjectionRig();
    const reply = rig.admit({ headers: { authorization } });
    if ('end' in reply) throw new Error('it was let in');
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer realm="vouchers"');
    expect(errorIn(reply)).toMatchObject({ code: 'SHOP-201', whoActs: 'ticket-shop', moneyMoved: 'no', field: null });
  });

  it('no matter that somebody guesses from elsewhere, or beside it', async () => {
    const rig = new InjectionRig();
    expect((await rig.inject('TCK-0001')).status).toBe(201);
    const wrong = { headers: { authorization: 'Bearer demo-key-that-is-guessed' } };
    const guesses = Array.from({ length: 35 }, () => rig.admit({ ...wrong, from: '203.0.113.9' }));
    const last = guesses.at(-1);
    if (last === undefined || 'end' in last) throw new Error('it was let in');
    expect([last.status, last.headers['retry-after'], errorIn(last).code]).toEqual([429, '60', 'SHOP-208']);
    expect(rig.log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { code: 'SHOP-208', from: '203.0.113.9' } },
    ]);
    expect((await rig.call({ from: '203.0.113.9', headers: {} })).status).toBe(429);
    for (let n = 0; n < 35; n += 1) rig.admit({ ...wrong, from: HOME });
    expect((await rig.inject('TCK-0002')).status).toBe(201);
    rig.world.clock.moveOn(60_000);
    expect((await rig.call({ from: '203.0.113.9' })).status).not.toBe(429);
  });

  it('by SOAP with its name and key; anything else is one and the same fault', async () => {
    const rig = new InjectionRig();
    const reply = await rig.call({ path: soapPath(), body: issue('TCK-0001'), headers: { authorization: '' } });
    expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('ISSUE-VOUCHERS-OK')]);
    const faults = ['wrong-key-of-the-web-shop', ''].map((secret) => rig.admit({ path: soapPath(secret) }));
    faults.push(rig.admit({ path: soapPath(WEB_KEY, 'gate') }), rig.admit({ path: '/soap' }));
    for (const fault of faults) {
      if ('end' in fault) throw new Error('it was let in');
      expect(fault.status).toBe(500);
      expect(fault.body).toContain('<faultcode>SOAP-ENV:Client.Authentication</faultcode>');
      expect(fault.body).toContain('<faultstring>SHOP-201: ');
    }
    expect(new Set(faults.map((fault) => ('end' in fault ? '' : fault.body))).size).toBe(1);
  });
});

describe('a shop in a loop', () => {
  it('is told to wait, by REST and by SOAP, and its repeat is served', async () => {
    const rig = new InjectionRig();
    for (let n = 0; n < 200; n += 1) await rig.call({ method: 'GET', path: '/v1/products' });
    const refused = await rig.inject('TCK-0001');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(errorIn(refused)).toMatchObject({ code: 'SHOP-206', whoActs: 'ticket-shop' });
    const fault = await rig.call({ path: soapPath(), body: issue('TCK-0002') });
    expect([fault.status, fault.headers['retry-after']]).toEqual([500, '1']);
    expect(fault.body).toContain('<faultcode>SOAP-ENV:Server.TooManyRequests</faultcode>');
    expect(rig.entries()).toEqual([]);
    rig.world.clock.moveOn(1_000);
    expect((await rig.inject('TCK-0001')).status).toBe(201);
  });

  it('keeps no other shop waiting', async () => {
    const rig = new InjectionRig();
    for (let n = 0; n < 300; n += 1) await rig.call({ method: 'GET', path: '/v1/products' });
    const other = { authorization: 'Bearer demo-key-of-the-gate-shop' };
    expect((await rig.inject('TCK-0001', other)).status).toBe(201);
  });

  it('holds sixteen requests at once, and each one’s end makes room, however it ends', async () => {
    const rig = new InjectionRig();
    const open = Array.from({ length: 16 }, () => rig.admit({}));
    expect((await rig.inject('TCK-0001')).status).toBe(429);
    const ends = ['hung-up', 'too-long', new TextEncoder().encode('{')] as const;
    for (const [index, end] of ends.entries()) {
      const one = open[index];
      if (one !== undefined && 'end' in one) await one.end(end);
    }
    for (const code of ['TCK-0001', 'TCK-0002', 'TCK-0003']) expect((await rig.inject(code)).status).toBe(201);
    // Nothing is held by what is refused at the door.
    for (let n = 0; n < 20; n += 1) expect((await rig.call({ method: 'PUT' })).status).toBe(405);
    expect((await rig.inject('TCK-0004')).status).toBe(201);
  });
});

describe('the name of a call', () => {
  it.each(['order-42', 'mpac_5f3a:1.2', 'X'.repeat(64)])('is the caller’s: %s', async (id) => {
    const rig = new InjectionRig();
    const reply = await rig.inject('TCK-0001', { 'x-request-id': id });
    expect(reply.headers['x-request-id']).toBe(id);
    expect(rig.entries()).toMatchObject([{ requestId: id, response: '201' }]);
    expect(rig.log.text()).toContain(id);
    const refused = await rig.inject('TCK-0001', { 'x-request-id': `${id.slice(0, 60)}-2` });
    expect(errorIn(refused).requestId).toBe(`${id.slice(0, 60)}-2`);
    expect(rig.entries()[0]).toMatchObject({ requestId: `${id.slice(0, 60)}-2`, response: '409 SHOP-102' });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['a line of its own', 'a\nb'],
    ['spaces', 'a b'],
    ['65 characters', 'X'.repeat(65)],
    ['quotes', '"}'],
  ])('is ours where it is %s', async (_what, id) => {
    const rig = new InjectionRig();
    const reply = await rig.inject('TCK-0001', id === undefined ? {} : { 'x-request-id': id });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
    expect(rig.entries()).toMatchObject([{ requestId: reply.headers['x-request-id'] }]);
  });

  it('comes back with every answer, SOAP and refusals included', async () => {
    const rig = new InjectionRig();
    const headers = { 'x-request-id': 'call-7' };
    for (const call of [
      { method: 'GET', path: '/v1/products' },
      { method: 'GET', path: '/v1/nothing' },
      { path: soapPath(), body: issue('TCK-0001') },
      { path: soapPath(), body: 'no XML' },
      { path: soapPath('wrong-key-of-the-web-shop') },
      { method: 'GET', path: '/soap?wsdl' },
      { headers: { authorization: '' } },
      { body: 'too-long' },
    ] as const) {
      const reply = await rig.call({ ...call, headers: { ...headers, ...('headers' in call ? call.headers : {}) } });
      expect(reply.headers['x-request-id'], JSON.stringify(call)).toBe('call-7');
    }
  });
});

describe('the injection log', () => {
  it('has every order of a shop, with what it was answered, under the order’s reference', async () => {
    const rig = new InjectionRig();
    const headers = { 'idempotency-key': 'k' };
    await rig.inject('TCK-0001', headers);
    await rig.inject('TCK-0001', headers);
    await rig.inject('TCK-0002', headers);
    await rig.call({ body: JSON.stringify({ code: 'TCK-0003', orderReference: 'ORD-3', product: 'XXL' }) });
    await rig.call({ body: '{' });
    await rig.call({ path: '/v1/vouchers/TCK-0001/reissue', body: '{"code":"TCK-0009"}' });
    await rig.call({ path: '/v1/vouchers/TCK-NONE/reissue', body: '{"code":"TCK-0008"}' });
    await rig.call({ path: '/v1/vouchers/TCK-0009/block', body: '{"reason":"refunded"}' });
    await rig.call({ body: 'too-long' });
    await rig.call({ path: soapPath(), body: issue('TCK-0004') });
    await rig.call({ path: soapPath(), body: issue('TCK-0004', 'order-2') });
    await rig.call({ path: soapPath(), body: issue('x', 'order-3') });
    const lines = rig
      .entries()
      .toReversed()
      .map(({ by, operation, orderReference, response, vouchers }) =>
        [by, operation, orderReference, response, vouchers].join(' | '),
      );
    expect(lines).toEqual([
      'rest | POST /v1/vouchers | ORD-TCK-0001 | 201 | 1',
      'rest | POST /v1/vouchers | ORD-TCK-0001 | 200 | 1',
      'rest | POST /v1/vouchers | ORD-TCK-0002 | 409 SHOP-207 | 0',
      'rest | POST /v1/vouchers | ORD-3 | 422 SHOP-204 | 0',
      'rest | POST /v1/vouchers |  | 400 SHOP-202 | 0',
      'rest | POST /v1/vouchers/{code}/reissue | ORD-TCK-0001 | 200 | 1',
      'rest | POST /v1/vouchers/{code}/reissue |  | 404 SHOP-101 | 0',
      'rest | POST /v1/vouchers/{code}/block | ORD-TCK-0001 | 200 | 1',
      'rest | POST /v1/vouchers |  | 413 SHOP-203 | 0',
      'soap | issueVouchers | order-1 | ISSUE-VOUCHERS-OK | 1',
      'soap | issueVouchers | order-2 | ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE | 0',
      'soap | issueVouchers | order-3 | ISSUE-VOUCHERS-CONSTRAINT-VIOLATION | 0',
    ]);
  });

  it('has nothing of who only looks', async () => {
    const rig = new InjectionRig();
    await rig.call({ method: 'GET', path: '/v1/vouchers/TCK-0001' });
    await rig.call({ method: 'GET', path: '/v1/vouchers?order=x' });
    await rig.call({
      path: '/v1/vouchers?dryRun=true',
      body: '{"code":"TCK-1","orderReference":"a","product":"BURGERS"}',
    });
    expect(rig.entries()).toEqual([]);
    expect(rig.world.store.commits).toBe(0);
  });

  it('a repeat is known, and noted, when the venue has the product no more', async () => {
    const rig = new InjectionRig();
    const body = JSON.stringify({ code: 'TCK-0001', orderReference: 'ORD-1', product: 'GONE' });
    await rig.world.desk.inject({
      shop: WEB,
      by: 'rest',
      operation: 'POST /v1/vouchers',
      idempotencyKey: 'k',
      digest: rig.digest.sha256Hex(body),
      vouchers: [rig.draft('TCK-0001')],
      requestId: 'first',
      responseOf: () => '201',
    });
    const again = await rig.call({ body, headers: { 'idempotency-key': 'k' } });
    expect([again.status, JSON.parse(again.body)]).toMatchObject([
      200,
      { replay: true, vouchers: [{ code: 'TCK-0001' }] },
    ]);
    expect(rig.entries()[0]).toMatchObject({ orderReference: 'ORD-1', response: '200' });
    const other = await rig.call({ body: `${body} `, headers: { 'idempotency-key': 'k' } });
    expect(errorIn(other).code).toBe('SHOP-204');
  });
});

describe('when the disk refuses', () => {
  const full = () => new TillbridgeError(STORAGE_ERRORS.unwritable, { about: 'tillbridge.db' });

  it('REST says so, and the repeat under the same key stores', async () => {
    const rig = new InjectionRig();
    rig.world.store.failWith = full();
    const refused = await rig.inject('TCK-0001', { 'idempotency-key': 'k' });
    expect(refused.status).toBe(503);
    expect(errorIn(refused)).toMatchObject({ code: 'SHOP-210', whoActs: 'it', moneyMoved: 'no' });
    for (const path of ['/v1/vouchers/TCK-0001/reissue', '/v1/vouchers/TCK-0001/block']) {
      const body = path.endsWith('block') ? '{"reason":"refunded"}' : '{"code":"TCK-0002"}';
      expect((await rig.call({ path, body })).status).toBe(503);
    }
    rig.world.store.failWith = null;
    expect((await rig.inject('TCK-0001', { 'idempotency-key': 'k' })).status).toBe(201);
  });

  it('a refusal that could not be noted is a refusal all the same', async () => {
    const rig = new InjectionRig();
    rig.world.store.failWith = full();
    expect((await rig.call({ body: '{' })).status).toBe(400);
    expect(rig.log.text()).toContain('could not be noted');
  });

  it('SOAP says so with a fault of the server, and redemption with the vendor’s own result', async () => {
    const rig = new InjectionRig();
    rig.world.store.failWith = full();
    const fault = await rig.call({ path: soapPath(), body: issue('TCK-0001') });
    expect(fault.status).toBe(500);
    expect(fault.body).toContain('<faultcode>SOAP-ENV:Server</faultcode>');
    expect(fault.body).toContain('<faultstring>SHOP-210: ');
    const redeem = soapBody(
      '<redeemVoucherIssuance><request><voucherScanCode>TCK-0001</voucherScanCode><workplaceIdentifier><branchNumber>3</branchNumber><workplaceNumber>12</workplaceNumber></workplaceIdentifier></request></redeemVoucherIssuance>',
    );
    const answer = await rig.call({ path: soapPath(), body: redeem });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('REDEEM-VOUCHER-ISSUANCE-COULDNT-SAVE');
    expect(answer.body).toContain('SHOP-210: ');
  });

  it('a fault of ours is told without its cause, and not as “not stored”', async () => {
    const rig = new InjectionRig();
    rig.world.store.failWith = new Error('a secret of the inside');
    const refused = await rig.inject('TCK-0001');
    expect([refused.status, errorIn(refused).code]).toEqual([500, 'SHOP-211']);
    const fault = await rig.call({ path: soapPath(), body: issue('TCK-0001'), headers: { 'x-request-id': 'call-9' } });
    expect(fault.body).toMatch(/<faultcode>SOAP-ENV:Server<\/faultcode><faultstring>SHOP-211: .*request call-9/);
    expect(refused.body + fault.body).not.toContain('secret of the inside');
    expect(rig.log.text()).toContain('secret of the inside');
  });
});

describe('the description', () => {
  it('is there for everybody, for machines and for people', async () => {
    const rig = new InjectionRig();
    const anyone = { headers: { authorization: '' }, method: 'GET' };
    const json = await rig.call({ ...anyone, path: '/openapi.json' });
    expect(JSON.parse(json.body)).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    const page = await rig.call({ ...anyone, path: '/openapi' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      ),
    });
    const style = /<style>(.*?)<\/style>/s.exec(page.body)?.[1] ?? '';
    const hash = Buffer.from(rig.digest.sha256Hex(style), 'hex').toString('base64');
    expect(page.headers['content-security-policy']).toContain(`'sha256-${hash}'`);
    const posted = await rig.call({ ...anyone, method: 'POST', path: '/openapi' });
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('of SOAP too, with the address it was asked at, and by no other GET', async () => {
    const rig = new InjectionRig();
    const wsdl = await rig.call({ method: 'GET', path: '/soap?WSDL' });
    expect([wsdl.status, wsdl.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(wsdl.body).toContain('<soap:address location="http://127.0.0.1:8620/soap"/>');
    const other = await rig.call({ method: 'GET', path: soapPath() });
    expect([other.status, other.headers.allow, other.body]).toEqual([
      405,
      'POST',
      expect.stringContaining('the description is at ?wsdl'),
    ]);
  });
});

describe('an address that isn’t one', () => {
  it.each([
    ['GET', '/v1/nothing', 404, undefined],
    ['PUT', '/v1/vouchers', 405, 'POST, GET'],
    ['OPTIONS', '/v1/vouchers', 405, 'POST, GET'],
    ['GET', '/v1/vouchers/TCK-1/block', 405, 'POST'],
    ['GET', '/v1/vouchers/%', 404, undefined],
  ])('%s %s', async (method, path, status, allow) => {
    const reply = await new InjectionRig().call({ method, path });
    expect([reply.status, reply.headers.allow, errorIn(reply).code]).toEqual([status, allow, 'SHOP-209']);
  });

  it('a slash at the end changes nothing', async () => {
    const rig = new InjectionRig();
    expect((await rig.call({ method: 'GET', path: '/v1/products/' })).status).toBe(200);
    expect((await rig.call({ method: 'GET', path: '/v1/vouchers/' })).status).toBe(400);
  });
});

it('nothing secret stands in the log or in an answer', async () => {
  const rig = new InjectionRig();
  const wrong = 'wrong-secret-that-is-someone-elses';
  const replies = [
    await rig.inject('TCK-SECRET-1', { 'idempotency-key': 'key-of-a-request' }),
    await rig.call({ headers: { authorization: `Bearer ${wrong}` } }),
    await rig.call({ path: soapPath(), body: issue('TCK-SECRET-2') }),
    await rig.call({ path: soapPath(), body: issue('TCK-SECRET-2').replace('issueVouchers', 'issueThings') }),
    await rig.call({ path: soapPath(), body: '<broken' }),
    await rig.call({ path: soapPath(wrong), body: issue('TCK-SECRET-2') }),
    await rig.call({ method: 'GET', path: `${soapPath()}&wsdl` }),
  ];
  rig.world.store.failWith = new Error('a fault');
  replies.push(await rig.call({ path: soapPath(), body: issue('TCK-SECRET-3') }), await rig.inject('TCK-SECRET-4'));
  for (const text of [rig.log.text(), ...replies.map(({ body, headers }) => body + JSON.stringify(headers))]) {
    for (const secret of [WEB_KEY, wrong, 'secret=', 'ident=']) expect(text).not.toContain(secret);
  }
  for (const personal of ['TCK-SECRET', 'key-of-a-request', 'ORD-']) expect(rig.log.text()).not.toContain(personal);
  expect(rig.log.lines.length).toBeGreaterThan(5);
});
