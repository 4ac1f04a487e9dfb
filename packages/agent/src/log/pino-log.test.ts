import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { openLog } from './pino-log.ts';
import { openRotatingFile } from './rotating-file.ts';

function captured(level: 'debug' | 'info' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const log = openLog({ level, stream: { write: (line) => void lines.push(JSON.parse(line)) } });
  return { log, lines };
}

describe('the log', () => {
  it('writes JSON lines with level, time, message and fields', () => {
    const { log, lines } = captured();
    log.debug('too quiet');
    log.warn('a till complained', { till: '3-12', count: 2 });
    expect(lines).toEqual([
      { level: 'warn', time: expect.any(String), msg: 'a till complained', till: '3-12', count: 2 },
    ]);
  });

  it('S1: hides secrets by their field and card numbers wherever they stand', () => {
    const { log, lines } = captured();
    log.error('card 5413330089020011 refused', {
      secret: 'AAECAwQF',
      apiToken: 'abc',
      pin: '2468',
      cookie: 'x=y',
      detail: 'PAN 5413 3300 8902 0011',
    });
    const text = JSON.stringify(lines);
    for (const secret of ['AAECAwQF', '"abc"', '2468', 'x=y', '0089020011', '8902 0011']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('541333');
  });

  it('sets a full file aside and keeps so many', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'logs', 'agent.log');
      const log = openRotatingFile({ file, maxBytes: 100, kept: 2 });
      for (const name of ['one', 'two', 'three', 'four']) log.write(`${name} ${'x'.repeat(100)}\n`);
      log.write('five\n');
      expect(readFileSync(file, 'utf8')).toBe('five\n');
      expect(readFileSync(`${file}.1`, 'utf8')).toContain('four');
      expect(readFileSync(`${file}.2`, 'utf8')).toContain('three');
      expect(existsSync(`${file}.3`)).toBe(false);
      log.close();
    });
  });
});
