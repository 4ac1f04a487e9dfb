/** What ties two places of the settings together, and what is allowed but unwise. */
import { assertNever } from '@tillbridge/kernel';
import { didYouMean } from './did-you-mean.ts';
import type { Finding } from './finding.ts';
import { addressFamily, isPrivateAddress, parseNetwork } from './network.ts';
import { pathText, type SettingsPath } from './problem.ts';
import type { SettingsFile } from './settings.wire.ts';
import { routeIds, tillId, zvtConfigByte } from './to-settings.ts';

/** A network with fewer fixed bits than this holds more machines than any shop. */
const WIDE_NETWORK_BITS = { 4: 16, 6: 32 } as const;

/** A card terminal alone waits 45 seconds for a card. */
const SHORT_LEASE_SECONDS = 60;

export function crossChecks(file: SettingsFile): Finding[] {
  return [
    ...duplicates(file),
    ...references(file),
    ...accountKinds(file),
    ...means(file),
    ...listening(file),
    ...unused(file),
    ...unwise(file),
  ];
}

function finding(error: Finding['error'], path: SettingsPath, message: string): Finding {
  return { error, path, at: 'value', message, severity: error === 'unused' || error === 'risky' ? 'warning' : 'error' };
}

function duplicates(file: SettingsFile): Finding[] {
  const { tills, routes, accounts, staff, mplus } = file;
  return [
    ...repeated(mplus.subscriptions, 'id', ['mplus', 'subscriptions'], ({ id }) => id),
    ...repeated(
      tills,
      'workplace',
      ['tills'],
      ({ subscription, branch, workplace }) => `${subscription} ${branch} ${workplace}`,
      'has branch, workplace and subscription of',
    ),
    // Told apart by their subscriptions but not by their names.
    ...repeated(
      tills.map((till) => ({ id: tillId(till) })),
      'id',
      ['tills'],
      ({ id }) => id,
      'would have the same id as',
      tills.map(({ subscription, branch, workplace }) => `${subscription} ${branch} ${workplace}`),
    ),
    ...repeated(routes, 'id', ['routes'], ({ id }) => id),
    ...sharedDevices(routes),
    ...loneDevices(routes),
    ...repeated(accounts, 'id', ['accounts'], ({ id }) => id),
    ...repeated(staff, 'name', ['staff'], ({ name }) => name),
  ];
}

/** `alreadyTold`: items with the same entry here were reported by another check. */
function repeated<Item>(
  items: readonly Item[],
  key: string,
  list: SettingsPath,
  identity: (item: Item) => string | undefined,
  says = 'is the same as that of',
  alreadyTold?: readonly string[],
): Finding[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const name = identity(item);
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    if (alreadyTold !== undefined && alreadyTold[before] === alreadyTold[index]) return [];
    const message = `\`${key}\` ${says} \`${pathText([...list, before])}\`. Give it another, or remove one of the two.`;
    return [finding('duplicate', [...list, index, key], message)];
  });
}

/**
 * Two routes on one device would start payments into each other: what keeps them apart is one route's to keep, unless
 * both say that they share it.
 */
function sharedDevices(routes: SettingsFile['routes']): Finding[] {
  const first = new Map<string, number>();
  return routes.flatMap((route, index) =>
    devicesOf(route).flatMap(({ device, path }) => {
      const before = first.get(device);
      if (before === undefined || before === index) {
        first.set(device, index);
        return [];
      }
      const sameWay = routes[before]?.kind === route.kind;
      if (!sameWay && sharesDevice(route, routes[before])) return [];
      const whole: SettingsPath = ['routes', index, ...path];
      const there = pathText(['routes', before]);
      const advice = sameWay
        ? 'One terminal, one route: let several tills name the same one.'
        : 'Give both routes the same `device`, so that one payment at a time uses it.';
      return [finding('duplicate', whole, `\`${path.at(-1)}\` is also the terminal of \`${there}\`. ${advice}`)];
    }),
  );
}

