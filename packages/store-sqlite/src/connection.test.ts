import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { assertFullSync, isTrusted, openConnection } from './connection.ts';

describe('a connection', () => {
  test('waits for the disk with every commit, before and after the first write, and at every later opening', async () => {
    await withTempFolder((folder) => {
      for (let opening = 1; opening <= 2; opening += 1) {
        const connection = openConnection(join(folder, 'a.db'), { readOnly: false });
        const read = (pragma: string) => connection.pragma(pragma, { simple: true });
        assertFullSync(connection);
        connection.exec(`CREATE TABLE t${opening} (a TEXT) STRICT`);
        assertFullSync(connection);
        expect(
          ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'recursive_triggers'].map(read),
        ).toEqual(['wal', 2, 1, 0, 1]);
        expect(['busy_timeout', 'mmap_size', 'cell_size_check', 'fullfsync', 'checkpoint_fullfsync'].map(read)).toEqual(
          [1_000, 0, 1, 1, 1],
        );
        connection.close();
      }
    });
  });

  test('a level below FULL is noticed', async () => {
    await withTempFolder((folder) => {
      const connection = openConnection(join(folder, 'a.db'), { readOnly: false });
      connection.pragma('synchronous = NORMAL');
      expect(() => assertFullSync(connection)).toThrow(expect.objectContaining({ code: 'TILL-226' }));
      connection.close();
    });
  });

  test('engines with the WAL-reset bug are refused', () => {
    for (const bad of ['3.7.0', '3.51.2', '3.50.9', '2.99.99']) expect(isTrusted(bad), bad).toBe(false);
    for (const good of ['3.51.3', '3.53.1', '3.54.0', '4.0.0']) expect(isTrusted(good), good).toBe(true);
  });
});
