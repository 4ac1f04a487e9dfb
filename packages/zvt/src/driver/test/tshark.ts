/** What Wireshark's dissector makes of a recording (tshark 4.0 or later, `-T json`). */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { pcapOf, TERMINAL_PORT } from './pcap.ts';
import type { WireEvent } from './recorded-tcp.ts';

/** One message as the dissector understood it. */
export interface DissectedApdu {
  readonly connection: number;
  readonly from: WireEvent['from'];
  /** Class and instruction. */
  readonly control: number;
  /** In the order of the wire, as far as the dissector reads. */
  readonly bitmaps: readonly number[];
  /** By the dissector's name (`zvt.amount`), each value as tshark prints it. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export interface Dissection {
  readonly apdus: readonly DissectedApdu[];
  /** Malformed packets, and expert notes that are warnings or errors, of any layer. */
  readonly complaints: readonly string[];
}

const LONGEST_RUN_MS = 60_000;
/** `_ws.expert.severity`: 00600000 is a warning, 00800000 an error; chats and notes lie below. */
const WARNING = 0x0060_0000;

/** Why nothing can be dissected here, with the command that changes it; null when it can. */
export function whyNoTshark(): string | null {
  if (spawnSync('tshark', ['--version'], { stdio: 'ignore', timeout: LONGEST_RUN_MS }).error === undefined) return null;
  const command = process.platform === 'darwin' ? 'brew install wireshark' : 'sudo apt-get install tshark';
  return `tshark is missing, which reads recorded traffic. Run: ${command}`;
}

/** The class and instruction of every message that the installed dissector knows. Others it takes for no ZVT. */
export function controlsKnownToTshark(): ReadonlySet<number> {
  const lines = tshark(['-G', 'values']).split('\n');
  const found = lines.map((line) => /^V\tzvt\.control_field\t(\d+)\t/.exec(line)?.[1]);
  return new Set(found.filter((value) => value !== undefined).map(Number));
}

export function dissect(events: readonly WireEvent[]): Promise<Dissection> {
  return withTempFolder(async (folder) => {
    const file = join(folder, 'recorded.pcap');
    writeFileSync(file, pcapOf(events));
    const decode = [
      '-d',
      `tcp.port==${TERMINAL_PORT},zvt`,
      '-o',
      'tcp.check_checksum:TRUE',
      '-o',
      'ip.check_checksum:TRUE',
    ];
    const frames: unknown = JSON.parse(tshark(['-n', '-r', file, ...decode, '-T', 'json', '--no-duplicate-keys']));
    const layers = listOf(frames).map((frame) => at(frame, '_source', 'layers'));
    return { apdus: layers.flatMap(apdusOf), complaints: layers.flatMap(complaintsOf) };
  });
}

function tshark(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('tshark', args, {
    encoding: 'utf8',
    timeout: LONGEST_RUN_MS,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`tshark failed: ${stderr}`, { cause: error });
  return stdout;
}

function apdusOf(layers: unknown): readonly DissectedApdu[] {
  const connection = Number(at(layers, 'tcp', 'tcp.stream'));
  const from = Number(at(layers, 'tcp', 'tcp.srcport')) === TERMINAL_PORT ? 'terminal' : 'till';
  return listOf(at(layers, 'zvt')).map((layer) => {
    const values = valuesOf(layer);
    const number = (name: string) => Number(values.get(name)?.[0]);
    const response = (number('zvt.ccrc') << 8) | number('zvt.aprc');
    return {
      connection,
      from,
      control: values.has('zvt.control_field') ? number('zvt.control_field') : response,
      bitmaps: (values.get('zvt.bmp') ?? []).map(Number),
      values,
    };
  });
}

function complaintsOf(layers: unknown): readonly string[] {
  const values = valuesOf(layers);
  const frame = values.get('frame.number')?.[0];
  const malformed = at(layers, '_ws.malformed') === undefined ? [] : [`frame ${frame}: malformed`];
  const severities = (values.get('_ws.expert.severity') ?? []).map(Number);
  const messages = values.get('_ws.expert.message') ?? [];
  const grave = severities.flatMap((severity, nth) =>
    severity >= WARNING ? [`frame ${frame}: ${messages[nth]}`] : [],
  );
  return [...malformed, ...grave];
}

/** All texts of a tree by their names, in the order of the packet. */
function valuesOf(tree: unknown): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const walk = (node: unknown, name: string): void => {
    if (typeof node === 'string') values.set(name, [...(values.get(name) ?? []), node]);
    else if (Array.isArray(node)) for (const one of node) walk(one, name);
    else if (typeof node === 'object' && node !== null) for (const [key, one] of Object.entries(node)) walk(one, key);
  };
  walk(tree, '');
  return values;
}

function at(tree: unknown, ...path: readonly string[]): unknown {
  let node = tree;
  for (const key of path) {
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;
  }
  return node;
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