function sharesDevice(route: FileRoute, other: FileRoute | undefined): boolean {
  return other !== undefined && sharedName(route) !== undefined && sharedName(route) === sharedName(other);
}

function sharedName(route: FileRoute): string | undefined {
  return 'device' in route ? route.device : undefined;
}

/** One address that is spoken to in two ways: most likely one terminal. */
function twoWaysToOneAddress(routes: SettingsFile['routes']): Finding[] {
  return routes.flatMap((route, index) => {
    const host = hostOf(route);
    if (host === undefined) return [];
    const before = routes.findIndex((other) => other.kind !== route.kind && hostOf(other) === host);
    if (before === -1 || before > index || sharesDevice(route, routes[before])) return [];
    const message = `\`${pathText(['routes', before])}\` has the same address. If it is one terminal, give both routes the same \`device\`.`;
    return [finding('risky', ['routes', index, 'id'], message)];
  });
}

function hostOf(route: FileRoute): string | undefined {
  if (route.kind === 'pay-ecr-terminal') return route.host.toLowerCase();
  return route.kind === 'zvt-terminal' ? route.connection.tcp?.host.toLowerCase() : undefined;
}

/** A name that nobody else has keeps nothing apart. */
function loneDevices(routes: SettingsFile['routes']): Finding[] {
  return routes.flatMap((route, index) => {
    const name = sharedName(route);
    if (name === undefined || routes.some((other) => other !== route && sharedName(other) === name)) return [];
    const message = `No other route has the device \`${name}\`. Name it in every route that leads to this terminal.`;
    return [finding('unused', ['routes', index, 'device'], message)];
  });
}

interface NamedDevice {
  readonly device: string;
  /** Below the route. */
  readonly path: readonly string[];
}

function devicesOf(route: SettingsFile['routes'][number]): readonly NamedDevice[] {
  switch (route.kind) {
    case 'pay-qr':
    case 'msp-qr':
    case 'kc-qr':
      return [];
    case 'msp-terminal':
      return [{ device: `multisafepay ${route.terminal}`, path: ['terminal'] }];
    case 'pay-terminal':
      return [{ device: route.terminal, path: ['terminal'] }];
    case 'pay-ecr-terminal':
      return [
        { device: route.terminal, path: ['terminal'] },
        { device: `${route.host.toLowerCase()} ${route.port}`, path: ['host'] },
      ];
    case 'zvt-terminal': {
      const { tcp, serial } = route.connection;
      if (tcp !== undefined) {
        return [{ device: `${tcp.host.toLowerCase()} ${tcp.port}`, path: ['connection', 'tcp', 'host'] }];
      }
      const { path, usbSerialNumber } = serial ?? {};
      return [
        // Windows knows no capitals in names of ports.
        ...(path === undefined
          ? []
          : [{ device: /^com\d/i.test(path) ? path.toUpperCase() : path, path: ['connection', 'serial', 'path'] }]),
        ...(usbSerialNumber === undefined
          ? []
          : [{ device: `usb ${usbSerialNumber}`, path: ['connection', 'serial', 'usbSerialNumber'] }]),
      ];
    }
    default:
      return assertNever(route);
  }
}

function references(file: SettingsFile): Finding[] {
  const routes = file.routes.map(({ id }) => id);
  const accounts = file.accounts.map(({ id }) => id);
  const subscriptions = file.mplus.subscriptions.map(({ id }) => id);
  const check = (path: SettingsPath, name: string | undefined, names: readonly string[], list: string): Finding[] => {
    if (name === undefined || names.includes(name)) return [];
    const guess = didYouMean(name, names);
    const known = names.length === 0 ? 'The list is empty.' : `There are: ${names.join(', ')}.`;
    const advice = guess === undefined ? known : `Did you mean \`${guess}\`?`;
    return [finding('noSuchReference', path, `\`${list}\` has no entry with the id \`${name}\`. ${advice}`)];
  };
  return [
    ...file.tills.flatMap((till, index) => [
      ...check(['tills', index, 'subscription'], till.subscription, subscriptions, 'mplus.subscriptions'),
      ...waysOf(till, index).flatMap(({ route, path }) => check(path, route, routes, 'routes')),
    ]),
    ...file.routes.flatMap((route, index) =>
      check(['routes', index, 'account'], accountOf(route), accounts, 'accounts'),
    ),
  ];
}

