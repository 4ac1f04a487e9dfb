import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { RouteSettings } from '@tillbridge/config';
import { describeError } from '@tillbridge/kernel';
import type { DiscoveryFinding, FoundTerminal } from '@tillbridge/pay-ecr';
import { CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { settingsFile } from '../place.ts';
import { readArgs, usage } from '../read-args.ts';
import { showPorts } from './list.ts';
import { type Door, neighbours, openDoors, ZVT_PORTS } from './scan.ts';
import { portsOfThisMachine, type SerialPortLine } from './serial-ports.ts';

/** On a shop's own network an answer takes a few milliseconds. */
const KNOCK_MS = 700;

interface Finds {
  readonly zvt: readonly (Door & { readonly route: string | null })[];
  readonly payPos: readonly (FoundTerminal & { readonly route: string | null })[];
  /** What speaks against the settings. */
  readonly findings: readonly { readonly code: string; readonly title: string; readonly detail: string }[];
  readonly serialPorts: readonly SerialPortLine[];
  /** Ways of looking that did not work. */
  readonly failed: readonly string[];
}

/**
 * `tillbridge terminal discover [HOST]`: what could be a terminal, on a host or on the networks of this machine, and on
 * cables. Terminals of the settings are not knocked at: somebody may be paying there.
 */
export async function discover(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, { values: ['config'], switches: ['json'], mostWords: 1 });
  const [host] = words;
  if (host !== undefined && !/^[A-Za-z0-9.:_-]{1,253}$/.test(host)) throw usage('HOST is an address or a name');
  const routes = await routesOfSettings(values.config, console);
  if (!switches.json) console.err('Looking around; this takes a few seconds …');
  const finds = await look(host, routes);
  if (switches.json) console.out(JSON.stringify(finds));
  else show(finds, console);
  return EXIT.done;
}

async function look(host: string | undefined, routes: readonly RouteSettings[]): Promise<Finds> {
  const failed: string[] = [];
  const tried = async <T>(what: string, way: () => Promise<T>, nothing: T): Promise<T> => {
    try {
      return await way();
    } catch (error) {
      failed.push(`${what}: ${describeError(error)}`);
      return nothing;
    }
  };
  const hosts = host === undefined ? neighbours(networkInterfaces()) : [host];
  const [zvt, answers, serialPorts] = await Promise.all([
    tried('ZVT on the network', () => lookForZvt(hosts, routes), []),
    tried('PAY.POS on the network', () => askPayPos(host, routes), { terminals: [], findings: [] }),
    tried('serial ports', portsOfThisMachine, []),
  ]);
  return {
    zvt,
    payPos: answers.terminals.map((terminal) => ({
      ...terminal,
      route: routes.find((route) => route.kind === 'pay-ecr-terminal' && route.terminal === terminal.code)?.id ?? null,
    })),
    findings: answers.findings.map(({ entry: { code, title }, detail }) => ({ code, title, detail })),
    serialPorts,
    failed,
  };
}

async function lookForZvt(hosts: readonly string[], routes: readonly RouteSettings[]): Promise<Finds['zvt']> {
  const [{ createTcpDialer }, { systemClock }] = await Promise.all([
    import('@tillbridge/device-io/tcp'),
    import('@tillbridge/agent/host'),
  ]);
  const clock = systemClock();
  const knock = async ({ host, port }: Door) => {
    try {
      const link = await createTcpDialer({ host, port }, { clock }).dial({
        signal: new AbortController().signal,
        timeoutMs: KNOCK_MS,
      });
      await link.close();
      return true;
    } catch {
      return false;
    }
  };
  const known = routes.flatMap((route) =>
    route.kind === 'zvt-terminal' && route.connection.by === 'tcp'
      ? [{ host: route.connection.host, port: route.connection.port, route: route.id }]
      : [],
  );
  const strangers = hosts
    .flatMap((host) => ZVT_PORTS.map((port) => ({ host, port })))
    .filter((door) => !known.some(({ host, port }) => host === door.host && port === door.port));
  const found = await openDoors(strangers, knock);
  return [...known.filter(({ host }) => hosts.includes(host)), ...found.map((door) => ({ ...door, route: null }))];
}

async function askPayPos(
  host: string | undefined,
  routes: readonly RouteSettings[],
): Promise<{ readonly terminals: readonly FoundTerminal[]; readonly findings: readonly DiscoveryFinding[] }> {
  const [{ createUdpBroadcast }, { discover: whoIs, DISCOVERY_MS, findingsOf }, { systemClock }] = await Promise.all([
    import('@tillbridge/device-io/udp'),
    import('@tillbridge/pay-ecr'),
    import('@tillbridge/agent/host'),
  ]);
  const port = createUdpBroadcast({ clock: systemClock(), ...(host === undefined ? {} : { addresses: [host] }) });
  const call = { signal: new AbortController().signal, timeoutMs: DISCOVERY_MS };
  const { terminals, findings } = await whoIs(port, call);
  const pinned = routes.flatMap((route) =>
    // One host was asked, so that the silence of another says nothing.
    route.kind === 'pay-ecr-terminal' && (host === undefined || route.host === host)
      ? findingsOf(terminals, { terminalCode: route.terminal, host: route.host })
      : [],
  );
  return { terminals, findings: [...findings, ...pinned] };
}

/** Of the settings that are named, or of those that are found; without any, all terminals are new. */
async function routesOfSettings(config: string | undefined, console: Console): Promise<readonly RouteSettings[]> {
  let file: string;
  try {
    file = settingsFile(config, console);
  } catch {
    return [];
  }
  if (config === undefined && !existsSync(file)) return [];
  const { readSettingsFile } = await import('@tillbridge/agent/host');
  const read = await readSettingsFile(file);
  if (!read.ok) throw new CommandError(EXIT.settings, ...read.problems);
  return read.settings.routes;
}

function show({ zvt, payPos, findings, serialPorts, failed }: Finds, console: Console): void {
  const inSettings = (route: string | null) => (route === null ? '' : `  in the settings as ${route}`);
  for (const { host, port, route } of zvt) {
    console.out(`may speak ZVT  ${host} port ${port}${route === null ? '' : `${inSettings(route)}, not knocked at`}`);
  }
  for (const { code, name, address, route } of payPos) {
    console.out(`PAY.POS        ${address}  ${code}  ${name}${inSettings(route)}`);
  }
  if (zvt.length + payPos.length === 0) console.out('No terminal was found on the network.');
  showPorts(serialPorts, console);
  for (const { code, title, detail } of findings) console.out(`${code} ${title}: ${detail}`);
  for (const problem of failed) console.err(`could not look: ${problem}`);
}
