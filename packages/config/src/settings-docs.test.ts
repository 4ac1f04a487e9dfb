import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONFIG_ERRORS } from './errors.ts';
import { settingsJsonSchema } from './json-schema.ts';

const PAGE = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');

function keysBelow(node: unknown, keys: Set<string>): Set<string> {
  if (typeof node !== 'object' || node === null) return keys;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'properties') for (const key of Object.keys(value)) keys.add(key);
    keysBelow(value, keys);
  }
  return keys;
}

test('docs/settings.md explains every key of the schema', () => {
  const keys = [...keysBelow(settingsJsonSchema(), new Set())];
  expect(keys.length).toBeGreaterThan(40);
  for (const key of keys) {
    if (key === 'env' || key === 'file') continue;
    expect(PAGE, key).toMatch(new RegExp(`\`(?:\\w+(?:\\[\\])?\\.)*${key}(?:\\[\\])?[\`.]`));
  }
});

test('docs/settings.md and the catalogue have the same codes', () => {
  const listed = [...PAGE.matchAll(/^\| (TILL-\d+) \|/gm)].map(([, code]) => code);
  expect(listed).toEqual(Object.values(CONFIG_ERRORS).map(({ code }) => code));
});
