/** Whether a route and the account it names belong together. */
import type { FileAccount, FileRoute, SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';

/** A ZVT terminal has its contract inside and needs none of ours. */
export function accountOf(route: FileRoute): string | undefined {
  return route.kind === 'zvt-terminal' ? undefined : route.account;
}

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
export function accountKinds(file: SettingsFile): Finding[] {
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
