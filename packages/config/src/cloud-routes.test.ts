/** Several providers, and ways in an order: what the settings say of them. */
import { describe, expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';
import { redact } from './redact.ts';
import { resolveSecrets } from './resolve-secrets.ts';

const MSP = 'groupKey: { env: GROUP }, siteKey: { env: SITE }';
const KC = 'apiKey: { env: KC }';

interface Parts {
  readonly till?: string;
  readonly msp?: string;
  readonly kc?: string;
  readonly kcRoute?: string;
  readonly mspQr?: string;
  readonly mspAccount?: string;
}

function shop({ till = 'card: [zvt, pin], qr: [m-qr, k-qr]', msp = MSP, kc = KC, ...more }: Parts = {}): string {
  return `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: S } }] }
tills:
  - { branch: 1, workplace: 1, name: Balie, subscription: S, ${till} }
routes:
  - { id: zvt, name: Z, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: P } }
  - { id: pin, name: P, kind: msp-terminal, account: ${more.mspAccount ?? 'msp'}, terminal: 000004Og }
  - { id: m-qr, name: M, kind: msp-qr, account: msp${more.mspQr ?? ''} }
  - { id: k-qr, name: K, kind: kc-qr, account: kc${more.kcRoute ?? ''} }
accounts:
  - { id: msp, kind: multisafepay, ${msp} }
  - { id: kc, kind: kassa-compleet, ${kc} }
`;
}

function read(parts: Parts = {}) {
  const settings = readSettings(shop(parts), 'shop.yaml');
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  return settings;
}

test('ways are lists in the order they are tried', () => {
  const { settings, warnings } = read();
  expect(warnings).toEqual([]);
  expect(settings.tills[0]).toMatchObject({ card: ['zvt', 'pin'], qr: ['m-qr', 'k-qr'] });
  const { methods } =
    read({ till: 'card: zvt, qr: m-qr, methods: { K: [pin, zvt], Q: k-qr }' }).settings.tills[0] ?? {};
  expect([...(methods ?? [])]).toEqual([
    ['K', ['pin', 'zvt']],
    ['Q', ['k-qr']],
  ]);
});

test('accounts of other providers have their defaults', () => {
  expect(read().settings.accounts).toEqual([
    {
      id: 'msp',
      kind: 'multisafepay',
      groupKey: { env: 'GROUP' },
      siteKey: { env: 'SITE' },
      groupId: null,
      test: false,
      baseUrl: null,
      notificationUrl: null,
      redirectUrl: null,
      cancelUrl: null,
      locale: null,
      keyIn: 'header',
      notificationMethod: 'POST',
      eventToken: 'raw',
      timeZone: 'Europe/Amsterdam',
      readsPerSecond: 10,
    },
    {
      id: 'kc',
      kind: 'kassa-compleet',
      apiKey: { env: 'KC' },
      baseUrl: 'https://api.kassacompleet.nl/v1',
      test: false,
      trailingSlash: true,
      webhookUrl: null,
      returnUrl: null,
      failureUrl: null,
      locale: null,
      refundsAreFlagged: false,
      orderLists: false,
      readsPerSecond: 10,
    },
  ]);
});

test('how MultiSafepay is talked to, and where a guest goes afterwards', () => {
  const msp = `${MSP}, keyIn: header, notificationUrl: "https://hook.example/exchange/msp", notificationMethod: GET,
      eventToken: bearer, timeZone: UTC, redirectUrl: "https://eik.example/thanks", cancelUrl: "https://eik.example/back"`;
  const { settings, warnings } = read({ msp, mspQr: ', paylink: true, gateway: IDEAL' });
  expect(warnings).toEqual([]);
  expect(settings.accounts[0]).toMatchObject({
    notificationMethod: 'GET',
    eventToken: 'bearer',
    timeZone: 'UTC',
    redirectUrl: 'https://eik.example/thanks',
    cancelUrl: 'https://eik.example/back',
  });
  expect(settings.routes[2]).toMatchObject({ paylink: true, gateway: 'IDEAL' });
});

describe('a mistake is named with its path', () => {
  test.each<[string, Parts, string, string, string]>([
    ['a route nobody has', { till: 'card: [zvt, nobody]' }, 'tills[0].card[1]', 'TILL-306', 'no entry'],
    ['one route twice', { till: 'card: [zvt, zvt]' }, 'tills[0].card[1]', 'TILL-307', 'already'],
    ['a QR among terminals', { till: 'card: [zvt, m-qr]' }, 'tills[0].card[1]', 'TILL-304', 'must name a terminal'],
    ['a terminal among QR routes', { till: 'qr: [m-qr, pin]' }, 'tills[0].qr[1]', 'TILL-304', 'must name a route'],
    [
      'both in a method',
      { till: 'methods: { K: [pin, m-qr] }' },
      'tills[0].methods.K[1]',
      'TILL-304',
      'terminals alone',
    ],
    ['an empty list', { till: 'card: []' }, 'tills[0].card', 'TILL-304', 'id of a route, or a list'],
    [
      'an account of another provider',
      { mspAccount: 'kc' },
      'routes[1].account',
      'TILL-304',
      'of the kind multisafepay',
    ],
    ['no key of the group', { msp: 'siteKey: { env: SITE }' }, 'routes[1].account', 'TILL-303', '`groupKey`'],
    ['no key of the site', { msp: 'groupKey: { env: G }' }, 'routes[2].account', 'TILL-303', '`siteKey`'],
    ['nowhere to return to', { kcRoute: ', method: ideal' }, 'routes[3].account', 'TILL-303', '`returnUrl`'],
    ['a method that is none', { kcRoute: ', method: cash' }, 'routes[3].method', 'TILL-304', 'must be page'],
    ['a key nowhere', { msp: `${MSP}, keyIn: body` }, 'accounts[0].keyIn', 'TILL-304', 'header or query'],
    [
      'a method in small letters',
      { msp: `${MSP}, notificationMethod: get` },
      'accounts[0].notificationMethod',
      'TILL-304',
      'in capitals',
    ],
    ['a token unseen', { msp: `${MSP}, eventToken: cookie` }, 'accounts[0].eventToken', 'TILL-304', 'raw, bearer'],
    ['no zone', { msp: `${MSP}, timeZone: Amsterdam` }, 'accounts[0].timeZone', 'TILL-304', 'such as Europe/Amsterdam'],
    ['a literal key', { kc: 'apiKey: hunter2' }, 'accounts[1].apiKey', 'TILL-305', 'must not'],
  ])('%s', (_what, parts, path, code, sentence) => {
    const settings = readSettings(shop(parts), 'shop.yaml');
    expect(settings.ok ? [] : settings.problems).toContainEqual(
      expect.objectContaining({ path, code, message: expect.stringContaining(sentence) }),
    );
  });
});

test.each<[string, Parts, string, string]>([
  ['a key in the address', { msp: `${MSP}, keyIn: query` }, 'accounts[0].keyIn', 'TILL-310'],
  [
    'a way to call without an address to call',
    { msp: `${MSP}, notificationMethod: GET` },
    'accounts[0].notificationMethod',
    'TILL-309',
  ],
])('%s gives a warning', (_what, parts, path, code) => {
  expect(read(parts).warnings).toMatchObject([{ path, code }]);
});

test.each<[string, Parts, string]>([
  ['elsewhere', { kc: `${KC}, webhookUrl: "https://hook.example/kc"` }, 'accounts[1].webhookUrl'],
  [
    'with a port, which MultiSafepay never calls',
    { msp: `${MSP}, notificationUrl: "https://hook.example:8443/exchange/msp"` },
    'accounts[0].notificationUrl',
  ],
])('an address for status calls %s gives a warning', (_what, parts, path) => {
  expect(read(parts).warnings).toMatchObject([{ path, code: 'TILL-310' }]);
});

test('S1: every key is resolved, and none of their places stands in what is redacted', async () => {
  const { settings } = read();
  const asked: string[] = [];
  const resolved = await resolveSecrets(settings, {
    readSecret: async (ref) => {
      asked.push('env' in ref ? ref.env : ref.file);
      return '123456';
    },
  });
  expect(resolved.ok).toBe(true);
  expect(asked.toSorted()).toEqual(['GROUP', 'KC', 'P', 'S', 'SITE']);
  const text = JSON.stringify(redact(settings));
  expect(text).toContain('from an environment variable');
  for (const name of ['"GROUP"', '"SITE"', '"KC"', '000004Og']) expect(text).not.toContain(name);
});
