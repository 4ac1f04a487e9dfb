import { join } from 'node:path';
import Database from 'better-sqlite3';
import { percentile } from './stats.ts';

/** The median of one row with a full-sync commit, in milliseconds, on the disk that holds `folder`. */
export function bareCommitMs(folder: string, rounds: number): number {
  const database = new Database(join(folder, 'bare-commit.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO line (body) VALUES (?)');
  const body = 'x'.repeat(600);
  const samples: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const began = performance.now();
    insert.run(body);
    samples.push(performance.now() - began);
  }
  database.close();
  return percentile(samples, 0.5);
}
