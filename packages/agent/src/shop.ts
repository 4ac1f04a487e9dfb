/** The settings as the rooms look things up in them. Pure. */
import type { Language } from '@tillbridge/contracts';
import { assertNever, TillbridgeError } from '@tillbridge/kernel';
import type { KnownTill, Subscription, WebhookPorts } from '@tillbridge/mplus';
import { decodeSecret } from '@tillbridge/mplus';
import type { RouteId, TerminalId, TillId } from '@tillbridge/payments';
import type { Places } from '@tillbridge/vouchers';
import type { HealthSubjects } from './health/health.ts';
import { providerName } from './routes/providers.ts';
import type { TillRoutes } from './routes/route-table.ts';
import { deviceOf } from './routes/shared-device.ts';
import type { AgentAccountSettings, AgentRouteSettings, AgentSettings } from './settings.ts';
import type { CashierFrame } from './views/cashier-view.ts';
import type { TillFrame } from './views/wall.ts';

export function deviceNames(settings: Pick<AgentSettings, 'routes'>): (route: RouteId) => string {
  const names = new Map(settings.routes.map(({ id, name }) => [id, name]));
  return (route) => names.get(route) ?? route;
}

/** The language of a till; of the venue for one that isn't in the settings. */
export function languages(settings: AgentSettings): (till: TillId | undefined) => Language {
  const known = new Map<string | undefined, Language>(settings.tills.map(({ id, language }) => [id, language]));
  return (till) => known.get(till) ?? settings.venue.language;
}

/** "Restaurant 1, Kiosk": the tills that are meant, or numbers where the settings have none. */
export function placesText({ tills }: Pick<AgentSettings, 'tills'>): (places: Places) => string {
  return ({ branches, workplaces }) => {
    const meant = tills.filter(
      ({ branch, workplace }) =>
        branches.includes(branch) || workplaces.some((one) => one.branch === branch && one.workplace === workplace),
    );
    if (meant.length > 0) return meant.map(({ name }) => name).join(', ');
    return [...branches.map(String), ...workplaces.map(({ branch, workplace }) => `${branch}-${workplace}`)].join(', ');
  };
}

export function tillRoutes(settings: AgentSettings): readonly TillRoutes[] {
  return settings.tills.map((till) => ({
    till: till.id as TillId,
    card: till.card as readonly RouteId[],
    qr: till.qr as readonly RouteId[],
    methods: till.methods as ReadonlyMap<string, readonly RouteId[]>,
  }));
}

export function tillNames(settings: AgentSettings): readonly { readonly id: TillId; readonly name: string }[] {
  return settings.tills.map((till) => ({ id: till.id as TillId, name: till.name }));
}

/** Throws MPLUS-101 for a secret that is no key. */
export function subscriptionFinder(settings: AgentSettings): WebhookPorts['subscriptions'] {
  const known = new Map<string, Subscription>(
    settings.mplus.subscriptions.map(({ id, secret }) => [id, { id, key: keyOf(id, secret) }]),
  );
  return { find: (id) => known.get(id) };
}

/** The error names the subscription; it never holds the secret. */
function keyOf(subscription: string, secret: string): Uint8Array {
  try {
    return decodeSecret(secret);
  } catch (error) {
    if (!(error instanceof TillbridgeError)) throw error;
    throw new TillbridgeError(error.entry, { about: subscription, cause: error });
  }
}

/** `heard` is called with the till of every verified event. */
export function tillFinder(settings: AgentSettings, heard: (till: TillId) => void): WebhookPorts['tills'] {
  const nameOf = (subscription: string, branch: number, workplace: number) => `${branch}-${workplace} ${subscription}`;
  const known = new Map<string, KnownTill>(
    settings.tills.map(({ id, name, subscription, branch, workplace, language }) => [
      nameOf(subscription, branch, workplace),
      { till: id as TillId, name, language },
    ]),
  );
  return {
    find(subscriptionId, branch, workplace) {
      const found = known.get(nameOf(subscriptionId, branch, workplace));
      if (found !== undefined) heard(found.till);
      return found;
    },
  };
}

/** The routes of whose payments the provider of an account may speak; `wireRoutes`: those whose terminals we talk to. */
export function routesOfAccount(
  { routes, accounts }: Pick<AgentSettings, 'routes' | 'accounts'>,
  account: string,
): { readonly routes: readonly RouteId[]; readonly wireRoutes: readonly RouteId[] } {
  const kind = accounts.find(({ id }) => id === account)?.kind;
  const own = routes.filter((route) => {
    if (route.kind === 'zvt-terminal') return false;
    // A PAY.POS terminal that books as it is set up itself books at Pay. all the same.
    return route.account === account || (route.account === null && kind === 'pay');
  });
  const idsOf = (some: readonly AgentRouteSettings[]) => some.map(({ id }) => id as RouteId);
  return { routes: idsOf(own), wireRoutes: idsOf(own.filter(isWire)) };
}

