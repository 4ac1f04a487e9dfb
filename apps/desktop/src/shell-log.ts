import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 1_000_000;

/**
 * The shell's own few lines: starts, monitors, windows that failed, the end. One JSON object per line, in a file from
 * the first line on, since a packaged start on Windows has no console. One older file is kept. Never throws.
 */
export function shellLog(file: string, now: () => Date = () => new Date()): (message: string) => void {
  attempt(() => {
    mkdirSync(path.dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, `${file}.1`);
  });
  return (message) =>
    attempt(() => appendFileSync(file, `${JSON.stringify({ time: now().toISOString(), message })}\n`));
}

/** A log that can't be written must not stop a till. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Nowhere is left to say it.
  }
}
