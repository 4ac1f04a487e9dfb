/**
 * `npm start`: opens the demo shop. `npm start -- settings.yaml` (or TILLBRIDGE_CONFIG) runs the agent with these
 * settings: in the desktop shell when Electron and a screen are there, else without windows of its own, printing the
 * addresses to open in a browser.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.ts';
import { findElectron } from './electron-binary.ts';
import { TOP } from './tools.ts';

export interface StartScene {
  /** Absolute; null for the demo shop. */
  readonly settings: string | null;
  /** Electron's executable, null when it isn't on this machine. */
  readonly electron: string | null;
  readonly hasScreen: boolean;
  readonly isRoot: boolean;
}

export interface StartPlan {
  readonly say: string;
  readonly program: string;
  readonly args: readonly string[];
}

export function planStart({ settings, electron, hasScreen, isRoot }: StartScene): StartPlan {
  const node = process.execPath;
  if (settings === null) {
    return { say: 'Opening the demo shop.', program: node, args: ['apps/simulator/src/shop.ts'] };
  }
  if (electron !== null && hasScreen) {
    // Chromium refuses to run its sandbox as root.
    const sandbox = isRoot ? ['--no-sandbox'] : [];
    const args = [...sandbox, 'apps/desktop', `--settings=${settings}`];
    return { say: `Starting the desktop shell with ${settings}.`, program: electron, args };
  }
  const why = electron === null ? 'Electron is not on this machine (npx install-electron brings it)' : 'no screen here';
  return {
    say: `Starting the agent with ${settings}, without windows: ${why}.`,
    program: node,
    args: [...nodeFlags(), 'apps/headless/dist/tillbridge.mjs', 'run', '--config', settings],
  };
}

/** A till's machine has other work to do as well: these keep the agent's memory small. */
function nodeFlags(): readonly string[] {
  return JSON.parse(readFileSync(path.join(TOP, 'apps/headless/node-flags.json'), 'utf8')) as string[];
}

export function hasScreen(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/** Runs until the program ends and hands our signals on: who stops us means the shop. */
function runUntilEnd({ program, args }: StartPlan): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: TOP, stdio: 'inherit' });
    process.on('SIGINT', () => {
      // Ctrl+C reaches the child by itself, since it shares the terminal. Twice would mean "at once".
      if (!process.stdin.isTTY) child.kill('SIGTERM');
    });
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function start(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const named = positionals[0] ?? process.env.TILLBRIDGE_CONFIG;
  // npm runs scripts at the top level; a relative path means the folder the person stands in.
  const settings = named ? path.resolve(process.env.INIT_CWD ?? process.cwd(), named) : null;
  if (settings !== null && !existsSync(settings)) {
    throw new Error(
      `There is no settings file ${settings}. An example to start from: resources/tillbridge.example.yaml`,
    );
  }
  await buildIfStale();
  const plan = planStart({
    settings,
    electron: findElectron(),
    hasScreen: hasScreen(process.platform, process.env),
    isRoot: process.getuid?.() === 0,
  });
  console.log(plan.say);
  return runUntilEnd(plan);
}

if (import.meta.main) {
  try {
    process.exitCode = await start();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
