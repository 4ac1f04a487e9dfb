import { assertNever } from '@tillbridge/kernel';
import type { FileAccount, FileRoute, FileTill, SettingsFile } from './file/settings.wire.ts';
import type { AccountSettings, RouteSettings, Settings, TillSettings, ZvtTerminalRoute } from './settings.ts';
import { toVouchers } from './to-vouchers.ts';

const MS_PER_SECOND = 1_000;
const MS_PER_DAY = 86_400_000;

type FileZvtRoute = Extract<FileRoute, { kind: 'zvt-terminal' }>;

/** From the file's words to ours: ids filled in, seconds to milliseconds, absent to null. */
export function toSettings(file: SettingsFile): Settings {
  return {
    venue: file.venue,
    dataFolder: file.data ?? null,
    listen: { ...file.listen, lan: file.listen.lan ?? null },
    mplus: file.mplus,
    tills: file.tills.map((till) => toTill(till, file.venue.language)),
    routes: file.routes.map(toRoute),
    accounts: file.accounts.map(toAccount),
    staff: file.staff,
    policy: file.policy,
    vouchers: file.vouchers === undefined ? null : toVouchers(file.vouchers),
    log: file.log,
  };
}

/** The id of a till when the file gives none. */
export function tillId(till: { id?: string | undefined; branch: number; workplace: number }): string {
  return till.id ?? `${till.branch}-${till.workplace}`;
}

function toTill(till: FileTill, language: Settings['venue']['language']): TillSettings {
  return {
    id: tillId(till),
    branch: till.branch,
    workplace: till.workplace,
    name: till.name,
    subscription: till.subscription,
    language: till.language ?? language,
    card: routeIds(till.card),
    qr: routeIds(till.qr),
    methods: new Map(Object.entries(till.methods).map(([method, routes]) => [method, routeIds(routes)])),
    display: till.display ?? null,
  };
}

/** One route, several or none, as a list. */
export function routeIds(routes: string | readonly string[] | undefined): readonly string[] {
  if (routes === undefined) return [];
  return typeof routes === 'string' ? [routes] : routes;
}

function toRoute({ leaseSeconds, ...route }: FileRoute): RouteSettings {
  const leaseMs = leaseSeconds * MS_PER_SECOND;
  switch (route.kind) {
    case 'pay-terminal':
      return { ...route, leaseMs, device: route.device ?? null, pin: route.pin ?? null };
    case 'pay-qr':
      return { ...route, leaseMs };
    case 'msp-terminal':
      return { ...route, leaseMs, device: route.device ?? null };
    case 'msp-qr':
      return { ...route, leaseMs, gateway: route.gateway ?? null };
    case 'kc-qr': {
      const { only, issuer, payee, openDays, ...rest } = route;
      return {
        ...rest,
        leaseMs,
        only: only ?? null,
        issuer: issuer ?? null,
        payee: payee ?? null,
        openForMs: openDays * MS_PER_DAY,
      };
    }
    case 'pay-ecr-terminal':
      return { ...route, leaseMs, device: route.device ?? null, account: route.account ?? null };
    case 'zvt-terminal': {
      const { receipts, configByte, charset, answerSeconds, silenceSeconds, connection, ...rest } = route;
      return {
        ...rest,
        leaseMs,
        device: rest.device ?? null,
        connection: toConnection(connection),
        configByte: zvtConfigByte({ receipts, configByte }),
        charset: charset ?? null,
        answerMs: answerSeconds * MS_PER_SECOND,
        silenceMs: silenceSeconds * MS_PER_SECOND,
      };
    }
    default:
      return assertNever(route);
  }
}

/**
 * Who prints, as the registration says it (PA00P015, "Registration"): intermediate status, and payment and administration
 * started by the till alone, in both; receipts as print lines to the till in the first.
 */
const CONFIG_BYTES = { till: 0xbe, terminal: 0x38 } as const;

/** The registration byte of a ZVT route: as written, or as `receipts` wants it. */
export function zvtConfigByte(route: {
  readonly receipts?: 'till' | 'terminal' | undefined;
  readonly configByte?: string | undefined;
}): number {
  if (route.configByte !== undefined) return Number.parseInt(route.configByte, 16);
  return CONFIG_BYTES[route.receipts ?? 'till'];
}

function toConnection({ tcp, serial }: FileZvtRoute['connection']): ZvtTerminalRoute['connection'] {
  if (tcp !== undefined) return { by: 'tcp', ...tcp };
  if (serial === undefined) throw new TypeError('a connection is tcp or serial: the schema lets nothing else pass');
  const { path, usbSerialNumber, ...line } = serial;
  const device = path === undefined ? { usbSerialNumber: usbSerialNumber ?? '' } : { path };
  return { by: 'serial', device, ...line };
}

function toAccount(account: FileAccount): AccountSettings {
  switch (account.kind) {
    case 'pay':
      return {
        ...account,
        cores: (account.cores ?? []).map(bareUrl),
        managementHosts: (account.managementHosts ?? []).map(bareUrl),
        coreAddress: account.coreAddress === undefined ? null : bareUrl(account.coreAddress),
        exchangeUrl: account.exchangeUrl ?? null,
        returnUrl: account.returnUrl ?? null,
      };
    case 'multisafepay':
      return {
        ...account,
        groupKey: account.groupKey ?? null,
        siteKey: account.siteKey ?? null,
        groupId: account.groupId ?? null,
        baseUrl: account.baseUrl === undefined ? null : bareUrl(account.baseUrl),
        notificationUrl: account.notificationUrl ?? null,
        redirectUrl: account.redirectUrl ?? null,
        cancelUrl: account.cancelUrl ?? null,
        locale: account.locale ?? null,
      };
    case 'kassa-compleet':
      return {
        ...account,
        baseUrl: bareUrl(account.baseUrl),
        webhookUrl: account.webhookUrl ?? null,
        returnUrl: account.returnUrl ?? null,
        failureUrl: account.failureUrl ?? null,
        locale: account.locale ?? null,
      };
    default:
      return assertNever(account);
  }
}

function bareUrl(url: string): string {
  return url.replace(/\/+$/, '');
}
