import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TraceState } from '@tillbridge/contracts';
import { CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findAgent, type LocalApi, signIn } from '../local-agent.ts';
import { readArgs, readCount, usage } from '../read-args.ts';
import { switchTrace, traceLines } from './api.ts';
import { TraceReader } from './trace-reader.ts';

const LOOK_EACH_MS = 500;
/** Of the unreadable lines of a file, this many are named. */
const NAMED_FAULTS = 50;

/** `tillbridge terminal trace`: what goes over a terminal's wire, in words; from the running agent or from a file. */
export async function trace(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, {
    values: ['config', 'data', 'file', 'last'],
    switches: ['json', 'follow', 'on', 'off', 'replay'],
    mostWords: 1,
  });
  const [route] = words;
  const last = readCount('last', values.last);
  const { json } = switches;
  if (values.file !== undefined) {
    if (route !== undefined) throw usage('terminal trace takes a ROUTE or --file, not both');
    if (switches.follow || switches.on || switches.off)
      throw usage('--file goes with --replay, --last and --json alone');
    return switches.replay ? await replay(values.file, json, console) : await tell(values.file, last, json, console);
  }
  if (switches.replay) throw usage('--replay wants --file');
  if (route === undefined) throw usage('terminal trace wants the id of a route, or --file FILE');
  if (switches.on && switches.off) throw usage('--on or --off, not both');
  const api = await signIn(await findAgent(values, console));
  if (switches.on || switches.off) {
    const state = await switchTrace(api, route, switches.on);
    if (json) console.out(JSON.stringify({ route, ...state }));
    else for (const line of stateWords(route, state)) console.out(line);
    return EXIT.done;
  }
  return await show(api, { route, last, json, follow: switches.follow }, console);
}

interface Show {
  readonly route: string;
  readonly last: number | undefined;
  readonly json: boolean;
  readonly follow: boolean;
}

async function show(api: LocalApi, { route, last, json, follow }: Show, console: Console): Promise<ExitCode> {
  const reader = new TraceReader();
  const first = await traceLines(api, route, 0);
  const say = (lines: typeof first.lines, mute = 0) => {
    for (const [index, line] of lines.entries()) {
      // Read also what isn't shown: what comes after it may depend on it.
      const { words, fault } = reader.read(line);
      if (index >= mute) console.out(json ? JSON.stringify({ ...line, words, fault }) : words);
    }
  };
  say(first.lines, last === undefined ? 0 : Math.max(0, first.lines.length - last));
  if (first.lines.length === 0 && !json) console.err(`Nothing went over the wire of ${route} since the agent started.`);
  let { next } = first;
  while (follow) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
    let more: typeof first;
    try {
      more = await traceLines(api, route, next);
    } catch (error) {
      // The agent has ended, and the wire with it.
      if (error instanceof CommandError && error.exitCode === EXIT.notRunning) break;
      throw error;
    }
    say(more.lines);
    next = more.next;
  }
  return EXIT.done;
}

function stateWords(route: string, { on, until, folder }: TraceState): readonly string[] {
  if (!on) return [`The wire of ${route} is no longer kept in files; its newest lines stay in memory.`];
  const end = until === null ? '' : ` until ${new Date(until).toISOString()}`;
  return [`The wire of ${route} is kept in ${folder}${end}, card data masked.`];
}

async function tell(file: string, last: number | undefined, json: boolean, console: Console): Promise<ExitCode> {
  const reader = new TraceReader();
  const shown: string[] = [];
  let unreadable = 0;
  for await (const line of linesOf(file)) {
    const { words, fault } = reader.readStored(line);
    if (fault !== null) unreadable += 1;
    shown.push(json ? JSON.stringify({ words, fault }) : words);
    if (last !== undefined && shown.length > last) shown.shift();
  }
  for (const line of shown) console.out(line);
  if (unreadable > 0) console.err(`${unreadable} of the lines can't be read; --replay names them.`);
  return EXIT.done;
}

async function replay(file: string, json: boolean, console: Console): Promise<ExitCode> {
  const reader = new TraceReader();
  const faults: { line: number; fault: string }[] = [];
  let lines = 0;
  for await (const line of linesOf(file)) {
    lines += 1;
    const { fault } = reader.readStored(line);
    if (fault !== null) faults.push({ line: lines, fault });
  }
  if (json) console.out(JSON.stringify({ file, lines, faults }));
  else {
    for (const { line, fault } of faults.slice(0, NAMED_FAULTS)) console.out(`line ${line}: ${fault}`);
    if (faults.length > NAMED_FAULTS) console.out(`and ${faults.length - NAMED_FAULTS} more`);
    const good = faults.length === 0 ? 'all of them can be read' : `${faults.length} can't be read`;
    console.out(`${lines} lines, ${good}.`);
  }
  return faults.length === 0 ? EXIT.done : EXIT.no;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  try {
    await Promise.race([new Promise((resolve) => input.once('open', resolve)), failed]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CommandError(EXIT.failed, `${file} can't be read (${code}).`);
  }
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield line;
  }
}
