import { expect, test } from 'vitest';
import { forbiddenSwitches } from './forbidden-switches.ts';

const carrying =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

test('a packaged start names every switch that opens its windows to others', () => {
  expect(forbiddenSwitches(true, carrying('remote-debugging-port', 'no-sandbox', 'ozone-platform'))).toEqual([
    'no-sandbox',
    'remote-debugging-port',
  ]);
});

test('a clean start and a start from source go on', () => {
  expect(forbiddenSwitches(true, carrying('ozone-platform', 'lang'))).toEqual([]);
  expect(forbiddenSwitches(false, carrying('remote-debugging-port'))).toEqual([]);
});
