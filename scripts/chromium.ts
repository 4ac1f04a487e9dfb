import path from 'node:path';
import { chromium } from 'playwright';
import { aptInstall, askCommand, isDebianLike, type Machine, thisMachine } from './debian-packages.ts';

/** What is looked at on the machine; tests pass their own. */
export interface ChromiumMachine extends Machine {
  /** Where Playwright keeps its own Chromium, whether it is there or not. */
  readonly playwrightChromium: string;
}

/** What to do about a browser for the tests: use one, install one, or tell a person. */
export type ChromiumPlan =
  | { readonly do: 'use'; readonly executable: string }
  | { readonly do: 'install'; readonly names: readonly string[] }
  | { readonly do: 'ask'; readonly sentence: string };

const VARIABLE = 'TILLBRIDGE_CHROMIUM';
const PACKAGES = ['chromium'];

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
export function findChromium(machine: ChromiumMachine = withPlaywright()): string | null {
  return candidates(machine).find((file) => machine.exists(file)) ?? null;
}

export function planChromium(machine: ChromiumMachine): ChromiumPlan {
  const named = machine.env[VARIABLE];
  if (named !== undefined && !machine.exists(named)) {
    return { do: 'ask', sentence: `${VARIABLE} names ${named}, which is not there.` };
  }
  const executable = findChromium(machine);
  if (executable !== null) return { do: 'use', executable };
  if (!hasPackage(machine)) return ask('npx playwright install chromium');
  if (!machine.isRoot) return ask(askCommand(PACKAGES));
  return { do: 'install', names: PACKAGES };
}

function ask(command: string): ChromiumPlan {
  const sentence = `The browser tests need Chromium and this machine has none. Run: ${command} (or name one in ${VARIABLE}).`;
  return { do: 'ask', sentence };
}

/** Ubuntu's package of that name only points to a snap, which doesn't work in containers. */
function hasPackage(machine: Machine): boolean {
  return isDebianLike(machine) && !/^ID=.*\bubuntu\b/m.test(machine.osRelease);
}

/**
 * Makes sure that there is a Chromium and says what it does. Installs only on Debian and only with the rights for it.
 *
 * @returns the executable
 * @throws with one sentence for a person when there is none and it may not be installed
 */
export async function bringChromium(say: (line: string) => void = console.log): Promise<string> {
  const plan = planChromium(withPlaywright());
  if (plan.do === 'use') return plan.executable;
  if (plan.do === 'ask') throw new Error(plan.sentence);
  if (!aptInstall(plan.names, say)) {
    throw new Error(`Chromium could not be installed. Install one by hand or name it in ${VARIABLE}.`);
  }
  const executable = findChromium();
  if (executable === null) throw new Error('Chromium was installed, but is in none of the usual places.');
  say(`Chromium is here: ${executable}`);
  return executable;
}

function candidates(machine: ChromiumMachine): string[] {
  const named = machine.env[VARIABLE];
  if (named !== undefined) return [named];
  return [...usualPlaces(machine), machine.playwrightChromium].filter((file) => file !== '');
}

function usualPlaces({ platform, env }: ChromiumMachine): readonly string[] {
  if (platform !== 'win32') return USUAL_PLACES[platform] ?? [];
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
  return roots.map((root) => path.win32.join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'));
}

function withPlaywright(): ChromiumMachine {
  return { ...thisMachine(), playwrightChromium: chromium.executablePath() };
}
