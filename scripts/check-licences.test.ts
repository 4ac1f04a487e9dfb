import { describe, expect, test } from 'vitest';
import { isAllowed, type LockFile, shippedLibraries } from './check-licences.ts';

const LOCK: LockFile = {
  packages: {
    'apps/till': { dependencies: { '@own/room': '1', http: '1' } },
    'node_modules/@own/room': { link: true, resolved: 'packages/room' },
    'packages/room': { dependencies: { money: '2' } },
    'node_modules/money': { version: '1.0.0', license: 'GPL-3.0' },
    'packages/room/node_modules/money': { version: '2.0.0', license: 'MIT' },
    'node_modules/http': {
      version: '1.0.0',
      license: 'ISC',
      dependencies: { '@scope/url': '1' },
      optionalDependencies: { fast: '1' },
    },
    'node_modules/@scope/url': { version: '1.0.0', dependencies: { http: '1' } },
    'node_modules/test-runner': { version: '1.0.0', license: 'MPL-2.0' },
  },
};

describe('shipped libraries', () => {
  test('are those that the apps reach at run time, through our rooms, in the version they get', () => {
    expect(shippedLibraries(LOCK, ['apps/till'])).toEqual([
      { name: '@scope/url', version: '1.0.0', licence: 'none stated' },
      { name: 'http', version: '1.0.0', licence: 'ISC' },
      { name: 'money', version: '2.0.0', licence: 'MIT' },
    ]);
  });

  test('that are needed but not locked are an error', () => {
    const lock: LockFile = { packages: { 'apps/till': { dependencies: { gone: '1' } } } };
    expect(() => shippedLibraries(lock, ['apps/till'])).toThrow('apps/till needs gone: not locked');
    expect(() => shippedLibraries(lock, ['apps/none'])).toThrow('apps/none is not in the lock file');
  });
});

test('a licence is allowed when one choice of it is, with all its parts', () => {
  const allowed = new Set(['MIT', 'ISC']);
  expect(isAllowed('MIT', allowed)).toBe(true);
  expect(isAllowed('(GPL-3.0 OR MIT)', allowed)).toBe(true);
  expect(isAllowed('MIT AND ISC', allowed)).toBe(true);
  expect(isAllowed('MIT AND GPL-3.0', allowed)).toBe(false);
  expect(isAllowed('none stated', allowed)).toBe(false);
});
