import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Crash {
  /** The complete lines the process had written when it died. */
  readonly lines: readonly string[];
  /** What it wrote to its error output: empty unless it failed before it was killed. */
  readonly complaints: string;
}

/** Kills itself when it hangs, so that a test that fails leaves nothing running. */
const LONGEST_LIFE_MS = 20_000;

/**
 * Runs a script in a Node process of its own and kills it (SIGKILL: no handler runs, nothing is flushed) as soon as it
 * has written `afterLines` lines. The script goes on meanwhile, so each kill hits another moment of its work.
 */
export function runAndKill(script: URL, args: readonly string[], afterLines: number): Promise<Crash> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_LIFE_MS,
      killSignal: 'SIGKILL',
    });
    const lines: string[] = [];
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (lines.length === afterLines) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', () => resolve({ lines, complaints }));
  });
}

/** A script for `runAndKill`: commits payments for ever and writes the number of each that was acknowledged. */
export const STORE_VICTIM = new URL('./store-victim.ts', import.meta.url);

/** The same with vouchers: `I <number>` for one that was injected, `R <number>` for a unit of it that was redeemed. */
export const VOUCHER_VICTIM = new URL('./voucher-victim.ts', import.meta.url);
