import type { PayAccountSettings, RouteSettings, Settings, TillSettings } from './settings.ts';
import type { SettingsFile } from './settings.wire.ts';

const MS_PER_SECOND = 1_000;

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
    log: file.log,
  };
}

/** The id of a till when the file gives none. */
export function tillId(till: { id?: string | undefined; branch: number; workplace: number }): string {
  return till.id ?? `${till.branch}-${till.workplace}`;
}

function toTill(till: SettingsFile['tills'][number], language: Settings['venue']['language']): TillSettings {
  return {
    id: tillId(till),
    branch: till.branch,
    workplace: till.workplace,
    name: till.name,
    subscription: till.subscription,
    language: till.language ?? language,
    card: till.card ?? null,
    qr: till.qr ?? null,
    methods: new Map(Object.entries(till.methods)),
    display: till.display ?? null,
  };
}

function toRoute({ leaseSeconds, ...route }: SettingsFile['routes'][number]): RouteSettings {
  return { ...route, leaseMs: leaseSeconds * MS_PER_SECOND };
}

function toAccount(account: SettingsFile['accounts'][number]): PayAccountSettings {
  return {
    ...account,
    cores: account.cores.map((core) => core.replace(/\/+$/, '')),
    exchangeUrl: account.exchangeUrl ?? null,
  };
}
