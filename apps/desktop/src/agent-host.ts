import { loadSettings, startAgent } from '@tillbridge/agent';
import type { ShellAgent, WindowRole } from './agent-port.ts';

/** How many problems of a settings file a dialog has room for. */
const SHOWN_PROBLEMS = 8;

export interface AgentHostOptions {
  /** Absolute. */
  readonly settingsFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of a built window. */
  windowFolder(role: WindowRole): string;
  say(message: string): void;
}

/**
 * The agent in this very process, as the headless service runs it too.
 *
 * @throws with sentences for a person: what is wrong in which line of the settings, or why the agent can't start
 */
export async function startShellAgent({ settingsFile, env, windowFolder, say }: AgentHostOptions): Promise<ShellAgent> {
  const loaded = await loadSettings(settingsFile, env);
  if (!loaded.ok) throw new Error(problemText(loaded.problems));
  for (const warning of loaded.warnings) say(warning);
  return await startAgent({
    settings: loaded.settings,
    assets: { cashier: windowFolder('cashier'), display: windowFolder('display') },
  });
}

export function problemText(problems: readonly string[]): string {
  const hidden = problems.length - SHOWN_PROBLEMS;
  return [...problems.slice(0, SHOWN_PROBLEMS), ...(hidden > 0 ? [`… and ${hidden} more.`] : [])].join('\n');
}
