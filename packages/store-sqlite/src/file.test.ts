import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactDraft } from '@tillbridge/kernel';
import { FakeClock, memoryLog, nodeDigest, samplePayment, withTempFolder, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';
import { verifyJournal } from './export.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import { openStore } from './store.ts';

const FACT: FactDraft = { kind: 'test', subject: 's', at: 1, body: null };
const code = (value: string) => expect.objectContaining({ code: value });
const open = (file: string, readOnly = false) =>
  openStore({ file, digest: nodeDigest(), clock: new FakeClock(), log: memoryLog(), readOnly });

/** Lends a closed file with some payments and facts, all of it in the main file. */
async function withFile(use: (file: string) => void | Promise<void>): Promise<void> {
  await withTempStore(async ({ store, file }) => {
    for (let number = 1; number <= 40; number += 1) {
      await store.commit((tx) => {
        tx.insert(samplePayment(number));
        tx.appendFact(FACT);
      });
    }
    store.close();
    await use(file);
  });
}

/** Expects a refusal that leaves the file as it was, byte for byte. */
function expectRefusal(file: string, expected: string): void {
  const before = readFileSync(file);
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : undefined;
  expect(() => open(file)).toThrow(code(expected));
  expect(readFileSync(file).equals(before)).toBe(true);
  if (log !== undefined) expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
}

describe('ownership', () => {
  test('a second writer is refused, a reader is not, and the next owner gets in after close', async () => {
    await withTempStore(async (lent) => {
      await lent.store.commit((tx) => tx.appendFact(FACT));
      expect(() => open(lent.file)).toThrow(code('TILL-221'));
      expect(() => open(join(lent.folder, '.', 'tillbridge.db'))).toThrow(code('TILL-221'));
      const look = open(lent.file, true);
      expect(look.head().sequence).toBe(1);
      look.close();
      lent.reopen();
    });
  });

  test('a file that is not there is made for its owner alone, and never for a reader', async () => {
    await withTempFolder((folder) => {
      const file = join(folder, 'new.db');
      expect(() => open(file, true)).toThrow(code('TILL-227'));
      expect(existsSync(file)).toBe(false);
      open(file).close();
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(() => open(join(folder, 'nowhere', 'a.db'))).toThrow(code('TILL-227'));
    });
  });
});

describe('a damaged file is refused and kept', () => {
  test('whose header is gone', async () => {
    await withFile((file) => {
      const bytes = readFileSync(file);
      bytes.fill(0x55, 0, 100);
      writeFileSync(file, bytes);
      expectRefusal(file, 'TILL-222');
    });
  });

  test('that was cut short anywhere', async () => {
    await withFile((file) => {
      const whole = `${file}.whole`;
      copyFileSync(file, whole);
      const { size } = statSync(file);
      for (const length of [size - 1, size - 4_096, Math.floor(size / 2), 4_096, 600, 1]) {
        copyFileSync(whole, file);
        truncateSync(file, length);
        expectRefusal(file, 'TILL-222');
      }
    });
  });

  test('that is empty beside a log that is not', async () => {
    await withTempStore(async ({ store, file, folder }) => {
      await store.commit((tx) => tx.appendFact(FACT));
      const stolen = join(folder, 'stolen.db');
      writeFileSync(stolen, '');
      copyFileSync(`${file}-wal`, `${stolen}-wal`);
      expectRefusal(stolen, 'TILL-222');
    });
  });

  test('with a page of rubbish, also when the log beside it waits to be copied in', async () => {
    await withTempStore(async ({ store, file, folder }) => {
      for (let number = 1; number <= 40; number += 1) await store.commit((tx) => tx.insert(samplePayment(number)));
      const connection = openConnection(file, { readOnly: false });
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
      await store.commit((tx) => tx.appendFact(FACT));
      // As a crash leaves it: the main file and a log with the last commit.
      const crashed = join(folder, 'crashed.db');
      copyFileSync(file, crashed);
      copyFileSync(`${file}-wal`, `${crashed}-wal`);
      const bytes = readFileSync(crashed);
      const pages = bytes.length / 4_096;
      bytes.fill(0xa5, (pages - 2) * 4_096 + 8, (pages - 1) * 4_096);
      writeFileSync(crashed, bytes);
      expectRefusal(crashed, 'TILL-222');
    });
  });

  test('that belongs to another program or a newer release', async () => {
    await withFile((file) => {
      const connection = openConnection(file, { readOnly: false });
      connection.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
      connection.close();
      expectRefusal(file, 'TILL-224');
      expect(() => open(file, true)).toThrow(code('TILL-224'));
    });
    await withTempFolder((folder) => {
      const file = join(folder, 'theirs.db');
      const connection = openConnection(file, { readOnly: false });
      connection.exec('CREATE TABLE theirs (a TEXT)');
      connection.close();
      expectRefusal(file, 'TILL-223');
      writeFileSync(file, 'a letter to grandmother, long enough to be read as a header of something else, surely');
      expectRefusal(file, 'TILL-222');
    });
  });

  test('says what to do', async () => {
    await withFile((file) => {
      truncateSync(file, 4_096);
      expect(() => open(file)).toThrow(
        expect.objectContaining({ entry: expect.objectContaining({ it: expect.stringContaining('Copy it') }) }),
      );
    });
  });
});

describe('the chain in the file (J2)', () => {
  /** Changes the file behind our back, past the triggers. */
  function tamper(file: string, sql: string): void {
    const connection = openConnection(file, { readOnly: false });
    connection.exec(`DROP TRIGGER facts_are_never_changed; DROP TRIGGER facts_are_never_deleted; ${sql}`);
    connection.close();
  }

  test('facts can neither be changed, deleted nor replaced', async () => {
    await withFile((file) => {
      const connection = openConnection(file, { readOnly: false });
      for (const sql of [
        `UPDATE facts SET kind = 'x' WHERE sequence = 1`,
        'DELETE FROM facts',
        `INSERT OR REPLACE INTO facts SELECT sequence, 'x', subject, at, body, previous_hash, hash FROM facts WHERE sequence = 2`,
      ]) {
        expect(() => connection.exec(sql)).toThrow(/facts are never/);
      }
      connection.close();
    });
  });

  test.each([
    ['changed', `UPDATE facts SET body = '{"x":1}' WHERE sequence = 7`, 7, 'changed'],
    ['missing', 'DELETE FROM facts WHERE sequence = 9', 9, 'missing'],
    [
      'swapped',
      `UPDATE facts SET sequence = -1 WHERE sequence = 11; UPDATE facts SET sequence = 11 WHERE sequence = 12;
       UPDATE facts SET sequence = 12 WHERE sequence = -1`,
      11,
      'swapped',
    ],
    ['cut off the end', 'DELETE FROM facts WHERE sequence > 38', 39, 'missing'],
  ] as const)('a fact %s is found', async (_, sql, sequence, why) => {
    await withFile((file) => {
      tamper(file, sql);
      const look = open(file, true);
      expect(verifyJournal(look, nodeDigest())).toEqual({ ok: false, sequence, why });
      look.close();
    });
  });

  test('a start notices a changed head and a cut-off end without walking the chain', async () => {
    for (const sql of [
      `UPDATE facts SET at = 2 WHERE sequence = 40`,
      'DELETE FROM facts WHERE sequence = 40',
      'DELETE FROM facts',
    ]) {
      await withFile((file) => {
        tamper(file, sql);
        expect(() => open(file)).toThrow(code('TILL-212'));
      });
    }
  });
});
