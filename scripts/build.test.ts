import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfInputs } from './build.ts';

let top = '';
const put = (file: string, content: string): void => {
  mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
  writeFileSync(path.join(top, file), content);
};

beforeEach(() => {
  top = mkdtempSync(path.join(tmpdir(), 'build-'));
  put('package-lock.json', '{}');
  put('apps/window/package.json', '{"dependencies":{"@tillbridge/parts":"1","react":"1"}}');
  put('apps/window/src/main.ts', 'one');
  put('packages/parts/package.json', '{"dependencies":{"@tillbridge/kernel":"1"}}');
  put('packages/parts/src/index.ts', 'one');
  put('packages/kernel/package.json', '{}');
  put('packages/kernel/src/index.ts', 'one');
  put('packages/stranger/package.json', '{}');
  put('packages/stranger/src/index.ts', 'one');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

test('a build is stale when its own files, those of a room behind it, or the libraries change', () => {
  const seen = new Set([hashOfInputs(top, 'apps/window')]);
  for (const file of ['apps/window/src/main.ts', 'packages/parts/src/index.ts', 'packages/kernel/src/index.ts']) {
    put(file, 'two');
    seen.add(hashOfInputs(top, 'apps/window'));
  }
  put('apps/window/src/new.ts', '');
  seen.add(hashOfInputs(top, 'apps/window'));
  put('package-lock.json', '{"changed":1}');
  seen.add(hashOfInputs(top, 'apps/window'));
  expect(seen.size).toBe(6);
});

test('a build stays fresh when tests, its own result or rooms it does not use change', () => {
  const before = hashOfInputs(top, 'apps/window');
  put('apps/window/src/main.test.ts', 'a test');
  put('apps/window/README.md', 'words');
  put('apps/window/dist/index.html', 'a result');
  put('packages/stranger/src/index.ts', 'two');
  expect(hashOfInputs(top, 'apps/window')).toBe(before);
});
