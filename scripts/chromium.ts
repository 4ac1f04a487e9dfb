import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

/** What is looked at on the machine; tests pass their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** The text of /etc/os-release, empty when there is none. */
  readonly osRelease: string;
  /** Where Playwright keeps its own Chromium, whether it is there or not. */
  readonly playwrightChromium: string;
  exists(file: string): boolean;
}

/** What to do about a browser for the tests: use one, install one, or tell a person. */
export type ChromiumPlan =
  | { readonly do: 'use'; readonly executable: string }
  | { readonly do: 'install'; readonly commands: readonly (readonly string[])[] }
  | { readonly do: 'ask'; readonly sentence: string };

const VARIABLE = 'TILLBRIDGE_CHROMIUM';

const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/** The Chromium the browser tests and the demo windows use; null when the machine has none. */
export function findChromium(machine: Machine = thisMachine()): string | null {
  return candidates(machine).find((file) => machine.exists(file)) ?? null;
}

export function planChromium(machine: Machine): ChromiumPlan {
  const named = machine.env[VARIABLE];
  if (named !== undefined && !machine.exists(named)) {
    return { do: 'ask', sentence: `${VARIABLE} names ${named}, which is not there.` };
  }
  const executable = findChromium(machine);
  if (executable !== null) return { do: 'use', executable };
  if (!hasPackage(machine)) return ask('npx playwright install chromium');
  if (!machine.isRoot) return ask('sudo apt-get update && sudo apt-get install chromium');
  return {
    do: 'install',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    ],
  };
}

function ask(command: string): ChromiumPlan {
  const sentence = `The browser tests need Chromium and this machine has none. Run: ${command} (or name one in ${VARIABLE}).`;
  return { do: 'ask', sentence };
}

/** Debian and its children. Ubuntu's package of that name only points to a snap, which doesn't work in containers. */
function hasPackage({ platform, osRelease }: Machine): boolean {
  return platform === 'linux' && /^ID(_LIKE)?=.*\bdebian\b/m.test(osRelease) && !/^ID=.*\bubuntu\b/m.test(osRelease);
}

/**
 * Makes sure that there is a Chromium and says what it does. Installs only on Debian and only with the rights for it.
 *
 * @returns the executable
 * @throws with one sentence for a person when there is none and it may not be installed
 */
export async function bringChromium(say: (line: string) => void = console.log): Promise<string> {
  const plan = planChromium(thisMachine());
  if (plan.do === 'use') return plan.executable;
  if (plan.do === 'ask') throw new Error(plan.sentence);
  for (const [program = '', ...args] of plan.commands) {
    say(`No Chromium here. Running: ${program} ${args.join(' ')}`);
    const { status } = spawnSync(program, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0)
      throw new Error(`Chromium could not be installed. Install one by hand or name it in ${VARIABLE}.`);
  }
  const executable = findChromium();
  if (executable === null) throw new Error('Chromium was installed, but is in none of the usual places.');
  say(`Chromium is here: ${executable}`);
  return executable;
}

function candidates(machine: Machine): string[] {
  const named = machine.env[VARIABLE];
  if (named !== undefined) return [named];
  return [...usualPlaces(machine), machine.playwrightChromium].filter((file) => file !== '');
}

function usualPlaces({ platform, env }: Machine): readonly string[] {
  if (platform !== 'win32') return USUAL_PLACES[platform] ?? [];
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
  return roots.map((root) => path.win32.join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'));
}

function thisMachine(): Machine {
  const release = '/etc/os-release';
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    osRelease: existsSync(release) ? readFileSync(release, 'utf8') : '',
    playwrightChromium: chromium.executablePath(),
    exists: existsSync,
  };
}