/** A ZVT terminal has its contract inside and needs none of ours. */
function accountOf(route: SettingsFile['routes'][number]): string | undefined {
  return route.kind === 'zvt-terminal' ? undefined : route.account;
}

interface NamedWay {
  readonly route: string;
  readonly path: SettingsPath;
}

/** Every route a till names, with its place. */
function waysOf(till: SettingsFile['tills'][number], index: number): readonly NamedWay[] {
  const ways = (value: string | readonly string[] | undefined, path: SettingsPath): readonly NamedWay[] =>
    typeof value === 'string'
      ? [{ route: value, path }]
      : routeIds(value).map((route, place) => ({ route, path: [...path, place] }));
  return [
    ...ways(till.card, ['tills', index, 'card']),
    ...ways(till.qr, ['tills', index, 'qr']),
    ...Object.entries(till.methods).flatMap(([method, value]) => ways(value, ['tills', index, 'methods', method])),
  ];
}

type FileRoute = SettingsFile['routes'][number];
type FileAccount = SettingsFile['accounts'][number];

/** Whose account a kind of route needs. */
const ACCOUNT_KINDS = {
  'pay-terminal': 'pay',
  'pay-qr': 'pay',
  'pay-ecr-terminal': 'pay',
  'msp-terminal': 'multisafepay',
  'msp-qr': 'multisafepay',
  'kc-qr': 'kassa-compleet',
  'zvt-terminal': null,
} as const satisfies Record<FileRoute['kind'], FileAccount['kind'] | null>;

const NEED_RETURN_URL: ReadonlySet<string> = new Set(['ideal', 'credit-card', 'bancontact']);

/** A route and its account are of one provider, and the account has what the route needs. */
function accountKinds(file: SettingsFile): Finding[] {
  const accounts = new Map(file.accounts.map((account) => [account.id, account]));
  return file.routes.flatMap((route, index): Finding[] => {
    const name = accountOf(route);
    const account = name === undefined ? undefined : accounts.get(name);
    if (account === undefined) return [];
    const path = ['routes', index, 'account'];
    const kind = ACCOUNT_KINDS[route.kind];
    if (account.kind !== kind) {
      return [finding('wrongValue', path, `A route of the kind ${route.kind} needs an account of the kind ${kind}.`)];
    }
    const missing = missingIn(account, route);
    return missing === null
      ? []
      : [finding('missingKey', path, `This route needs \`${missing}\` in its account. Add it there.`)];
  });
}

function missingIn(account: FileAccount, route: FileRoute): string | null {
  if (account.kind === 'multisafepay') {
    if (route.kind === 'msp-terminal' && account.groupKey === undefined) return 'groupKey';
    if (route.kind === 'msp-qr' && account.siteKey === undefined) return 'siteKey';
  }
  const needsReturn = route.kind === 'kc-qr' && NEED_RETURN_URL.has(route.method);
  return account.kind === 'kassa-compleet' && needsReturn && account.returnUrl === undefined ? 'returnUrl' : null;
}

const QR_KINDS: ReadonlySet<FileRoute['kind']> = new Set<FileRoute['kind']>(['pay-qr', 'msp-qr', 'kc-qr']);

function means(file: SettingsFile): Finding[] {
  const qr = new Map(file.routes.map(({ id, kind }) => [id, QR_KINDS.has(kind)]));
  return file.tills.flatMap((till, index) => {
    const ways = waysOf(till, index);
    const lists = new Map<string, readonly NamedWay[]>();
    for (const way of ways) {
      const list = pathText(way.path.filter((step, place) => typeof step === 'string' || place < 2));
      lists.set(list, [...(lists.get(list) ?? []), way]);
    }
    return [
      ...ways.flatMap(({ route, path }) => {
        if (path[2] === 'card' && qr.get(route) === true) {
          return [finding('wrongValue', path, '`card` must name a terminal; this route shows a QR.')];
        }
        if (path[2] === 'qr' && qr.get(route) === false) {
          return [finding('wrongValue', path, '`qr` must name a route that shows a QR; this one is a terminal.')];
        }
        return [];
      }),
      ...[...lists.values()].flatMap((list) => [...twice(list), ...mixed(list, qr)]),
    ];
  });
}

