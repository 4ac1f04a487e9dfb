import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@tillbridge/store-sqlite';
import { FakeClock } from './clock.ts';
import { nodeDigest } from './digest.ts';
import { type MemoryLog, memoryLog } from './log.ts';

export interface LentStore {
  /** The store of now; after `reopen` the new one. */
  readonly store: Store;
  readonly file: string;
  readonly folder: string;
  readonly clock: FakeClock;
  readonly log: MemoryLog;
  /** Closes the store and opens the file again, as a restart of the agent does. */
  reopen(): Store;
}

/** Lends an empty folder and takes it back. */
export async function withTempFolder<T>(use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Lends a real store in a folder of its own, on a clock that stands still, and takes both back. */
export function withTempStore<T>(use: (lent: LentStore) => Promise<T> | T): Promise<T> {
  return withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.db');
    const clock = new FakeClock();
    const log = memoryLog();
    const open = () => openStore({ file, digest: nodeDigest(), clock, log });
    let store = open();
    const lent: LentStore = {
      get store() {
        return store;
      },
      file,
      folder,
      clock,
      log,
      reopen: () => {
        store.close();
        store = open();
        return store;
      },
    };
    try {
      return await use(lent);
    } finally {
      store.close();
    }
  });
}