/** A route whose terminal we talk to ourselves. */
export type WireRoute = Extract<AgentRouteSettings, { readonly kind: 'zvt-terminal' | 'pay-ecr-terminal' }>;

export function isWire(route: AgentRouteSettings): route is WireRoute {
  return route.kind === 'zvt-terminal' || route.kind === 'pay-ecr-terminal';
}

/** The first card terminal of each till that shares it with no other: on a shared one nobody knows whose basket it is. */
export function ownTerminals(settings: AgentSettings): readonly { readonly till: TillId; readonly route: RouteId }[] {
  const devices = new Map(settings.routes.map((route) => [route.id, deviceOf(route)]));
  const users = new Map<TerminalId, Set<string>>();
  for (const { id, card, methods } of settings.tills) {
    for (const route of [card, ...methods.values()].flat()) {
      const device = devices.get(route);
      if (device) users.set(device, (users.get(device) ?? new Set()).add(id));
    }
  }
  return settings.tills.flatMap(({ id, card: [first] }) => {
    const device = first === undefined ? null : devices.get(first);
    const own = device && users.get(device)?.size === 1;
    return first !== undefined && own ? [{ till: id as TillId, route: first as RouteId }] : [];
  });
}

/** The agent stands beside its first till, and so does a scanner at its serial port. */
export function scannerTill({ tills }: Pick<AgentSettings, 'tills'>): TillId | null {
  return (tills[0]?.id ?? null) as TillId | null;
}

export function healthSubjects(settings: AgentSettings): HealthSubjects {
  const hasScanner = settings.vouchers !== null && settings.vouchers.scanner?.serial != null;
  return {
    scanner: hasScanner ? scannerTill(settings) : null,
    tills: settings.tills.map((till) => ({
      id: till.id as TillId,
      name: till.name,
      routes: [till.card, till.qr, ...till.methods.values()].flat() as RouteId[],
    })),
    routes: settings.routes.map((route) => ({
      id: route.id as RouteId,
      name: route.name,
      means: meansOf(route),
      // A terminal that we talk to ourselves proves nothing about a provider, also when it books on an account.
      account: isWire(route) ? null : route.account,
    })),
    accounts: settings.accounts.map((account) => {
      const name = providerName(account);
      const alone = settings.accounts.filter(({ kind }) => kind === account.kind).length === 1;
      // People know the provider by its name; the settings' own id only tells two accounts apart.
      return { id: account.id, name: alone ? name : `${name} (${account.id})`, exchange: isCalled(account) };
    }),
  };
}

function meansOf(route: AgentRouteSettings): 'card' | 'qr' {
  switch (route.kind) {
    case 'pay-qr':
    case 'msp-qr':
    case 'kc-qr':
      return 'qr';
    case 'pay-terminal':
    case 'msp-terminal':
    case 'zvt-terminal':
    case 'pay-ecr-terminal':
      return 'card';
    default:
      return assertNever(route);
  }
}

/** The provider was told where it can reach us. */
function isCalled(account: AgentAccountSettings): boolean {
  switch (account.kind) {
    case 'pay':
      return account.exchangeUrl !== null;
    case 'multisafepay':
      return account.notificationUrl !== null;
    case 'kassa-compleet':
      return account.webhookUrl !== null;
    default:
      return assertNever(account);
  }
}

/** What each till's windows always show. */
export function tillFrames(
  settings: AgentSettings,
  cashier: Pick<CashierFrame, 'demo' | 'staff' | 'usualMs'>,
): ReadonlyMap<TillId, TillFrame> {
  const { theme, name: brand } = settings.venue;
  const tills = tillNames(settings);
  const deviceName = deviceNames(settings);
  const mayWitness = settings.policy.secondTenderOnWitness === 'pin';
  return new Map(
    settings.tills.map((till) => {
      const id = till.id as TillId;
      const common = { till: { id, name: till.name }, language: till.language, theme, placesOf: placesText(settings) };
      return [
        id,
        {
          cashier: { ...common, ...cashier, tills, mayWitness, deviceName },
          display: { ...common, brand, panel: till.display },
        },
      ];
    }),
  );
}
