import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Unpacked packages stay here, so that they are fetched once. Git doesn't see it. */
const UNPACKED = join(import.meta.dirname, '../../../../.tsbuild/debian');
/** A mirror that doesn't answer must not hold up a run. */
const LONGEST_FETCH_MS = 120_000;

export interface DebianProgram {
  readonly file: string;
  /** For programs that bring libraries of their own. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A program of a Debian package: the one that is installed, or else the package and what it needs, fetched and unpacked
 * beside the build, which no rights are needed for. Answers a sentence when it can't be had.
 */
export function debianProgram(program: string, debian: string, places: readonly string[] = []): DebianProgram | string {
  const installed = [...(process.env.PATH ?? '').split(delimiter), ...places]
    .flatMap((folder) => globSync(join(folder, program)))
    .at(-1);
  if (installed !== undefined) return { file: installed, env: {} };
  const folder = join(UNPACKED, debian);
  const complaint = existsSync(folder) ? null : unpack(debian, folder);
  if (complaint !== null) return `no ${program} here (${complaint}); sudo apt-get install ${debian} brings it`;
  const file = ['/usr/bin', '/usr/sbin', ...places].flatMap((place) => globSync(join(folder, place, program))).at(-1);
  if (file === undefined) return `the package ${debian} brought no ${program}`;
  const libraries = globSync(join(folder, 'usr/lib/*-linux-*'));
  return { file, env: { LD_LIBRARY_PATH: libraries.join(delimiter) } };
}

/** Null when it worked, else why not. */
function unpack(debian: string, folder: string): string | null {
  const plan = run('apt-get', ['install', '--simulate', '--no-install-recommends', debian], '/');
  const names = Array.from(plan.text.matchAll(/^Inst (\S+)/gm), ([, name = '']) => name);
  if (!plan.ok || names.length === 0) return 'no Debian, or it knows no such package';
  const making = `${folder}.part`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  console.error(`Fetching from Debian: ${names.join(', ')}`);
  if (!run('apt-get', ['download', ...names], making).ok) return 'Debian’s mirror did not give it';
  for (const file of globSync(join(making, '*.deb'))) {
    if (!run('dpkg-deb', ['--extract', file, making], making).ok) return `${file} could not be unpacked`;
    rmSync(file);
  }
  renameSync(making, folder);
  return null;
}

function run(program: string, args: readonly string[], cwd: string): { readonly ok: boolean; readonly text: string } {
  const { status, stdout } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: LONGEST_FETCH_MS });
  return { ok: status === 0, text: stdout ?? '' };
}
