import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron } from './electron-binary.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, content = ''): string {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), content);
  return path.join(folder, file);
}

test('no executable on the disk means none, whatever the module says', () => {
  put('path.txt', 'electron');
  expect(findElectron(folder, {}, 'linux')).toBeNull();
});

test('the executable is where the module put it', () => {
  put('path.txt', 'bin/electron');
  const executable = put('dist/bin/electron');
  expect(findElectron(folder, {}, 'linux')).toBe(executable);
});

test('a folder of our own comes first', () => {
  put('dist/electron.exe');
  const executable = put('elsewhere/electron.exe');
  const env = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'elsewhere') };
  expect(findElectron(folder, env, 'win32')).toBe(executable);
});
