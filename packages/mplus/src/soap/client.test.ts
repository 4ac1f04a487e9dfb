import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HttpExchange, type HttpReply, type HttpRequest, utf8 } from '@tillbridge/psp-core';
import { FakeClock, memoryLog, seededRandom } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { API_OPERATIONS, type ApiOperation, type ApiRequest, createMplusApi } from './client.ts';
import { MPLUS_API_ERRORS } from './client-errors.ts';
import { openEnvelope, writeEnvelope, writeFault } from './envelope.ts';
import type { Complex, ValueOf } from './types.ts';
import { writeWsdl } from './wsdl.ts';
import { messageCheck } from './wsdl-check.ts';
import type { XmlElement } from './xml.ts';

const IDENT = 'demo-ident';
const SECRET = 'demo secret/1+2';
const CODE = 'TCK-G-000001';
const CALL = { signal: new AbortController().signal, timeoutMs: 5_000 };

/** One of every request we send, with as much in it as we ever put there. */
const REQUESTS: { readonly [Name in ApiOperation]: ApiRequest<Name> } = {
  getApiVersion: {},
  getVouchers: { voucherIdFilter: { voucherId: [{ id: 'burger-menu' }] } },
  getVoucherIssuances: { fromDate: '2026-06-30', throughDate: '2026-07-02' },
  issueVouchers: {
    idempotencyKey: '7d1c0a52-1c7e-4a0f-8c39-52f6e0f4a911',
    issueVouchers: {
      issueVoucher: [
        {
          voucherId: { id: 'burger-menu' },
          bookBpeId: 'BPE-VOUCHER',
          scanCode: 'TCK-V-000001',
          groupScanCode: CODE,
          startTs: '2026-07-01T00:00:00+02:00',
        },
      ],
    },
    financialWorkplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
  },
  issueVoucherExternalScanCodes: { idempotencyKey: 'k', voucherId: 'v', scanCodes: { scanCode: [CODE] } },
  getVoucherExternalScanCodes: { voucherId: 'v', used: false },
  redeemVoucherIssuance: {
    voucherScanCode: CODE,
    redeemCount: 1,
    workplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
    dryRun: true,
  },
  getProducts: {
    articleNumbers: [],
    groupNumbers: [],
    pluNumbers: { text: [] },
    syncMarker: '1',
    syncMarkerLimit: 200,
    productNumbers: [],
  },
  getTurnoverGroups: { onlyActive: false },
  getWebhookConsumers: { workplace: { branchNumber: 3, workplaceNumber: 12 } },
};

function answered(text: string, status = 200): HttpReply {
  return { kind: 'response', status, headers: {}, body: utf8(text) };
}

function apiThat(reply: HttpReply) {
  const sent: HttpRequest[] = [];
  const http: HttpExchange = {
    exchange: async (request) => {
      sent.push(request);
      return reply;
    },
  };
  const log = memoryLog();
  const clock = new FakeClock();
  const api = createMplusApi({
    http,
    clock,
    random: seededRandom(1),
    log,
    url: 'https://api.mpluskassa.example:41234/',
    ident: IDENT,
    secret: SECRET,
  });
  return { api, sent, log };
}

const VERSION = { majorNumber: 67, minorNumber: 1, revisionNumber: 3, serviceIpAddresses: [], inDebugMode: false };
const VERSION_TEXT = writeEnvelope('getApiVersionResponse', API_OPERATIONS.getApiVersion.response, VERSION);

