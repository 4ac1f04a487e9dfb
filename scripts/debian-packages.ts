import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is looked at on the machine; tests pass their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** The text of /etc/os-release, empty when there is none. */
  readonly osRelease: string;
  exists(file: string): boolean;
}

/** A program that some tests use and npm doesn't bring. Without it they are shown as skipped. */
interface HelperProgram {
  readonly program: string;
  /** Where it is, when it is no command on the path. */
  readonly file?: string;
  readonly debian: string;
  /** Null: not to be had there. */
  readonly brew: string | null;
  readonly neededFor: string;
}

const HELPERS: readonly HelperProgram[] = [
  { program: 'socat', debian: 'socat', brew: 'socat', neededFor: 'tests over serial lines' },
  { program: 'tshark', debian: 'tshark', brew: 'wireshark', neededFor: 'the check of recorded ZVT traffic' },
  {
    program: 'zeep',
    file: '/usr/lib/python3/dist-packages/zeep/__init__.py',
    debian: 'python3-zeep',
    brew: null,
    neededFor: 'a SOAP client of others against our WSDL',
  },
];

/** What to do about the helper programs: nothing, install them, or tell a person. */
export type HelperPlan =
  | { readonly do: 'nothing' }
  | { readonly do: 'install'; readonly names: readonly string[]; readonly missing: string }
  | { readonly do: 'ask'; readonly sentence: string };

/** A mirror that doesn't answer must not hold up a test run. */
const LONGEST_INSTALL_MS = 600_000;

export function planHelpers(machine: Machine): HelperPlan {
  const helpers = HELPERS.filter(({ program, file }) =>
    file === undefined ? !hasProgram(machine, program) : !machine.exists(file),
  );
  if (helpers.length === 0) return { do: 'nothing' };
  const missing = helpers.map(({ program, neededFor }) => `${program} (${neededFor})`).join(', ');
  const names = helpers.map(({ debian }) => debian);
  if (isDebianLike(machine) && machine.isRoot) return { do: 'install', names, missing };
  const skipped = `This machine has no ${missing}; the tests that need it are skipped.`;
  if (isDebianLike(machine)) return { do: 'ask', sentence: `${skipped} Run: ${askCommand(names)}` };
  if (machine.platform !== 'darwin') return { do: 'ask', sentence: skipped };
  const bottles = helpers.flatMap(({ brew }) => brew ?? []);
  return { do: 'ask', sentence: bottles.length === 0 ? skipped : `${skipped} Run: brew install ${bottles.join(' ')}` };
}

/** Installs what is missing where that is allowed, and says what is still missing. Never fails: tests do without. */
export function bringHelpers(say: (line: string) => void = console.log): void {
  const plan = planHelpers(thisMachine());
  if (plan.do === 'ask') say(plan.sentence);
  if (plan.do !== 'install') return;
  const installed = aptInstall(plan.names, say);
  if (!installed) say(`Not installed: ${plan.missing}. The tests that need it are skipped.`);
}

/** Installs packages and says what it runs. False when that failed. */
export function aptInstall(names: readonly string[], say: (line: string) => void): boolean {
  return aptCommands(names).every(([program = '', ...args]) => {
    say(`Missing here: ${names.join(', ')}. Running: ${program} ${args.join(' ')}`);
    const { status } = spawnSync(program, args, {
      stdio: 'inherit',
      timeout: LONGEST_INSTALL_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return status === 0;
  });
}

function aptCommands(names: readonly string[]): readonly (readonly string[])[] {
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', ...names],
  ];
}

export function askCommand(names: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install ${names.join(' ')}`;
}

/** Debian and its children, Ubuntu among them. */
export function isDebianLike({ platform, osRelease }: Machine): boolean {
  return platform === 'linux' && /^ID(_LIKE)?=.*\bdebian\b/m.test(osRelease);
}

export function thisMachine(): Machine {
  const release = '/etc/os-release';
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    osRelease: existsSync(release) ? readFileSync(release, 'utf8') : '',
    exists: existsSync,
  };
}

function hasProgram(machine: Machine, program: string): boolean {
  const folders = (machine.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => machine.exists(path.join(folder, program)));
}
