import { type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const TOP = path.join(import.meta.dirname, '..');

/** The JavaScript file behind a tool's command, so that it runs on this Node on every operating system. */
export function toolFile(packageName: string, command: string): string {
  const manifestFile = path.join(TOP, 'node_modules', packageName, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { bin: string | Record<string, string> };
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return path.join(path.dirname(manifestFile), file);
}

/** Runs a program with our own output and waits. Resolves with its exit code (1 when a signal ended it). */
export function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: TOP, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a JavaScript or TypeScript file on this very Node. */
export function runNode(args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return run(process.execPath, args, options);
}