describe('a call', () => {
  it('is one POST with the operation, a request id, and the credentials in the query', async () => {
    const { api, sent } = apiThat(answered(VERSION_TEXT));
    const answer = await api.call('getApiVersion', {}, CALL);
    expect(answer).toEqual({ ok: true, value: VERSION });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.mpluskassa.example:41234/?ident=demo-ident&secret=demo%20secret%2F1%2B2',
      timeoutMs: 5_000,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: 'getApiVersion',
        'x-request-id': expect.stringMatching(/^tb_[0-9A-Z]{26}$/),
      },
    });
  });

  it('reads an answer under any prefix and with other capitals', async () => {
    const other = VERSION_TEXT.replace('xmlns:ns=', 'xmlns:x=')
      .replaceAll(/<(\/?)ns:/g, '<$1x:')
      .replaceAll('getApiVersionResponse', 'GetApiVersionResponse');
    const { api } = apiThat(answered(other));
    expect(await api.call('getApiVersion', {}, CALL)).toEqual({ ok: true, value: VERSION });
  });

  it('is never sent twice, whatever becomes of it', async () => {
    const { api, sent } = apiThat({ kind: 'failure', reach: 'no-answer', fault: 'timeout', detail: 'api' });
    await api.call('redeemVoucherIssuance', REQUESTS.redeemVoucherIssuance, CALL);
    await api.call('issueVouchers', REQUESTS.issueVouchers, CALL);
    expect(sent).toHaveLength(2);
  });

  it('needs an address', () => {
    const ports = {
      http: { exchange: () => Promise.reject(new Error('none')) },
      clock: new FakeClock(),
      random: seededRandom(1),
      log: memoryLog(),
    };
    expect(() => createMplusApi({ ...ports, url: 'not an address', ident: IDENT, secret: SECRET })).toThrow(RangeError);
  });
});

const E = MPLUS_API_ERRORS;
const LOST: HttpReply = { kind: 'failure', reach: 'no-answer', fault: 'reset', detail: 'api.mpluskassa.example' };

describe('what goes wrong is told by what may be done next, and by who acts', () => {
  it.each<[string, HttpReply, string, string, string]>([
    ['no connection', { ...LOST, reach: 'not-sent', fault: 'refused' }, E.unreachable.code, 'later', 'later'],
    ['a lost answer', LOST, E.noAnswer.code, 'later', 'look-first'],
    ['an answer that is cut short', answered(VERSION_TEXT.slice(0, 200)), E.noAnswer.code, 'later', 'look-first'],
    ['too much', { ...LOST, fault: 'answer-too-large' }, E.answerTooLarge.code, 'give-up', 'give-up'],
    ['a wrong secret', answered(writeFault('Client.Authentication', 'no'), 500), E.notAdmitted.code, 'later', 'later'],
    ['HTTP 401', answered('', 401), E.notAdmitted.code, 'later', 'later'],
    ['a fault of ours', answered(writeFault('Client', 'no'), 500), E.refused.code, 'give-up', 'give-up'],
    ['a fault of theirs', answered(writeFault('Server.Db', 'no'), 500), E.apiFault.code, 'later', 'look-first'],
    ['HTTP 503 in HTML', answered('<html></html>', 503), E.apiFault.code, 'later', 'look-first'],
    ['a sign-in page', answered('<html><body>Please sign in</body></html>'), E.notTheApi.code, 'later', 'look-first'],
    ['HTTP 404', answered('', 404), E.notTheApi.code, 'later', 'later'],
    [
      'another operation’s answer',
      answered(VERSION_TEXT.replaceAll('getApiVersion', 'getDatabaseVersion')),
      E.unreadable.code,
      'give-up',
      'give-up',
    ],
  ])('%s', async (_what, reply, code, next, nextWithoutKey) => {
    const { api } = apiThat(reply);
    const keyed = await api.call('issueVouchers', REQUESTS.issueVouchers, CALL);
    expect(keyed).toMatchObject({ ok: false, failure: { error: { code, about: 'issueVouchers' }, next } });
    const keyless = await api.call('redeemVoucherIssuance', REQUESTS.redeemVoucherIssuance, CALL);
    expect(keyless).toMatchObject({ ok: false, failure: { error: { code }, next: nextWithoutKey } });
  });

  it('names the member that doesn’t fit', async () => {
    const { api } = apiThat(answered(VERSION_TEXT.replace('>67<', '>new<')));
    const answer = await api.call('getApiVersion', {}, CALL);
    expect(answer.ok ? '' : answer.failure.error.message).toContain(
      'getApiVersionResponse.majorNumber must be a whole number',
    );
  });
});

