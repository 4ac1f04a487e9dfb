/** The agent that runs here, as another program of the same account finds it. */
import type { RunFile } from '@tillbridge/agent/host';
import { CommandError, type Console } from './command.ts';
import { EXIT } from './exit-code.ts';
import { dataFolder } from './place.ts';

const ANSWER_WITHIN_MS = 5_000;

export async function findAgent(
  named: { readonly config?: string; readonly data?: string },
  console: Console,
): Promise<RunFile> {
  const folder = await dataFolder(named, console);
  const { readRunFile } = await import('@tillbridge/agent/host');
  const found = readRunFile(folder);
  if (found === undefined) throw notRunning(`No agent runs with the data folder ${folder}`);
  return found;
}

/** The agent of a data folder when one answers. */
export async function answeringAgent(folder: string): Promise<RunFile | undefined> {
  const { readRunFile } = await import('@tillbridge/agent/host');
  const found = readRunFile(folder);
  if (found === undefined) return undefined;
  try {
    await askAgent(found, '/healthz');
    return found;
  } catch {
    return undefined;
  }
}

/** A call to the running agent. Throws a `CommandError` when it doesn't answer: then the last one ended without a word. */
export async function askAgent(
  agent: RunFile,
  path: string,
  init: RequestInit = {},
  withinMs = ANSWER_WITHIN_MS,
): Promise<Response> {
  try {
    return await fetch(new URL(path, agent.address), { ...init, signal: AbortSignal.timeout(withinMs) });
  } catch {
    throw notRunning(`The agent at ${agent.address} does not answer`);
  }
}

/** Calls to the agent's local API in the role cashier. */
export interface LocalApi {
  /** `withinMs`: how long the agent may take to answer. */
  get(path: string, withinMs?: number): Promise<Response>;
  post(path: string, body?: object, withinMs?: number): Promise<Response>;
}

/** Comes in by the launch token that the agent left for programs of its account. */
export async function signIn(agent: RunFile): Promise<LocalApi> {
  const { origin } = new URL(agent.address);
  const post = (path: string, body: object, headers: Record<string, string>, withinMs?: number) =>
    askAgent(
      agent,
      path,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      },
      withinMs,
    );
  const entered = await post('/api/enter', { launchToken: agent.launch.cashier }, {});
  const cookie = entered.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (cookie === undefined) throw new CommandError(EXIT.failed, 'The agent did not let us in. Its log says why.');
  return {
    get: (path, withinMs) => askAgent(agent, path, { headers: { origin, cookie } }, withinMs),
    post: (path, body = {}, withinMs) => post(path, body, { cookie }, withinMs),
  };
}

export function notRunning(what: string): CommandError {
  return new CommandError(EXIT.notRunning, `${what}.`, 'Start it with: tillbridge run --config FILE');
}
