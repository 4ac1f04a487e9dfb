import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatProblem } from './problem.ts';
import { readSettings } from './read-settings.ts';
import { SMALL } from './test/sample.ts';

const EXAMPLE = readFileSync(new URL('../../../resources/tillbridge.example.yaml', import.meta.url), 'utf8');

function broken(from: string, to: string): string {
  expect(SMALL.split(from).length, `"${from}" stands once in the sample`).toBe(2);
  return SMALL.replace(from, to);
}

function problemsOf(text: string) {
  const read = readSettings(text, 'shop.yaml');
  return read.ok ? [] : read.problems;
}

test('the example file is valid, without a warning', () => {
  expect(readSettings(EXAMPLE, 'tillbridge.example.yaml')).toMatchObject({ ok: true, warnings: [] });
});

/** The example with its commented lines, except those that `without` matches. */
function uncommented(without: RegExp): string {
  return EXAMPLE.split('\n')
    .map((line) =>
      without.test(line) ? line : line.replace(/^( *)# (?= *(?:# )?(?:- )?[A-Za-z]+:(?: |$))( *)(?:# )?/, '$1$2'),
    )
    .join('\n')
    .replace(/^#( +)(?=- name: Anja|pin: )/gm, '$1')
    .replace('staff: []', 'staff:');
}

test.each([
  ['by network', /serial: /, { by: 'tcp', host: '192.168.10.40', port: 20007, connection: 'per-command' }],
  ['by cable', /tcp: /, { by: 'serial', device: { usbSerialNumber: '0123456789' }, baudRate: 9600, stopBits: 2 }],
])('what the example has in comments is valid too, %s', (_way, without, connection) => {
  const read = readSettings(uncommented(without), 'tillbridge.example.yaml');
  expect(read).toMatchObject({
    ok: true,
    warnings: [2, 3, 4, 5, 6, 7].map((index) => ({ path: `routes[${index}].id` })),
  });
  if (!read.ok) return;
  const { listen, staff, accounts, routes } = read.settings;
  expect(routes[0]).toMatchObject({ unattended: true });
  expect(listen.lan?.allow).toEqual(['192.168.10.0/24']);
  expect(staff).toHaveLength(1);
  expect(accounts).toMatchObject([
    { kind: 'pay', exchangeUrl: expect.stringContaining('/exchange/pay'), unsignedExchanges: 'look-up', test: true },
    { kind: 'multisafepay', groupKey: { env: 'MSP_GROUP_KEY' }, notificationUrl: expect.anything(), baseUrl: null },
    {
      kind: 'kassa-compleet',
      apiKey: { env: 'KC_API_KEY' },
      webhookUrl: expect.anything(),
      returnUrl: expect.anything(),
    },
  ]);
  expect(routes[2]).toMatchObject({ kind: 'zvt-terminal', connection, configByte: 0xbe, leaseMs: 90_000 });
  expect(routes[4]).toMatchObject({ kind: 'pay-terminal', terminal: 'TH-1234-5680', device: 'pin-4' });
  expect(routes[5]).toMatchObject({ kind: 'msp-terminal', terminal: '000004Og', leaseMs: 90_000 });
  expect(routes[6]).toMatchObject({ kind: 'msp-qr', gateway: null, leaseMs: 180_000 });
  expect(routes[7]).toMatchObject({ kind: 'kc-qr', method: 'page', cancel: 'delete', openForMs: 14 * 86_400_000 });
  expect(routes[3]).toMatchObject({ kind: 'pay-ecr-terminal', host: '192.168.10.41', port: 8888, device: 'pin-4' });
});

test('defaults are filled in and units are ours', () => {
  const read = readSettings(SMALL, 'shop.yaml');
  expect(read).toMatchObject({ ok: true, warnings: [] });
  if (!read.ok) return;
  const { venue, listen, mplus, tills, routes, accounts, dataFolder, policy, log } = read.settings;
  expect(venue).toEqual({ name: 'Speelpark De Eik', language: 'nl', theme: 'light' });
  expect(dataFolder).toBeNull();
  expect(listen.lan?.port).toBe(8621);
  expect(mplus).toMatchObject({ replyBudgetMs: 1500, qrReply: 'displayBarcode' });
  expect(tills.map(({ id }) => id)).toEqual(['3-12', '3-13']);
  expect(tills[0]).toMatchObject({ card: ['pin-1'], qr: ['pay-qr'] });
  expect(tills[0]?.methods.get('K_PIN')).toEqual(['pin-1']);
  expect(tills[1]).toMatchObject({ qr: [], display: null, language: 'nl' });
  expect(routes.map(({ leaseMs }) => leaseMs)).toEqual([90_000, 90_000, 180_000]);
  expect(accounts[0]).toMatchObject({
    exchangeUrl: null,
    unsignedExchanges: 'refuse',
    managementHosts: [],
    test: false,
    sendLines: true,
    authorisedCountsAsPaid: true,
  });
  expect(policy.secondTenderOnWitness).toBe('pin');
  expect(log.level).toBe('info');
});

/** What is broken, the line, the path, the code, and a part of the sentence. */
const MISTAKES: readonly [string, string, string, number, string, string, string][] = [
  // Shape
  [
    'unknown key',
    '    terminal: TH-1234-5678',
    '    terminl: TH-1234-5678',
    33,
    'routes[0].terminl',
    'TILL-302',
    'Did you mean `terminal`?',
  ],
  [
    'unknown key with swapped letters',
    '  port: 8620',
    '  prot: 8620',
    5,
    'listen.prot',
    'TILL-302',
    'Did you mean `port`?',
  ],
  [
    'unknown key without a likeness',
    'version: 1',
    'version: 1\nzzz: 1',
    2,
    'zzz',
    'TILL-302',
    'Known here: version, venue,',
  ],
  [
    'missing key',
    '    terminal: TH-1234-5678\n',
    '',
    29,
    'routes[0].terminal',
    'TILL-303',
    '`terminal` is missing; it must be a terminal code',
  ],
  ['empty key', '  name: Speelpark De Eik', '  name:', 3, 'venue.name', 'TILL-303', '`name` is missing'],
  ['wrong version', 'version: 1', 'version: 2', 1, 'version', 'TILL-304', 'must be 1'],
  ['number as text', '  port: 8620', '  port: "8620"', 5, 'listen.port', 'TILL-304', 'without quotes'],
  ['port out of range', '  port: 8620', '  port: 70000', 5, 'listen.port', 'TILL-304', 'from 0 to 65535'],
  [
    'seconds out of range',
    '    leaseSeconds: 90',
    '    leaseSeconds: 2',
    39,
    'routes[1].leaseSeconds',
    'TILL-304',
    'seconds from 5 to 1800',
  ],
  [
    'seconds with a fraction',
    '    leaseSeconds: 90',
    '    leaseSeconds: 9.5',
    39,
    'routes[1].leaseSeconds',
    'TILL-304',
    'whole number',
  ],
  [
    'unknown language',
    '  name: Speelpark De Eik',
    '  name: Eik\n  language: es',
    4,
    'venue.language',
    'TILL-304',
    'nl, de, fr or en',
  ],
  [
    'unknown kind',
    '    kind: pay-qr',
    '    kind: pay-code',
    41,
    'routes[2].kind',
    'TILL-304',
    'must be pay-terminal, pay-qr, msp-terminal',
  ],
  ['terminal code', 'TH-1234-5679', 'TH-12', 38, 'routes[1].terminal', 'TILL-304', 'such as TH-1234-5678'],
  [
    'a list that is none',
    'staff:\n  - name: Anja\n    pin: { env: PIN_ANJA }',
    'staff: Anja',
    52,
    'staff',
    'TILL-304',
    'must be a list of people',
  ],
  ['an id with a blank', '  - id: pay-qr', '  - id: pay qr', 40, 'routes[2].id', 'TILL-304', 'letters, digits'],
  // Secrets
  [
    'literal secret',
    'secret: { env: SECRET_BALIE }',
    'secret: aHVudGVyMg==',
    14,
    'mplus.subscriptions[0].secret',
    'TILL-305',
    '{ env: NAME_OF_VARIABLE }',
  ],
  ['literal PIN', 'pin: { env: PIN_ANJA }', 'pin: 4711', 54, 'staff[0].pin', 'TILL-305', 'must not stand here'],
  [
    'secret as variable name',
    '{ env: PAY_TOKEN }',
    '{ env: hunter2xyz }',
    50,
    'accounts[0].apiToken.env',
    'TILL-304',
    'name of an environment variable',
  ],
  [
    'two places for a secret',
    '{ env: PAY_TOKEN }',
    '{ env: PAY_TOKEN, file: x }',
    50,
    'accounts[0].apiToken',
    'TILL-304',
    'must say where the secret is kept',
  ],
  [
    'a secret without a place',
    '{ env: PAY_TOKEN }',
    '{}',
    50,
    'accounts[0].apiToken',
    'TILL-304',
    'must say where the secret is kept',
  ],
  // Network
  [
    'no certificate',
    '    certificate: { file: tls/agent.crt }\n',
    '',
    7,
    'listen.lan.certificate',
    'TILL-303',
    'is missing',
  ],
  ['no key', '    key: { file: tls/agent.key }\n', '', 7, 'listen.lan.key', 'TILL-303', 'is missing'],
  [
    'nobody may come',
    'allow: [192.168.10.0/24, "fd00:10::/64"]',
    'allow: []',
    10,
    'listen.lan.allow',
    'TILL-304',
    'at least one network',
  ],
  [
    'a network that is none',
    '192.168.10.0/24',
    '192.168.10.0/33',
    10,
    'listen.lan.allow[0]',
    'TILL-304',
    'such as 192.168.10.0/24',
  ],
  ['everybody may come', '192.168.10.0/24', '0.0.0.0/0', 10, 'listen.lan.allow[0]', 'TILL-304', 'not everybody'],
  [
    'a host name to listen on',
    'host: 192.168.10.5',
    'host: till.local',
    7,
    'listen.lan.host',
    'TILL-304',
    'IP address',
  ],
  [
    'one port twice',
    '    host: 192.168.10.5',
    '    host: 192.168.10.5\n    port: 8620',
    8,
    'listen.lan.port',
    'TILL-307',
    'must differ from `listen.port`',
  ],
  [
    'plain http',
    'https://connect.pay.nl',
    'http://connect.pay.nl',
    51,
    'accounts[0].cores[0]',
    'TILL-304',
    'begins with https://',
  ],
  [
    'an address with a password',
    'https://connect.pay.nl',
    'https://a:b@connect.pay.nl',
    51,
    'accounts[0].cores[0]',
    'TILL-304',
    'without user name',
  ],
  [
    'no place for the domain of a core',
    'cores: [https://connect.pay.nl]',
    'coreAddress: https://connect.pay.nl',
    51,
    'accounts[0].coreAddress',
    'TILL-304',
    'with {domain} in it',
  ],
  // What ties two places together
  [
    'unknown subscription',
    '    name: Balie 1\n    subscription: BALIE',
    '    name: Balie 1\n    subscription: BALI',
    19,
    'tills[0].subscription',
    'TILL-306',
    'Did you mean `BALIE`?',
  ],
  ['unknown route', 'card: pin-2', 'card: pin-9', 27, 'tills[1].card', 'TILL-306', '`routes` has no entry'],
  [
    'unknown route of a method',
    'K_PIN: pin-1',
    'K_PIN: pin1',
    22,
    'tills[0].methods.K_PIN',
    'TILL-306',
    'Did you mean `pin-1`?',
  ],
  [
    'unknown account',
    '    name: Pay. QR\n    account: pay',
    '    name: Pay. QR\n    account: psp',
    43,
    'routes[2].account',
    'TILL-306',
    'There are: pay.',
  ],
  ['a QR as terminal', 'card: pin-2', 'card: pay-qr', 27, 'tills[1].card', 'TILL-304', 'must name a terminal'],
  ['a terminal as QR', 'qr: pay-qr', 'qr: pin-1', 21, 'tills[0].qr', 'TILL-304', 'shows a QR'],
  ['one till twice', '    workplace: 13', '    workplace: 12', 24, 'tills[1].workplace', 'TILL-307', '`tills[0]`'],
  ['one route id twice', '  - id: pin-2', '  - id: pin-1', 34, 'routes[1].id', 'TILL-307', '`routes[0]`'],
  [
    'one terminal twice',
    'TH-1234-5679',
    'TH-1234-5678',
    38,
    'routes[1].terminal',
    'TILL-307',
    'also the terminal of `routes[0]`',
  ],
  // YAML
  ['a key twice', '  port: 8620', '  port: 8620\n  port: 8620', 6, '', 'TILL-301', 'stands twice'],
  ['a tab', '  name: Speelpark De Eik', '\tname: Eik', 3, '', 'TILL-301', 'blanks, not tabs'],
  ['an open bracket', '[https://connect.pay.nl]', '[https://connect.pay.nl', 52, '', 'TILL-301', ''],
];

test.each(MISTAKES)('%s: named with line and path', (_what, from, to, line, path, code, sentence) => {
  const problems = problemsOf(broken(from, to));
  expect(problems.map(formatProblem)).toContainEqual(expect.stringContaining(`shop.yaml:${line}:`));
  const problem = problems.find((one) => one.path === path && one.code === code);
  expect(problem, problems.map(formatProblem).join('\n')).toMatchObject({ file: 'shop.yaml', line, severity: 'error' });
  expect(problem?.message).toContain(sentence);
});

test('two tills of two installations with the same numbers ask for an id of their own', () => {
  const second = broken(
    '    workplace: 13\n    name: Balie 2\n    subscription: BALIE',
    '    workplace: 12\n    name: Balie 2\n    subscription: KIOSK',
  ).replace('  subscriptions:', '  subscriptions:\n    - id: KIOSK\n      secret: { env: SECRET_KIOSK }');
  expect(problemsOf(second)).toMatchObject([{ path: 'tills[1].id', code: 'TILL-307' }]);
  expect(
    readSettings(
      second.replace('    workplace: 12\n    name: Balie 2', '    id: kiosk\n    workplace: 12\n    name: Balie 2'),
      's',
    ),
  ).toMatchObject({ ok: true });
});

test('all mistakes are reported at once, in the order of the file', () => {
  const text = broken('  port: 8620', '  port: x').replace('TH-1234-5679', 'TH-1').replace('staff:', 'staf:');
  expect(problemsOf(text).map(({ line }) => line)).toEqual([5, 38, 52]);
});

test('S1: no message repeats a value of the file', () => {
  const secret = 'c2VjcmV0LW9mLXRoZS10aWxs';
  for (const place of [/\{ env: \w+ \}/g, /TH-\d+-\d+/g, /SL-\d+-\d+/g, /AT-\d+-\d+/g, /https:\/\/[\w.]+/g, /8620/g]) {
    const problems = problemsOf(SMALL.replace(place, secret));
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(secret);
  }
});

describe('warnings leave the settings working', () => {
  test.each<[string, string, string, string, string]>([
    ['a route no till uses', '    card: pin-2\n', '    card: pin-1\n', 'routes[1].id', 'TILL-309'],
    ['a till without a route', '    card: pin-2\n', '', 'tills[1]', 'TILL-309'],
    ['a very wide network', '192.168.10.0/24', '10.0.0.0/8', 'listen.lan.allow[0]', 'TILL-310'],
    ['a short lease', 'leaseSeconds: 90', 'leaseSeconds: 20', 'routes[1].leaseSeconds', 'TILL-310'],
    [
      'an address for cores that Pay. is not asked for',
      'cores: [https://connect.pay.nl]',
      'cores: [https://connect.pay.nl]\n    coreAddress: "https://{domain}"',
      'accounts[0].coreAddress',
      'TILL-309',
    ],
    [
      'status calls to another path',
      'cores: [https://connect.pay.nl]',
      'exchangeUrl: https://hook.example.nl/pay',
      'accounts[0].exchangeUrl',
      'TILL-310',
    ],
  ])('%s', (_what, from, to, path, code) => {
    const read = readSettings(broken(from, to), 'shop.yaml');
    expect(read.ok).toBe(true);
    if (read.ok) expect(read.warnings).toContainEqual(expect.objectContaining({ path, code, severity: 'warning' }));
  });
});
