import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { APP_ID } from './launch/places.ts';

const HERE = path.join(import.meta.dirname, '..');
const BUILDER = readFileSync(path.join(HERE, '../../electron-builder.yml'), 'utf8');

test('the packed app is the one that runs: same identity, same Electron, same entry', () => {
  const manifest = JSON.parse(readFileSync(path.join(HERE, 'package.json'), 'utf8')) as {
    main: string;
    devDependencies: { electron: string };
  };
  expect(BUILDER).toContain(`\nappId: ${APP_ID}\n`);
  expect(BUILDER).toContain(`\nelectronVersion: ${manifest.devDependencies.electron}\n`);
  expect(manifest.main).toBe('./dist/main.mjs');
});

test('the packed app can not be turned into another program', () => {
  for (const fuse of ['runAsNode', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments']) {
    expect(BUILDER).toContain(`\n  ${fuse}: false\n`);
  }
  expect(BUILDER).toContain('\n  onlyLoadAppFromAsar: true\n');
});
