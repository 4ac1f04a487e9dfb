import { assertNever } from '@tillbridge/kernel';
import { CONFIG_ERRORS } from './errors.ts';
import { pathText, type SettingsPath } from './problem.ts';
import type { AccountSettings, RouteSettings, SecretRef, Settings } from './settings.ts';

/** Reads one secret. Rejects when the variable isn't set or the file can't be read. */
export interface SecretPort {
  readSecret(ref: SecretRef): Promise<string>;
}

/** The secrets of one settings file, by their references. */
export interface Secrets {
  /** Throws for a reference that isn't in the settings these were resolved for. */
  of(ref: SecretRef): string;
}

export interface SecretProblem {
  readonly path: string;
  /** What to do. Never holds the secret. */
  readonly message: string;
  readonly code: string;
}

export type ResolvedSecrets =
  | { readonly ok: true; readonly secrets: Secrets }
  | { readonly ok: false; readonly problems: readonly SecretProblem[] };

/** Reads every secret the settings name, and reports all that fail. A line break at the end of a file is cut off. */
export async function resolveSecrets(settings: Settings, port: SecretPort): Promise<ResolvedSecrets> {
  const values = new Map<string, string>();
  const problems: SecretProblem[] = [];
  await Promise.all(
    secretRefs(settings).map(async ({ path, ref, form }) => {
      const problem = (why: string) => {
        const message = `${advice(ref)} (${why})`;
        problems.push({ path: pathText(path), message, code: CONFIG_ERRORS.secretUnavailable.code });
      };
      try {
        const value = (await port.readSecret(ref)).replace(/\r?\n$/, '');
        if (value.trim() === '') problem('it is empty');
        else if (form !== undefined && !form.pattern.test(value)) {
          const message = `What is kept there ${form.words}.`;
          problems.push({ path: pathText(path), message, code: CONFIG_ERRORS.wrongValue.code });
        } else values.set(keyOf(ref), value);
      } catch (error) {
        problem(errorCode(error));
      }
    }),
  );
  if (problems.length > 0) return { ok: false, problems: problems.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  return {
    ok: true,
    secrets: {
      of(ref) {
        const value = values.get(keyOf(ref));
        if (value === undefined) throw new Error(`the settings name no such secret: ${keyOf(ref)}`);
        return value;
      },
    },
  };
}

interface NamedSecret {
  readonly path: SettingsPath;
  readonly ref: SecretRef;
  /** What it must look like, where only one shape can be right. */
  readonly form?: { readonly pattern: RegExp; readonly words: string };
}

const ZVT_PASSWORD = { pattern: /^\d{6}$/, words: 'must be the six digits of the terminal’s password' };

/** Shops speak to us over networks, so a key that can be guessed is none. */
const SHOP_KEY = { pattern: /^[\x21-\x7E]{20,200}$/, words: 'must be 20 to 200 characters without spaces' };

/** Every secret the settings name, with the place that names it. */
function secretRefs(settings: Settings): readonly NamedSecret[] {
  const { mplus, accounts, routes, staff, listen, vouchers } = settings;
  return [
    ...(listen.lan === null ? [] : [{ path: ['listen', 'lan', 'key'], ref: listen.lan.key }]),
    ...mplus.subscriptions.map(({ secret }, index) => ({
      path: ['mplus', 'subscriptions', index, 'secret'],
      ref: secret,
    })),
    ...accounts.flatMap((account, index) =>
      accountSecrets(account).flatMap(([key, ref]) => (ref === null ? [] : [{ path: ['accounts', index, key], ref }])),
    ),
    ...routes.flatMap((route, index) => {
      const secret = routeSecret(route);
      return secret === null ? [] : [{ ...secret, path: ['routes', index, ...secret.path] }];
    }),
    ...staff.map(({ pin }, index) => ({ path: ['staff', index, 'pin'], ref: pin })),
    ...(vouchers?.shops ?? []).map(({ key }, index) => ({
      path: ['vouchers', 'shops', index, 'key'],
      ref: key,
      form: SHOP_KEY,
    })),
    ...(vouchers?.mplus ? [{ path: ['vouchers', 'mplus', 'secret'], ref: vouchers.mplus.secret }] : []),
  ];
}

function accountSecrets(account: AccountSettings): readonly (readonly [string, SecretRef | null])[] {
  switch (account.kind) {
    case 'pay':
      return [
        ['serviceSecret', account.serviceSecret],
        ['apiToken', account.apiToken],
      ];
    case 'multisafepay':
      return [
        ['groupKey', account.groupKey],
        ['siteKey', account.siteKey],
      ];
    case 'kassa-compleet':
      return [['apiKey', account.apiKey]];
    default:
      return assertNever(account);
  }
}

/** The secret of a route, with its place below the route. */
function routeSecret(route: RouteSettings): NamedSecret | null {
  if (route.kind === 'zvt-terminal') return { path: ['password'], ref: route.password, form: ZVT_PASSWORD };
  if (route.kind === 'pay-terminal' && route.pin !== null) return { path: ['pin'], ref: route.pin };
  return null;
}

function keyOf(ref: SecretRef): string {
  return 'env' in ref ? `env ${ref.env}` : `file ${ref.file}`;
}

function advice(ref: SecretRef): string {
  return 'env' in ref
    ? `Set the environment variable ${ref.env} for the account of the agent.`
    : `Create the file ${ref.file}, readable by the account of the agent.`;
}

/** The system's code, such as ENOENT. The message of an error may quote what was read. */
function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'it can not be read';
}
