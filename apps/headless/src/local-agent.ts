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

/** A call to the running agent. Throws a `CommandError` when it doesn't answer: then the last one ended without a word. */
export async function askAgent(agent: RunFile, path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(new URL(path, agent.address), { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch {
    throw notRunning(`The agent at ${agent.address} does not answer`);
  }
}

function notRunning(what: string): CommandError {
  return new CommandError(EXIT.notRunning, `${what}.`, 'Start it with: tillbridge run --config FILE');
}
