import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DestinationStream, destination } from 'pino';

export interface RotatingFileOptions {
  readonly file: string;
  /** The file is set aside when it is this large. */
  readonly maxBytes: number;
  /** How many older files are kept, as `file.1` (the newest) and so on. */
  readonly kept: number;
}

export interface LogFile extends DestinationStream {
  /** Writes out what is waiting and lets the file go. */
  close(): void;
}

/**
 * A log file that never fills the disk. Throws when its folder can't be made. Lines are few and go straight to the system's cache, so that a process that dies
 * leaves its last words.
 */
export function openRotatingFile(options: RotatingFileOptions): LogFile {
  const { file, maxBytes, kept } = options;
  mkdirSync(dirname(file), { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const sink = destination({ dest: file, sync: true, append: true });
  // A disk that refuses log lines must not take the agent down.
  sink.on('error', () => undefined);
  return {
    write(line) {
      sink.write(line);
      size += Buffer.byteLength(line);
      if (size < maxBytes) return;
      size = 0;
      setAside(file, kept);
      sink.reopen();
    },
    close() {
      sink.end();
    },
  };
}

function setAside(file: string, kept: number): void {
  try {
    rmSync(`${file}.${kept}`, { force: true });
    for (let age = kept - 1; age >= 1; age -= 1) {
      if (statSync(`${file}.${age}`, { throwIfNoEntry: false })) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
    }
    renameSync(file, `${file}.1`);
  } catch {
    // Another program holds an older file open; the present one grows on until the next try.
  }
}
