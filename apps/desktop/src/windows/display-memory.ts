import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { RememberedMonitor } from './display-plan.ts';

/** Which monitor the customer looks at, kept across starts. */
export interface DisplayMemory {
  read(): RememberedMonitor | null;
  write(monitor: RememberedMonitor): void;
}

/** Kept in one small JSON file. An unreadable or foreign file counts as no memory: the plan has a rule for that. */
export function displayMemoryIn(file: string): DisplayMemory {
  return {
    read() {
      try {
        return toRememberedMonitor(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        return null;
      }
    },
    write(monitor) {
      writeFileSync(`${file}.new`, `${JSON.stringify(monitor)}\n`);
      renameSync(`${file}.new`, file);
    },
  };
}

function toRememberedMonitor(value: unknown): RememberedMonitor | null {
  if (value === null || typeof value !== 'object') return null;
  const { id, label, internal, longSide, shortSide } = value as Partial<Record<keyof RememberedMonitor, unknown>>;
  if (typeof id !== 'number' || typeof label !== 'string' || typeof internal !== 'boolean') return null;
  if (typeof longSide !== 'number' || typeof shortSide !== 'number') return null;
  return { id, label, internal, longSide, shortSide };
}
