/**
 * What the running agent tells programs of the same account: `agent.json` in the data folder, readable by that account
 * alone. The command line finds the agent by it. The launch tokens in it end with the process.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunFile {
  readonly pid: number;
  readonly address: string;
  readonly lanAddress: string | null;
  readonly launch: { readonly cashier: string; readonly display: string };
}

const NAME = 'agent.json';

export function writeRunFile(folder: string, content: RunFile): void {
  const file = join(folder, NAME);
  // Written beside and moved, so that a reader never sees half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeRunFile(folder: string): void {
  rmSync(join(folder, NAME), { force: true });
}

/** Undefined when no agent left one. After a crash it may be stale: ask the address. */
export function readRunFile(folder: string): RunFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, NAME), 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, address, lanAddress, launch } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof address !== 'string') return undefined;
  if (typeof launch !== 'object' || launch === null) return undefined;
  const { cashier, display } = launch as Record<string, unknown>;
  if (typeof cashier !== 'string' || typeof display !== 'string') return undefined;
  return {
    pid,
    address,
    lanAddress: typeof lanAddress === 'string' ? lanAddress : null,
    launch: { cashier, display },
  };
}
