/** The local API's terminals, as a command calls them. */
import {
  apiErrorSchema,
  TERMINALS_PATH,
  type TerminalAnswer,
  type TerminalQuestion,
  type TerminalView,
  type TraceLines,
  type TraceState,
  terminalListSchema,
  terminalPath,
  terminalReplySchema,
  traceLinesSchema,
  traceStateSchema,
} from '@tillbridge/contracts';
import { CommandError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { LocalApi } from '../local-agent.ts';

/** The agent answers a question within 20 s, or says that the terminal is still at it. */
const ASK_WITHIN_MS = 30_000;
const LOOK_EACH_MS = 1_000;

export async function listTerminals(api: LocalApi): Promise<readonly TerminalView[]> {
  return (await read(await api.get(TERMINALS_PATH), terminalListSchema)).terminals;
}

/** `waiting` is called once, when the terminal takes its time. */
export async function askTerminal(
  api: LocalApi,
  route: string,
  question: TerminalQuestion,
  waiting: () => void,
): Promise<TerminalAnswer> {
  const reply = await read(await api.post(terminalPath(route, question), {}, ASK_WITHIN_MS), terminalReplySchema);
  if (reply.kind !== 'pending') return reply;
  waiting();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
    const view = (await listTerminals(api)).find((terminal) => terminal.route === route);
    if (view === undefined) throw new CommandError(EXIT.failed, `The agent no longer knows ${route}.`);
    if (view.asking?.since === reply.since) continue;
    if (view.last?.question === question && view.last.at >= reply.since) return view.last.answer;
    throw new CommandError(EXIT.failed, 'The agent lost the question: it was started again. Ask once more.');
  }
}

export async function traceLines(api: LocalApi, route: string, after: number): Promise<TraceLines> {
  return await read(await api.get(`${terminalPath(route, 'trace')}?after=${after}`), traceLinesSchema);
}

export async function switchTrace(api: LocalApi, route: string, on: boolean): Promise<TraceState> {
  return await read(await api.post(terminalPath(route, 'trace'), { on }), traceStateSchema);
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

async function read<T>(answer: Response, schema: Schema<T>): Promise<T> {
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) {
    const read = schema.safeParse(body);
    if (read.success) return read.data;
    throw new CommandError(EXIT.failed, 'The agent answered something else: it may be of another version.');
  }
  const refused = apiErrorSchema.safeParse(body);
  const { code, message } = refused.success ? refused.data.error : { code: `HTTP ${answer.status}`, message: '' };
  const unknown = answer.status === 404;
  throw new CommandError(
    unknown ? EXIT.usage : EXIT.failed,
    `${code} ${message}`.trim(),
    ...(unknown ? ['tillbridge terminal list names the terminals that can be asked.'] : []),
  );
}
