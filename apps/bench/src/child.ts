import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process under measurement. It prints one JSON line when it is ready. */
export interface Child {
  readonly ready: { readonly [key: string]: unknown };
  /** From spawn to the ready line. */
  readonly readyMs: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startChild(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const began = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ready = await readyLine(child, script);
  const readyMs = performance.now() - began;
  return {
    ready,
    readyMs,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function readyLine(child: ChildProcess, script: string): Promise<{ readonly [key: string]: unknown }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)));
    if (child.stdout === null) throw new Error('no standard output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === 'object' && parsed !== null) resolve({ ...parsed });
    });
  });
}

const HEADLESS = join(import.meta.dirname, '../../headless');

/** The `tillbridge` command as it is shipped and meant to be run: Node's flags, then the file. */
export function builtCommand(): readonly [string, ...string[]] {
  const file = join(HEADLESS, 'dist/tillbridge.mjs');
  if (!existsSync(file)) throw new Error('build first: npm run build');
  return withShippedFlags(file);
}

/** Node's flags as they are shipped, then the file. */
export function withShippedFlags(file: string): readonly [string, ...string[]] {
  const flags: unknown = JSON.parse(readFileSync(join(HEADLESS, 'node-flags.json'), 'utf8'));
  if (!Array.isArray(flags)) throw new Error('node-flags.json holds no list');
  const [first = file, ...rest] = [...flags.map(String), file];
  return [first, ...rest];
}

/** Lends an empty folder and takes it back. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
