import { toBase64, utf8 } from '@tillbridge/psp-core';
import { nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { mspNotificationReply, readMspNotification, signMspNotification } from './notification.ts';
import { NOW, REFERENCE, wireOrder } from './testing/samples.ts';

const digest = nodeDigest();
const SECONDS = NOW / 1_000;
const KEYS = new Map([
  ['site', 'demo-site-key-not-a-real-key'],
  ['pins', 'demo-group-key-not-a-real-key'],
  ['unset', ''],
]);
const BODY = utf8(`${JSON.stringify(wireOrder('completed'))}\n`);

function request(parts: Partial<Parameters<typeof readMspNotification>[0]> = {}, body = BODY) {
  return {
    method: 'POST',
    query: { transactionid: REFERENCE, timestamp: String(SECONDS) },
    headers: { auth: signMspNotification(body, 'demo-group-key-not-a-real-key', SECONDS, digest) },
    body,
    ...parts,
  };
}

const read = (parts: Partial<Parameters<typeof readMspNotification>[0]> = {}, body = BODY, nowMs = NOW) =>
  readMspNotification(request(parts, body), KEYS, digest, { nowMs });

test('signed with a key of ours: a hint, with the account', () => {
  expect(read()).toEqual({ kind: 'hint', orderId: REFERENCE, account: 'pins' });
});

test('the order comes from the signed body, not from the address', () => {
  expect(read({ query: { transactionid: 'OTHER', timestamp: '1' } })).toMatchObject({ orderId: REFERENCE });
});

test('a GET is a hint without a signature', () => {
  expect(read({ method: 'GET', headers: {}, body: new Uint8Array() })).toEqual({
    kind: 'hint',
    orderId: REFERENCE,
    account: null,
  });
  expect(read({ method: 'GET', query: { transactionid: '../x y', timestamp: '1' } })).toMatchObject({
    entry: { code: 'MSP-144' },
  });
  expect(read({ method: 'GET', query: { timestamp: '1' } })).toMatchObject({ entry: { code: 'MSP-144' } });
});

test('without a timestamp there is nothing to do', () => {
  expect(read({ query: { transactionid: REFERENCE } })).toMatchObject({ kind: 'ignored' });
  expect(read({ method: 'PUT' })).toMatchObject({ kind: 'ignored' });
});

describe('rejected', () => {
  const mac = (text: string) => toBase64(utf8(text));
  test.each<[string, Record<string, string | readonly string[] | undefined>]>([
    ['no header', {}],
    ['not base64', { auth: '%%%' }],
    ['no signature in it', { auth: mac('12345') }],
    ['a signature of another length', { auth: mac(`${SECONDS}:${'ab'.repeat(32)}`) }],
    ['a time that is none', { auth: mac(`now:${'ab'.repeat(64)}`) }],
    ['two headers', { auth: ['a', 'b'] }],
  ])('%s: MSP-141', (_name, headers) => {
    expect(read({ headers })).toMatchObject({ kind: 'rejected', entry: { code: 'MSP-141' } });
  });

  test('one changed byte anywhere, another key, another time: MSP-142', () => {
    const { headers } = request();
    for (let at = 0; at < BODY.length; at += 7) {
      const changed = BODY.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(read({ headers, body: changed })).toMatchObject({ entry: { code: 'MSP-142' } });
    }
    const other = signMspNotification(BODY, 'another-demo-key', SECONDS, digest);
    expect(read({ headers: { auth: other } })).toMatchObject({ entry: { code: 'MSP-142' } });
    const empty = signMspNotification(BODY, '', SECONDS, digest);
    expect(read({ headers: { auth: empty } })).toMatchObject({ entry: { code: 'MSP-142' } });
    const later = atob(String(headers.auth)).replace(String(SECONDS), String(SECONDS + 1));
    expect(read({ headers: { auth: mac(later) } })).toMatchObject({ entry: { code: 'MSP-142' } });
  });

  test('the same JSON in other bytes doesn’t carry the signature', () => {
    const again = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(BODY))));
    expect(read({ headers: request().headers, body: again })).toMatchObject({ entry: { code: 'MSP-142' } });
  });

  test('older than ten minutes: MSP-143, unless the rules take any age', () => {
    expect(read({}, BODY, NOW + 600_000)).toMatchObject({ kind: 'hint' });
    expect(read({}, BODY, NOW + 600_001)).toMatchObject({ entry: { code: 'MSP-143' } });
    const any = readMspNotification(request(), KEYS, digest, { nowMs: NOW + 9_999_999, maxAgeMs: 0 });
    expect(any).toMatchObject({ kind: 'hint' });
  });

  test.each(['', '[]', '{"order_id":null}', '{"order_id":"a b"}', '{"order_id":"A"', '<html>'])(
    'signed, and %j: MSP-144',
    (text) => {
      expect(read({}, utf8(text))).toMatchObject({ kind: 'rejected', entry: { code: 'MSP-144' } });
    },
  );
});

test('an order id that came as a number of 17 digits is exact', () => {
  expect(read({}, utf8('{"order_id":17472052901237122}'))).toMatchObject({ orderId: '17472052901237122' });
});

test('what MultiSafepay wants to hear', () => {
  expect(mspNotificationReply(true)).toMatchObject({ status: 200, body: 'OK' });
  expect(mspNotificationReply(false).status).not.toBe(200);
  expect(mspNotificationReply(false).body).not.toContain('OK');
});
