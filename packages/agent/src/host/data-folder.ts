import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, TillbridgeError } from '@tillbridge/kernel';
import { AGENT_ERRORS } from '../errors.ts';

const KEY_FILE = 'window.key';
const KEY_BYTES = 32;
const JOURNAL_FILE = 'tillbridge.db';

/** Where the journal of a data folder lies. */
export function journalFile(folder: string): string {
  return join(folder, JOURNAL_FILE);
}

/** Makes the folder, for our account alone, when it isn't there. Throws TILL-501. */
export function openDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new TillbridgeError(AGENT_ERRORS.dataFolder, { about: folder, cause });
  }
}

/**
 * The key that window cookies are signed with: made once, kept across restarts, so that paired windows stay paired.
 * Throws TILL-502 when the file holds something else; it is left as it is.
 */
export function windowKey(folder: string, random: Random): Uint8Array {
  const file = join(folder, KEY_FILE);
  const known = read(file);
  if (known !== undefined) return known;
  const key = random.bytes(KEY_BYTES);
  try {
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeSync(handle, key);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    throw new TillbridgeError(AGENT_ERRORS.keyFile, { about: file, cause });
  }
  return key;
}

function read(file: string): Uint8Array | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new TillbridgeError(AGENT_ERRORS.keyFile, { about: file, cause });
  }
  if (bytes.byteLength === KEY_BYTES) return new Uint8Array(bytes);
  throw new TillbridgeError(AGENT_ERRORS.keyFile, { about: file, detail: `it holds ${bytes.byteLength} bytes` });
}
