/** Asks each provider what it knows of an account, and says what of it doesn't fit the settings. Nothing is changed. */
import { assertNever, type CallContext, type Clock } from '@tillbridge/kernel';
import type { ListedTerminal } from '@tillbridge/payments';
import { createMspAccount, type MspClient } from '@tillbridge/psp-multisafepay';
import { createPayAccount, type PayListedTerminal } from '@tillbridge/psp-pay';
import {
  type KcProvider,
  type MspProvider,
  type PayProvider,
  type Provider,
  providerName,
} from '../routes/providers.ts';
import type { AgentRouteSettings } from '../settings.ts';
import { AccountNotes, type AccountReport } from './account-report.ts';

type Route = AgentRouteSettings;
type TerminalRoute = Extract<Route, { readonly terminal: string }>;

/** A key is tried on the list of this last while. */
const KEY_CHECK_MS = 60_000;

/** `routes`: all of the settings. Rejects only with the signal's reason. */
export async function lookAtAccount(
  provider: Provider,
  routes: readonly Route[],
  clock: Clock,
  call: CallContext,
): Promise<AccountReport> {
  const notes = new AccountNotes();
  const { id } = provider.settings;
  const own = routes.filter((route) => 'account' in route && route.account === id);
  switch (provider.kind) {
    case 'pay':
      await lookAtPay(provider, own, notes, clock, call);
      break;
    case 'multisafepay':
      await lookAtMsp(provider, own, notes, clock, call);
      break;
    case 'kassa-compleet':
      await lookAtKc(provider, own, notes, call);
      break;
    default:
      assertNever(provider);
  }
  return notes.report(id, providerName(provider.settings));
}

async function lookAtPay(
  provider: PayProvider,
  routes: readonly Route[],
  notes: AccountNotes,
  clock: Clock,
  call: CallContext,
): Promise<void> {
  const account = createPayAccount({ ...provider, clock });
  const [config, listed] = await Promise.all([provider.configs.read(call), account.terminals(call)]);
  const onTerminals = routes.filter(isTerminal);
  if (config.kind === 'config') {
    const { name, testMode, cores, methods, terminals } = config.config;
    notes.tell('sales location', name);
    notes.tell('mode', testMode === null ? null : testMode ? 'test' : 'live');
    notes.tell('cores', cores.join(', '));
    notes.tell('methods', methods.map((method) => `${method.name} (${method.id})`).join(', '));
    if (testMode === true && !provider.settings.test) {
      notes.find(
        'The sales location is in test mode, and the account has no `test: true`: nothing would count as paid.',
      );
    }
    const startable = new Set(terminals.map(({ code }) => code));
    for (const { id, kind, terminal } of onTerminals) {
      if (kind === 'pay-terminal' && !startable.has(terminal)) {
        notes.find(`${id}: method 1927 of the sales location does not offer terminal ${terminal}.`);
      }
    }
  } else notes.miss('the sales location', config.failure.detail);
  if (listed.kind === 'unreachable') return notes.miss('the terminals', listed.detail);
  listTerminals(listed.terminals, onTerminals, notes);
  for (const route of onTerminals) {
    const found = listed.terminals.find(({ code }) => code === route.terminal);
    for (const why of found === undefined ? [] : faultsOf(found, route)) notes.find(`${route.id}: ${why}`);
  }
}

function faultsOf({ code, online, cloudStart, refunds }: PayListedTerminal, route: TerminalRoute): readonly string[] {
  return [
    ...(online === false ? [`Pay. has no connection to terminal ${code}.`] : []),
    ...(route.kind === 'pay-terminal' && cloudStart === false
      ? [`terminal ${code} is not started from the cloud: its ECR protocol is not WEB.`]
      : []),
    ...(route.refunds && refunds === false ? [`refunds are not activated on terminal ${code}.`] : []),
  ];
}

async function lookAtMsp(
  { group, site, settings }: MspProvider,
  routes: readonly Route[],
  notes: AccountNotes,
  clock: Clock,
  call: CallContext,
): Promise<void> {
  const onTerminals = routes.filter(isTerminal);
  notes.tell('mode', settings.test ? 'test' : 'live');
  const tryKey = async (what: string, client: MspClient | null) => {
    const now = clock.now();
    const listed =
      client && (await createMspAccount(client, clock, { terminals: null }).list?.(now - KEY_CHECK_MS, now, call));
    if (!listed) return;
    if (listed.kind === 'list') notes.tell(what, 'accepted');
    else notes.miss(what, listed.detail);
  };
  const terminals = async () => {
    // The test host has no list of terminals.
    if (group === null || settings.test) return;
    const which = settings.groupId === null ? ('all' as const) : { groupId: settings.groupId };
    const listed = await createMspAccount(group, clock, { terminals: which }).terminals?.(call);
    if (listed?.kind === 'list') listTerminals(listed.terminals, onTerminals, notes);
    else if (listed !== undefined) notes.miss('the terminals', listed.detail);
  };
  await Promise.all([tryKey('key of the terminal group', group), tryKey('key of the site', site), terminals()]);
}

async function lookAtKc(
  { client, settings }: KcProvider,
  routes: readonly Route[],
  notes: AccountNotes,
  call: CallContext,
): Promise<void> {
  const project = await client.project(call);
  if (project.kind === 'failed') return notes.miss('the project', project.failure.detail);
  const { status, methods } = project.value;
  const isTest = status?.endsWith('-testing') ?? null;
  notes.tell('project', status);
  notes.tell('methods', methods.join(', '));
  if (isTest === true && !settings.test) {
    notes.find(
      'The key is that of a test project, and the account has no `test: true`: every payment would be refused.',
    );
  }
  if (isTest === false && settings.test) notes.find('The account says `test: true`, and its project is a live one.');
  for (const route of routes) {
    if (route.kind !== 'kc-qr') continue;
    const named = route.method === 'page' ? (route.only ?? []) : [route.method];
    for (const method of named) {
      if (!methods.includes(method)) notes.find(`${route.id}: the project may not use ${method}.`);
    }
    if (route.issuer !== null) await lookForIssuer(route.id, route.issuer);
  }

  async function lookForIssuer(route: string, issuer: string): Promise<void> {
    const issuers = await client.issuers(call);
    if (issuers.kind === 'failed') return notes.miss('the banks of iDEAL', issuers.failure.detail);
    if (issuers.value.some(({ id }) => id === issuer)) return;
    const known = issuers.value.map(({ id, name }) => `${id} ${name}`).join(', ');
    notes.find(`${route}: iDEAL has no bank ${issuer}. There are: ${known}.`);
  }
}

function isTerminal(route: Route): route is TerminalRoute {
  return 'terminal' in route;
}

function listTerminals(listed: readonly ListedTerminal[], routes: readonly TerminalRoute[], notes: AccountNotes): void {
  for (const { code, name, online } of listed) {
    notes.list({ code, name, online, route: routes.find(({ terminal }) => terminal === code)?.id ?? null });
  }
  for (const { id, terminal } of routes) {
    if (!listed.some(({ code }) => code === terminal)) notes.find(`${id}: no terminal ${terminal} is listed.`);
  }
}