function twice(list: readonly NamedWay[]): Finding[] {
  return list.flatMap(({ route, path }, place) =>
    list.findIndex((other) => other.route === route) === place
      ? []
      : [finding('duplicate', path, `\`${route}\` stands in this list already. Remove one of the two.`)],
  );
}

/** What the guest is asked to do must not change on the way. */
function mixed(list: readonly NamedWay[], qr: ReadonlyMap<string, boolean>): Finding[] {
  const first = qr.get(list[0]?.route ?? '');
  return list.flatMap(({ route, path }) => {
    const own = qr.get(route);
    if (first === undefined || own === undefined || own === first) return [];
    return [finding('wrongValue', path, 'A list must name terminals alone, or QR routes alone.')];
  });
}

function listening(file: SettingsFile): Finding[] {
  const { port, lan } = file.listen;
  if (lan === undefined) return [];
  const wide = lan.allow.flatMap((text, index) => {
    const network = parseNetwork(text);
    if (network === undefined || network.bits >= WIDE_NETWORK_BITS[network.family]) return [];
    const message = 'This network has more machines than a shop. Name the networks of the tills and displays alone.';
    return [finding('risky', ['listen', 'lan', 'allow', index], message)];
  });
  if (lan.port !== port) return wide;
  const message = '`port` must differ from `listen.port`: both listen on this machine.';
  return [finding('duplicate', ['listen', 'lan', 'port'], message), ...wide];
}

function unused(file: SettingsFile): Finding[] {
  const routes = new Set(file.tills.flatMap((till, index) => waysOf(till, index).map(({ route }) => route)));
  const accounts = new Set(file.routes.map(accountOf));
  const subscriptions = new Set(file.tills.map(({ subscription }) => subscription));
  const check = (names: ReadonlySet<string | undefined>, id: string, path: SettingsPath, by: string): Finding[] =>
    names.has(id) ? [] : [finding('unused', [...path, 'id'], `No ${by} uses \`${id}\`.`)];
  return [
    ...file.tills.flatMap(({ card, qr, methods }, index) =>
      card === undefined && qr === undefined && Object.keys(methods).length === 0
        ? [
            finding(
              'unused',
              ['tills', index],
              'This till has no route: give it `card`, `qr` or `methods` to take payments.',
            ),
          ]
        : [],
    ),
    ...file.routes.flatMap(({ id }, index) => check(routes, id, ['routes', index], 'till')),
    ...file.accounts.flatMap(({ id }, index) => check(accounts, id, ['accounts', index], 'route')),
    ...file.mplus.subscriptions.flatMap(({ id }, index) =>
      check(subscriptions, id, ['mplus', 'subscriptions', index], 'till'),
    ),
  ];
}

function unwise(file: SettingsFile): Finding[] {
  const short = file.routes.flatMap(({ leaseSeconds }, index) => {
    if (leaseSeconds >= SHORT_LEASE_SECONDS) return [];
    const message = `Most guests need longer than this to pay; ${SHORT_LEASE_SECONDS} seconds and more are usual.`;
    return [finding('risky', ['routes', index, 'leaseSeconds'], message)];
  });
  const exchanges = file.accounts.flatMap((account, index): Finding[] => {
    const { key, url } = callAddress(account);
    if (url === undefined) return [];
    const path = ['accounts', index, key];
    const { id } = account;
    const elsewhere = !url.replace(/\/+$/, '').endsWith(`/exchange/${id}`);
    const message = `The agent takes status calls at /exchange/${id}. Unless something in between changes the path, let the address end in that.`;
    return [
      ...(elsewhere ? [finding('risky', path, message)] : []),
      ...(account.kind === 'multisafepay' && !isCalledByMsp(url) ? [finding('risky', path, MSP_ADDRESS)] : []),
    ];
  });
  return [
    ...short,
    ...exchanges,
    ...file.accounts.flatMap(unwiseAccount),
    ...twoWaysToOneAddress(file.routes),
    ...file.routes.flatMap(unwiseWire),
  ];
}

