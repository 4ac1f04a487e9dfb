import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import {
  type AccountSettings,
  formatProblem,
  type RouteSettings,
  readSettings,
  resolveSecrets,
  type SecretRef,
  type Secrets,
  type Settings,
  type VoucherSettings,
} from '@tillbridge/config';
import { assertNever } from '@tillbridge/kernel';
import type { AgentAccountSettings, AgentRouteSettings, AgentSettings, AgentVoucherSettings } from '../settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LoadedSettings =
  | { readonly ok: true; readonly settings: AgentSettings; readonly warnings: readonly string[] }
  /** One line each: what is wrong, where, and what to do. Never holds a secret. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a settings file and everything it points to. */
export async function loadSettings(file: string, env: Environment): Promise<LoadedSettings> {
  return await withSecrets(await readSettingsFile(file), file, env);
}

/** The same from a text. `file`: its name for messages, and what relative paths count from. */
export async function settingsFromText(text: string, file: string, env: Environment): Promise<LoadedSettings> {
  return await withSecrets(checkedSettings(text, file), file, env);
}

/** Secrets and certificate in place of their references, paths made absolute. */
async function withSecrets(read: SettingsFile, file: string, env: Environment): Promise<LoadedSettings> {
  if (!read.ok) return read;
  const { settings, warnings } = read;
  const base = dirname(resolve(file));
  const at = (path: string) => (isAbsolute(path) ? path : join(base, path));
  const resolved = await resolveSecrets(settings, { readSecret: (ref) => readSecret(ref, at, env) });
  if (!resolved.ok) {
    return {
      ok: false,
      problems: resolved.problems.map(({ code, path, message }) => `${file} ${code} ${path}: ${message}`),
    };
  }
  const { secrets } = resolved;
  const { listen, mplus, routes, accounts, staff, vouchers, log } = settings;
  const dataFolder = dataFolderOf(settings, file, env);
  let lan: AgentSettings['listen']['lan'] = null;
  if (listen.lan !== null) {
    const certificate = at(listen.lan.certificate.file);
    try {
      const { host, port, allow, key } = listen.lan;
      lan = { host, port, allow, certificatePem: await readFile(certificate, 'utf8'), keyPem: secrets.of(key) };
    } catch (error) {
      return {
        ok: false,
        problems: [`${file} listen.lan.certificate: ${certificate} can't be read (${codeOf(error)})`],
      };
    }
  }
  return {
    ok: true,
    warnings,
    settings: {
      venue: settings.venue,
      tills: settings.tills,
      routes: routes.map((route) => routeWith(secrets, route)),
      policy: settings.policy,
      dataFolder,
      listen: { ...listen, lan },
      mplus: {
        ...mplus,
        subscriptions: mplus.subscriptions.map(({ id, secret }) => ({ id, secret: secrets.of(secret) })),
      },
      accounts: accounts.map((account) => accountWith(secrets, account)),
      staff: staff.map(({ name, pin }) => ({ name, pin: secrets.of(pin) })),
      vouchers: vouchers === null ? null : vouchersWith(secrets, vouchers),
      log: { ...log, file: join(dataFolder, 'logs', 'tillbridge.log') },
    },
  };
}

function vouchersWith(secrets: Secrets, vouchers: VoucherSettings): AgentVoucherSettings {
  const { shops, mplus } = vouchers;
  return {
    ...vouchers,
    shops: shops.map((shop) => ({ ...shop, key: secrets.of(shop.key) })),
    mplus: mplus === null ? null : { ...mplus, secret: secrets.of(mplus.secret) },
  };
}

/** The route with its secret. */
export function routeWith(secrets: Secrets, route: RouteSettings): AgentRouteSettings {
  switch (route.kind) {
    case 'zvt-terminal':
      return { ...route, password: secrets.of(route.password) };
    case 'pay-terminal':
      return { ...route, pin: orNull(secrets, route.pin) };
    case 'pay-qr':
    case 'msp-terminal':
    case 'msp-qr':
    case 'kc-qr':
    case 'pay-ecr-terminal':
      return route;
    default:
      return assertNever(route);
  }
}

/** The account with its secrets. */
export function accountWith(secrets: Secrets, account: AccountSettings): AgentAccountSettings {
  switch (account.kind) {
    case 'pay':
      return {
        ...account,
        serviceSecret: secrets.of(account.serviceSecret),
        apiToken: secrets.of(account.apiToken),
      };
    case 'multisafepay':
      return {
        ...account,
        groupKey: orNull(secrets, account.groupKey),
        siteKey: orNull(secrets, account.siteKey),
      };
    case 'kassa-compleet':
      return { ...account, apiKey: secrets.of(account.apiKey) };
    default:
      return assertNever(account);
  }
}

function orNull(secrets: Secrets, ref: SecretRef | null): string | null {
  return ref === null ? null : secrets.of(ref);
}

export type SettingsFile =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads and checks a settings file alone: secrets may be missing. */
export async function readSettingsFile(file: string): Promise<SettingsFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const example = 'Start from resources/tillbridge.example.yaml and name the file with --config.';
    return { ok: false, problems: [`${file} can't be read (${codeOf(error)}). ${example}`] };
  }
  return checkedSettings(text, file);
}

function checkedSettings(text: string, file: string): SettingsFile {
  const read = readSettings(text, file);
  if (!read.ok) return { ok: false, problems: read.problems.map(formatProblem) };
  return { ok: true, settings: read.settings, warnings: read.warnings.map(formatProblem) };
}

/** Where the journal of a settings file lies, absolute. */
export function dataFolderOf(settings: Settings, file: string, env: Environment): string {
  const { dataFolder } = settings;
  if (dataFolder !== null) return resolve(dirname(resolve(file)), dataFolder);
  switch (process.platform) {
    case 'win32':
      return join(env.PROGRAMDATA ?? join(homedir(), 'AppData', 'Local'), 'Tillbridge');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Tillbridge');
    default:
      return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'tillbridge');
  }
}

async function readSecret(ref: SecretRef, at: (path: string) => string, env: Environment): Promise<string> {
  if ('file' in ref) return await readFile(at(ref.file), 'utf8');
  const value = env[ref.env];
  if (value === undefined) throw Object.assign(new Error('not set'), { code: 'NOT_SET' });
  return value;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}
