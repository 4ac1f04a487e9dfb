import type { TerminalView } from '@tillbridge/contracts';
import { describeError, TillbridgeError } from '@tillbridge/kernel';
import { CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { answeringAgent, signIn } from '../local-agent.ts';
import { dataFolder, settingsFile } from '../place.ts';
import { readArgs } from '../read-args.ts';
import { listTerminals } from './api.ts';
import { portsOfThisMachine, type SerialPortLine } from './serial-ports.ts';

/** `tillbridge terminal list`: the terminals on a wire with their last sign of life, and the serial ports of this machine. */
export async function list(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches } = readArgs(args, { values: ['config', 'data'], switches: ['json'] });
  const agent = await answeringAgent(await dataFolder(values, console));
  const terminals = agent === undefined ? await named(values, console) : await listTerminals(await signIn(agent));
  const serial = await portsOfThisMachine().catch((error: unknown) => {
    console.err(error instanceof TillbridgeError ? error.message : describeError(error));
    return [];
  });
  if (switches.json) {
    console.out(JSON.stringify({ agent: agent?.address ?? null, terminals, serialPorts: serial }));
    return EXIT.done;
  }
  if (terminals.length === 0) console.out('The settings have no terminal on a wire.');
  for (const terminal of terminals) for (const line of shown(terminal, Date.now())) console.out(line);
  if (agent === undefined && terminals.length > 0) console.out('No agent runs, so nobody has heard them.');
  showPorts(serial, console);
  return EXIT.done;
}

/** What is known of a terminal without an agent. */
type NamedTerminal = Pick<TerminalView, 'route' | 'name' | 'kind' | 'address'>;

async function named(
  values: { readonly config?: string; readonly data?: string },
  console: Console,
): Promise<readonly NamedTerminal[]> {
  if (values.data !== undefined && values.config === undefined) return [];
  const { readSettingsFile } = await import('@tillbridge/agent/host');
  const read = await readSettingsFile(settingsFile(values.config, console));
  if (!read.ok) throw new CommandError(EXIT.settings, ...read.problems);
  const { addressOf } = await import('./route-address.ts');
  return read.settings.routes.flatMap((route) => {
    const address = addressOf(route);
    const { id, name, kind } = route;
    if (address === null || (kind !== 'zvt-terminal' && kind !== 'pay-ecr-terminal')) return [];
    return [{ route: id, name, kind, address }];
  });
}

function shown(terminal: TerminalView | NamedTerminal, now: number): readonly string[] {
  const { route, name, kind, address } = terminal;
  const head = `${route.padEnd(12)} ${kind.padEnd(16)} ${address}  ${name}`;
  if (!('lifeSign' in terminal)) return [head];
  const { lifeSign, trouble, busy, asking, last, trace } = terminal;
  return [
    head,
    lifeSign === null
      ? '  never heard since the agent started'
      : `  last heard ${ago(now - lifeSign.at)} ago (${lifeSign.how})`,
    ...(trouble === null ? [] : [`  trouble ${ago(now - trouble.at)} ago: ${trouble.detail}`]),
    ...(busy ? ['  a payment is open on it'] : []),
    ...(asking === null ? [] : [`  is being asked: ${asking.question}, since ${ago(now - asking.since)}`]),
    ...(last === null ? [] : [`  last asked ${ago(now - last.at)} ago: ${last.question}, ${last.answer.kind}`]),
    ...(trace.on ? [`  trace is kept in ${trace.folder}`] : []),
  ];
}

export function showPorts(ports: readonly SerialPortLine[], console: Console): void {
  if (ports.length === 0) console.out('No serial ports on this machine.');
  for (const { path, manufacturer, usbSerialNumber } of ports) {
    const usb = usbSerialNumber === null ? '' : `  usbSerialNumber: "${usbSerialNumber}"`;
    console.out(`serial ${path}${manufacturer === null ? '' : `  ${manufacturer}`}${usb}`);
  }
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