it('a refusal is a value; its words hold no code', async () => {
  const text = writeEnvelope('IssueVouchersResponse', API_OPERATIONS.issueVouchers.response, {
    idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
    result: 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE',
    errorMessage: `group scan code ${CODE} exists`,
  });
  const { api } = apiThat(answered(text));
  expect(await api.call('issueVouchers', REQUESTS.issueVouchers, CALL)).toMatchObject({
    ok: true,
    value: { result: 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE', errorMessage: 'group scan code *** exists' },
  });
});

it('neither credentials nor codes are told, be it that the other side repeats them (S1)', async () => {
  const said = `wrong secret ${SECRET} (${encodeURIComponent(SECRET)}) of ${IDENT}, code ${CODE}`;
  const replies = [
    answered(writeFault('Client.Authentication', said), 500),
    answered(writeFault('Server', said), 500),
    { ...LOST, detail: `https://api/?ident=${IDENT}&secret=${encodeURIComponent(SECRET)}` },
  ];
  for (const reply of replies) {
    const { api, log } = apiThat(reply);
    const answer = await api.call('issueVouchers', REQUESTS.issueVouchers, CALL);
    const told = `${log.text()} ${answer.ok ? '' : answer.failure.error.message}`;
    expect(told).toContain('***');
    for (const hidden of [SECRET, encodeURIComponent(SECRET), IDENT, CODE]) expect(told).not.toContain(hidden);
  }
});

const VENDORS = new URL('../../../../../shared/reference/mplusqapi.wsdl', import.meta.url);
const why = existsSync(VENDORS) ? '' : ' (the vendor’s WSDL is not on this machine)';

describe.each([
  ['our own', () => writeWsdl(API_OPERATIONS, 'https://till.example/'), ''],
  ['the vendor’s', () => readFileSync(VENDORS, 'utf8'), why],
])('every request fits %s description', (_whose, text, missing) => {
  it.skipIf(missing !== '')(`element by element${missing}`, () => {
    const check = messageCheck(text());
    for (const [name, { request, wrapped }] of Object.entries(API_OPERATIONS)) {
      const value = REQUESTS[name as ApiOperation] as ValueOf<Complex>;
      expect(check(bodyOf(writeEnvelope(name, request, value, wrapped ? 'request' : null))), name).toEqual([]);
    }
    expect(
      check(bodyOf(writeEnvelope('getProducts', API_OPERATIONS.getTurnoverGroups.request, {}, 'request'))),
    ).toEqual(['getProducts.request.pluNumbers is missing, or out of order']);
  });
});

/** Python's lxml, which comes with python3-zeep. */
const LXML = '/usr/lib/python3/dist-packages/lxml/__init__.py';
const noLxml = existsSync(LXML) ? why : ' (python3-lxml is not on this machine)';

it.skipIf(noLxml !== '')(`libxml2 accepts every request by the vendor’s own types${noLxml}`, () => {
  const envelopes = Object.entries(API_OPERATIONS).map(([name, { request, wrapped }]) => {
    const value = REQUESTS[name as ApiOperation] as ValueOf<Complex>;
    return writeEnvelope(name, request, value, wrapped ? 'request' : null);
  });
  const wrong = writeEnvelope('getProducts', API_OPERATIONS.getTurnoverGroups.request, {}, 'request');
  const script = fileURLToPath(new URL('../test/validate_messages.py', import.meta.url));
  const said = execFileSync('/usr/bin/python3', [script, fileURLToPath(VENDORS)], {
    input: JSON.stringify([...envelopes, wrong]),
  });
  const problems: unknown = JSON.parse(said.toString('utf8'));
  expect(problems).toEqual([...envelopes.map(() => null), expect.stringContaining('pluNumbers')]);
});

function bodyOf(text: string): XmlElement {
  const opened = openEnvelope(text);
  if (opened.kind !== 'body') throw new Error('no body');
  return opened.element;
}