function unwiseAccount(account: FileAccount, index: number): Finding[] {
  if (account.kind === 'pay' && account.coreAddress !== undefined) {
    if (account.cores === undefined && account.coresFromConfig) return [];
    const message = 'Pay. is not asked for its cores, so there is no domain to put in here. Remove it.';
    return [finding('unused', ['accounts', index, 'coreAddress'], message)];
  }
  if (account.kind !== 'multisafepay') return [];
  const { keyIn, notificationMethod, notificationUrl } = account;
  return [
    ...(keyIn === 'query' ? [finding('risky', ['accounts', index, 'keyIn'], KEY_IN_ADDRESS)] : []),
    ...(notificationMethod === 'GET' && notificationUrl === undefined
      ? [finding('unused', ['accounts', index, 'notificationMethod'], 'Without `notificationUrl` nobody calls.')]
      : []),
  ];
}

const KEY_IN_ADDRESS = 'Addresses are kept in the logs of proxies, and the key with them. A header is safer.';

/** Where the provider calls us, as its account names it. */
function callAddress(account: FileAccount): { readonly key: string; readonly url: string | undefined } {
  switch (account.kind) {
    case 'pay':
      return { key: 'exchangeUrl', url: account.exchangeUrl };
    case 'multisafepay':
      return { key: 'notificationUrl', url: account.notificationUrl };
    case 'kassa-compleet':
      return { key: 'webhookUrl', url: account.webhookUrl };
    default:
      return assertNever(account);
  }
}

const MSP_ADDRESS =
  'MultiSafepay calls only https addresses of at most 150 characters, without a port, of letters, digits and - _ . : /. It will not call this one.';

/** The requirements of MultiSafepay's page "Webhook". */
function isCalledByMsp(url: string): boolean {
  return (
    url.length <= 150 &&
    /^https:\/\/[^/]+(\/|$)/.test(url) &&
    /^[A-Za-z0-9._:/-]+$/.test(url) &&
    new URL(url).port === ''
  );
}

/** Without this bit the terminal says nothing between start and end, and some give the payment up (PA00P015). */
const WANTS_INTERMEDIATE_STATUS = 0x08;

function unwiseWire(route: SettingsFile['routes'][number], index: number): Finding[] {
  if (route.kind === 'pay-ecr-terminal') {
    if (isPrivateAddress(route.host)) return [];
    const message =
      'Nothing on this wire proves who speaks, so the terminal belongs on the shop’s own network. This address is outside of it.';
    return [finding('risky', ['routes', index, 'host'], message)];
  }
  if (route.kind !== 'zvt-terminal') return [];
  const both = route.receipts !== undefined && route.configByte !== undefined;
  const { tcp } = route.connection;
  return [
    ...(both
      ? [
          finding(
            'duplicate',
            ['routes', index, 'configByte'],
            '`configByte` says already what `receipts` says. Remove one of the two.',
          ),
        ]
      : []),
    ...((zvtConfigByte(route) & WANTS_INTERMEDIATE_STATUS) === 0
      ? [
          finding(
            'risky',
            ['routes', index, 'configByte'],
            'Without the bit 08 the terminal doesn’t say what it is doing, and some end the payment.',
          ),
        ]
      : []),
    ...(tcp !== undefined && addressFamily(tcp.host) !== undefined && !isPrivateAddress(tcp.host)
      ? [
          finding(
            'risky',
            ['routes', index, 'connection', 'tcp', 'host'],
            'The password goes over this wire as it is, so the terminal belongs on the shop’s own network. This address is outside of it.',
          ),
        ]
      : []),
  ];
}
