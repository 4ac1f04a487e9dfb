import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';
import { SMALL } from './test/sample.ts';

describe('nothing throws', () => {
  test.each([
    ['nothing', ''],
    ['a scalar', 'hello'],
    ['a list', '- 1\n- 2'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['deep nesting', '['.repeat(20_000)],
    ['deep and closed', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    [
      'aliases that multiply',
      `a: &a [x,x]\nb: &b [*a,*a]\n${Array.from({ length: 30 }, (_, i) => `k${i}: &k${i} [${i === 0 ? '*b,*b' : `*k${i - 1},*k${i - 1}`}]`).join('\n')}`,
    ],
    ['an alias of itself', 'venue: &v\n  name: *v'],
    ['a prototype', '__proto__: { a: 1 }\nconstructor: 1'],
    ['a huge file', 'a'.repeat(300_000)],
    ['a key that is a map', '? { a: 1 }\n: 2'],
    ['an unknown tag', 'a: !!js/function "x"'],
  ])('%s', (_what, text) => {
    const read = readSettings(text, 'x.yaml');
    expect(read.ok ? [] : read.problems).not.toHaveLength(0);
  });

  test('random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        readSettings(text, 'random.yaml');
      }),
    );
  });

  test('random YAML: valid settings with lines changed, moved, or replaced by others', () => {
    const lines = SMALL.split('\n');
    const line = fc.oneof(
      fc.constantFrom(...lines),
      fc.string({ maxLength: 30 }),
      fc.constantFrom('  - {}', '    - [1, {a: ~}]', '  *x', '&x'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(lines.length - 1), line), { maxLength: 8 }), (changes) => {
        const changed = [...lines];
        for (const [at, text] of changes) changed[at] = text;
        const read = readSettings(changed.join('\n'), 'random.yaml');
        for (const problem of read.ok ? read.warnings : read.problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines.length + 10);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('random JSON in the place of every part', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('venue', 'listen', 'mplus', 'tills', 'routes', 'accounts', 'staff', 'policy', 'log'),
        fc.jsonValue(),
        (key, value) => {
          readSettings(`version: 1\n${key}: ${JSON.stringify(value)}\n`, 'random.yaml');
        },
      ),
    );
  });
});
