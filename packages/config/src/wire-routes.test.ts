/** Terminals on a wire: what the settings say of them. */
import { describe, expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';
import { redact } from './redact.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import type { Settings } from './settings.ts';

interface Parts {
  readonly zvt?: string;
  readonly ecr?: string;
  readonly more?: string;
}

const TCP = 'connection: { tcp: { host: 192.168.10.40 } }';
const ZVT = `${TCP}
    password: { env: ZVT_PASSWORD }`;
const ECR = `terminal: TH-1234-5678
    host: 192.168.10.41`;

/** A shop with a ZVT and a PAY.POS terminal and no account; `more` ends the file. */
function shop({ zvt = ZVT, ecr = ECR, more = '' }: Parts = {}): string {
  return `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: S } }] }
tills:
  - { branch: 1, workplace: 1, name: Balie, subscription: S, card: zvt, methods: { K_PAY: ecr } }
routes:
  - id: zvt
    name: Pin 1
    kind: zvt-terminal
    ${zvt}
  - id: ecr
    name: Pin 2
    kind: pay-ecr-terminal
    ${ecr}
${more}`;
}

function settingsOf(text: string): Settings {
  const read = readSettings(text, 'shop.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

function routeOf(parts: Parts, index: number) {
  const read = readSettings(shop(parts), 'shop.yaml');
  expect(read).toMatchObject({ ok: true, warnings: [] });
  return read.ok ? read.settings.routes[index] : undefined;
}

/** A terminal of Pay. that two routes reach, and one that a cable and MultiSafepay's cloud reach. */
function twoWays(parts: Partial<Record<'ecr' | 'cloud' | 'zvt' | 'msp', string>>): string {
  return `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: S } }] }
tills:
  - { branch: 1, workplace: 1, name: Balie, subscription: S, card: [ecr, cloud], methods: { K: [zvt, msp] } }
routes:
  - { id: ecr, name: A, kind: pay-ecr-terminal, terminal: TH-1234-5678, host: 10.0.0.8${parts.ecr ?? ', device: a'} }
  - { id: cloud, name: A, kind: pay-terminal, account: pay, terminal: TH-1234-5678${parts.cloud ?? ', device: a'} }
  - { id: zvt, name: B, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.9 } }, password: { env: P }${parts.zvt ?? ', device: b'} }
  - { id: msp, name: B, kind: msp-terminal, account: msp, terminal: 000004Og${parts.msp ?? ', device: b'} }
accounts:
  - { id: msp, kind: multisafepay, groupKey: { env: G } }
  - { id: pay, kind: pay, serviceId: SL-1234-5678, serviceSecret: { env: A }, tokenCode: AT-1234-5678, apiToken: { env: B } }
`;
}

describe('one terminal that several routes reach', () => {
  test('has one name in each of them', () => {
    const read = readSettings(twoWays({}), 'shop.yaml');
    expect(read).toMatchObject({ ok: true, warnings: [] });
    expect(read.ok && read.settings.routes.map((route) => 'device' in route && route.device)).toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });

  test.each([
    ['without a name', '', 'Give both routes the same `device`'],
    ['under two names', ', device: c', 'Give both routes the same `device`'],
  ])('is refused %s', (_what, cloud, sentence) => {
    const read = readSettings(twoWays({ cloud }), 'shop.yaml');
    expect(read.ok ? [] : read.problems).toContainEqual(
      expect.objectContaining({
        path: 'routes[1].terminal',
        code: 'TILL-307',
        message: expect.stringContaining(sentence),
      }),
    );
  });

  test('is refused where two routes reach it in the same way', () => {
    const text = twoWays({})
      .replace('kind: pay-ecr-terminal', 'kind: pay-terminal, account: pay')
      .replace(', host: 10.0.0.8', '');
    const read = readSettings(text, 'shop.yaml');
    expect(read.ok ? [] : read.problems).toMatchObject([
      { path: 'routes[1].terminal', code: 'TILL-307', message: expect.stringContaining('One terminal, one route') },
    ]);
  });

  test.each([
    ['a name that only one route has', { msp: '' }, 'routes[2].device', 'TILL-309'],
    ['two ways to one address, and no name', { zvt: ', device: b', ecr: ', device: a' }, 'routes[2].id', 'TILL-310'],
  ])('%s gives a warning', (_what, parts, path, code) => {
    const text = code === 'TILL-310' ? twoWays(parts).replace('10.0.0.9', '10.0.0.8') : twoWays(parts);
    const read = readSettings(text, 'shop.yaml');
    expect(read).toMatchObject({ ok: true, warnings: [{ path, code }] });
  });
});

test('terminals on a wire need no account, and have the defaults of their protocols', () => {
  const read = readSettings(shop(), 'shop.yaml');
  expect(read).toMatchObject({ ok: true, warnings: [], settings: { accounts: [] } });
  expect(read.ok && read.settings.routes).toEqual([
    {
      id: 'zvt',
      name: 'Pin 1',
      device: null,
      kind: 'zvt-terminal',
      connection: { by: 'tcp', host: '192.168.10.40', port: 20_007, connection: 'per-command' },
      password: { env: 'ZVT_PASSWORD' },
      configByte: 0xbe,
      currency: 'EUR',
      charset: null,
      refunds: false,
      trace: false,
      acceptTip: false,
      leaseMs: 90_000,
      answerMs: 5_000,
      silenceMs: 180_000,
    },
    {
      id: 'ecr',
      name: 'Pin 2',
      device: null,
      kind: 'pay-ecr-terminal',
      terminal: 'TH-1234-5678',
      host: '192.168.10.41',
      port: 8_888,
      account: null,
      queued: 'wait',
      basket: true,
      refunds: false,
      trace: false,
      leaseMs: 90_000,
    },
  ]);
});

test('a cable is 9600 8N2 unless the settings say otherwise', () => {
  const cable = (line: string) => routeOf({ zvt: ZVT.replace(TCP, `connection: { serial: { ${line} } }`) }, 0);
  expect(cable('path: /dev/ttyUSB0')).toMatchObject({
    connection: {
      by: 'serial',
      device: { path: '/dev/ttyUSB0' },
      baudRate: 9_600,
      dataBits: 8,
      parity: 'none',
      stopBits: 2,
      flowControl: 'none',
    },
  });
  expect(cable('usbSerialNumber: "A1", baudRate: 115200, stopBits: 1, flowControl: rtscts')).toMatchObject({
    connection: { device: { usbSerialNumber: 'A1' }, baudRate: 115_200, stopBits: 1, flowControl: 'rtscts' },
  });
});

test.each([
  ['receipts: till', 0xbe],
  ['receipts: terminal', 0x38],
  ['configByte: "8e"', 0x8e],
])('%s registers with %i', (line, configByte) => {
  expect(routeOf({ zvt: `${ZVT}\n    ${line}` }, 0)).toMatchObject({ configByte });
});

const zvtWith = (from: string, to: string): Parts => ({ zvt: ZVT.replace(from, to) });
const zvtAnd = (line: string): Parts => ({ zvt: `${ZVT}\n    ${line}` });
const ecrWith = (from: string, to: string): Parts => ({ ecr: ECR.replace(from, to) });

describe('a mistake is named with its path', () => {
  test.each<[string, Parts, string, string, string]>([
    ['two ways', zvtWith('} }', '}, serial: { path: COM3 } }'), 'routes[0].connection', 'TILL-304', 'either `tcp` or'],
    ['no way', zvtWith(TCP, 'connection: {}'), 'routes[0].connection', 'TILL-304', 'either `tcp` or `serial`'],
    [
      'a port with two names',
      zvtWith(TCP, 'connection: { serial: { path: COM3, usbSerialNumber: A1 } }'),
      'routes[0].connection.serial',
      'TILL-304',
      'either `path` or',
    ],
    [
      'a strange speed',
      zvtWith(TCP, 'connection: { serial: { path: COM3, baudRate: 9601 } }'),
      'routes[0].connection.serial.baudRate',
      'TILL-304',
      'usual speed',
    ],
    ['an unknown key', zvtWith('host:', 'hots:'), 'routes[0].connection.tcp.hots', 'TILL-302', 'Did you mean `host`?'],
    ['a literal password', zvtWith('{ env: ZVT_PASSWORD }', '"000000"'), 'routes[0].password', 'TILL-305', 'must not'],
    ['no password', zvtWith('password: { env: ZVT_PASSWORD }', ''), 'routes[0].password', 'TILL-303', 'is missing'],
    ['an account', zvtAnd('account: pay'), 'routes[0].account', 'TILL-302', 'Nobody knows'],
    ['a byte that is none', zvtAnd('configByte: "XY"'), 'routes[0].configByte', 'TILL-304', 'hexadecimal'],
    [
      'receipts said twice',
      { zvt: `${ZVT}\n    receipts: till\n    configByte: "3E"` },
      'routes[0].configByte',
      'TILL-307',
      'Remove one',
    ],
    ['a name as pinned address', ecrWith('192.168.10.41', 'pin.local'), 'routes[1].host', 'TILL-304', 'IP address'],
    [
      'an account nobody has',
      { ecr: `${ECR}\n    account: pay` },
      'routes[1].account',
      'TILL-306',
      'The list is empty.',
    ],
  ])('%s', (_what, parts, path, code, sentence) => {
    const read = readSettings(shop(parts), 'shop.yaml');
    expect(read.ok ? [] : read.problems).toContainEqual(
      expect.objectContaining({ path, code, message: expect.stringContaining(sentence) }),
    );
  });
});

describe('one device has one route', () => {
  const zvtRoute = (connection: string) =>
    `  - { id: x, name: X, kind: zvt-terminal, connection: ${connection}, password: { env: P } }`;

  test.each<[string, Parts, string]>([
    ['by address and port', { more: zvtRoute('{ tcp: { host: 192.168.10.40 } }') }, 'routes[2].connection.tcp.host'],
    [
      'by the port of a cable, whatever its capitals on Windows',
      {
        zvt: ZVT.replace(TCP, 'connection: { serial: { path: COM3 } }'),
        more: zvtRoute('{ serial: { path: com3 } }'),
      },
      'routes[2].connection.serial.path',
    ],
    [
      'by the code of the terminal, also through the cloud',
      {
        more: `  - { id: x, name: X, kind: pay-terminal, terminal: TH-1234-5678, account: pay }
accounts:
  - { id: pay, kind: pay, serviceId: SL-1234-5678, serviceSecret: { env: A }, tokenCode: AT-1234-5678, apiToken: { env: B } }`,
      },
      'routes[2].terminal',
    ],
  ])('%s', (_what, parts, path) => {
    const read = readSettings(shop(parts), 'shop.yaml');
    expect(read.ok ? [] : read.problems).toContainEqual(expect.objectContaining({ path, code: 'TILL-307' }));
  });
});

test.each<[string, Parts, string]>([
  ['a PAY.POS terminal outside of the shop', ecrWith('192.168.10.41', '203.0.113.9'), 'routes[1].host'],
  ['a ZVT terminal outside of the shop', zvtWith('192.168.10.40', '8.8.8.8'), 'routes[0].connection.tcp.host'],
  ['a terminal that says nothing on its way', zvtAnd('configByte: "B6"'), 'routes[0].configByte'],
])('%s is allowed, with a warning', (_what, parts, path) => {
  const read = readSettings(shop(parts), 'shop.yaml');
  expect(read.ok && read.warnings).toContainEqual(expect.objectContaining({ path, code: 'TILL-310' }));
});

test.each(['10.1.2.3', '172.31.0.1', '169.254.1.1', '127.0.0.1', 'fd00::5', 'fe80::1', '::1'])(
  '%s is inside of the shop',
  (host) => {
    expect(readSettings(shop({ ecr: ECR.replace('192.168.10.41', `"${host}"`) }), 'shop.yaml')).toMatchObject({
      ok: true,
      warnings: [],
    });
  },
);

test('S1: a password that is no six digits is refused without being repeated', async () => {
  const settings = settingsOf(shop());
  const read = (password: string) =>
    resolveSecrets(settings, {
      readSecret: async (ref) => ('env' in ref && ref.env === 'ZVT_PASSWORD' ? password : 'x'),
    });
  expect((await read('123456\n')).ok).toBe(true);
  const refused = await read('hunter2');
  expect(refused).toMatchObject({ ok: false, problems: [{ path: 'routes[0].password', code: 'TILL-304' }] });
  expect(JSON.stringify(refused)).not.toContain('hunter2');
});

test('S1: redacted settings keep what helps to find a mistake, and no place of a password', () => {
  const text = JSON.stringify(redact(settingsOf(shop())));
  expect(text).toContain('192.168.10.40');
  expect(text).toContain('TH-****-5678');
  expect(text).not.toContain('ZVT_PASSWORD');
});
