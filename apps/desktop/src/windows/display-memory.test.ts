import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { displayMemoryIn } from './display-memory.ts';

const MONITOR = { id: 7, label: 'Customer', internal: false, longSide: 1920, shortSide: 1080 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'display-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the monitor is known again after a restart, and nothing else is left behind', () => {
  const file = path.join(folder, 'display.json');
  expect(displayMemoryIn(file).read()).toBeNull();
  displayMemoryIn(file).write(MONITOR);
  expect(displayMemoryIn(file).read()).toEqual(MONITOR);
  expect(readdirSync(folder)).toEqual(['display.json']);
});

test.each(['', '{', 'null', '[]', '{"id":"7"}', JSON.stringify({ ...MONITOR, longSide: '1920' })])(
  'a file with %j counts as no memory',
  (content) => {
    const file = path.join(folder, 'display.json');
    writeFileSync(file, content);
    expect(displayMemoryIn(file).read()).toBeNull();
  },
);
