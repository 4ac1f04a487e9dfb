/**
 * `npm run build`: the windows, the simulator's page, the headless agent as one file (a bundled agent starts in a fraction
 * of the time that loading hundreds of modules takes), and the desktop shell for Electron. What is up to date is left
 * alone; `--force` builds all. Says what it does on standard error, so that it can stand before a command whose output is
 * read by a program; `--quiet` says nothing when there is nothing to do.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type InlineConfig, build as viteBuild } from 'vite';
import { TOP } from './tools.ts';

export interface Target {
  /** Folder of the app below the top level. */
  readonly folder: string;
  /** A file of the result that is always there after a build. */
  readonly proof: string;
  readonly config: InlineConfig;
}

/** Native or loaded by path at run time: these stay beside the bundle. */
const KEPT_OUTSIDE = ['better-sqlite3', 'electron', 'serialport'];

export function targets(top: string = TOP): Target[] {
  const windows = ['apps/cashier', 'apps/display', 'apps/simulator']
    .filter((folder) => existsSync(path.join(top, folder, 'vite.config.ts')))
    .map((folder) => ({ folder, proof: 'dist/index.html', config: windowConfig(path.join(top, folder)) }));
  const programs = [
    { folder: 'apps/headless', file: 'tillbridge.mjs' },
    { folder: 'apps/desktop', file: 'main.mjs' },
  ]
    .filter(({ folder }) => existsSync(path.join(top, folder, 'src/main.ts')))
    .map(({ folder, file }) => ({
      folder,
      proof: `dist/${file}`,
      config: programConfig(path.join(top, folder), file),
    }));
  return [...windows, ...programs];
}

/** Builds what is older than its inputs. Returns the folders that were built. */
export async function buildIfStale(options: { force?: boolean; say?: (line: string) => void } = {}): Promise<string[]> {
  const say = options.say ?? console.error;
  const built: string[] = [];
  for (const target of targets()) {
    const inputs = hashOfInputs(TOP, target.folder);
    if (!options.force && isFresh(target, inputs)) continue;
    const started = performance.now();
    await viteBuild({ ...target.config, logLevel: 'warn' });
    mkdirSync(path.dirname(stampFile(target)), { recursive: true });
    writeFileSync(stampFile(target), inputs);
    built.push(target.folder);
    say(`built ${target.folder} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return built;
}

/**
 * One hash over everything a build of this app reads: its own files, those of every room it depends on, and the lock
 * file for the libraries. By content, since a fresh checkout has fresh file times.
 */
export function hashOfInputs(top: string, folder: string): string {
  const hash = createHash('sha256');
  const feed = (file: string): void => {
    hash
      .update(file.split(path.sep).join('/'))
      .update('\0')
      .update(readFileSync(path.join(top, file)))
      .update('\0');
  };
  feed('package-lock.json');
  for (const room of roomsBehind(top, folder)) {
    const skip = (name: string): boolean => name === 'node_modules' || name === 'dist';
    const files = globSync('**/*', { cwd: path.join(top, room), withFileTypes: true, exclude: (f) => skip(f.name) })
      .filter((entry) => entry.isFile() && !/\.(test\.tsx?|md)$/.test(entry.name))
      .map((entry) => path.relative(top, path.join(entry.parentPath, entry.name)));
    for (const file of files.sort()) feed(file);
  }
  return hash.digest('hex');
}

function roomsBehind(top: string, folder: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const manifest = JSON.parse(readFileSync(path.join(top, folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const room = ['packages', 'apps']
      .map((kind) => `${kind}/${name.replace(/^@tillbridge\//, '')}`)
      .find((one) => name.startsWith('@tillbridge/') && existsSync(path.join(top, one, 'package.json')));
    if (room !== undefined) roomsBehind(top, room, found);
  }
  return found;
}

function isFresh(target: Target, inputs: string): boolean {
  if (!existsSync(path.join(TOP, target.folder, target.proof)) || !existsSync(stampFile(target))) return false;
  return readFileSync(stampFile(target), 'utf8') === inputs;
}

/** Beside the compiler's own state rather than in `dist`, which is served to browsers. */
function stampFile(target: Target): string {
  return path.join(TOP, '.tsbuild', 'build', `${target.folder.replace('/', '-')}.inputs`);
}

function windowConfig(root: string): InlineConfig {
  return { root, configFile: path.join(root, 'vite.config.ts'), mode: 'production' };
}

/**
 * A small first file and what it loads in files of their own: Electron's first file has things to do before it is ready,
 * the command line's switches the compile cache on for the rest.
 */
function programConfig(root: string, file: string): InlineConfig {
  return {
    root,
    configFile: false,
    mode: 'production',
    ssr: { noExternal: true, external: KEPT_OUTSIDE },
    build: {
      ssr: path.join(root, 'src/main.ts'),
      outDir: path.join(root, 'dist'),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: { output: { format: 'es', entryFileNames: file, chunkFileNames: 'parts/[name]-[hash].mjs' } },
    },
  };
}

if (import.meta.main) {
  try {
    const built = await buildIfStale({ force: process.argv.includes('--force') });
    if (built.length === 0 && !process.argv.includes('--quiet')) console.error('everything is built already');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
