import { describe, expect, test } from 'vitest';
import { assertNever, describeError, isUnwritable, STORAGE_ERRORS, TillbridgeError } from './errors.ts';

describe('errors', () => {
  test('carry their catalogue entry, what they are about and their cause', () => {
    const cause = new Error('disk');
    const error = new TillbridgeError(STORAGE_ERRORS.unwritable, { about: 'a.db', detail: 'full', cause });
    expect(error.message).toBe("TILL-201 The journal can't be written (a.db): full");
    expect(error).toMatchObject({ code: 'TILL-201', about: 'a.db', cause, entry: { moneyMoved: 'no' } });
    expect(isUnwritable(error)).toBe(true);
    expect([cause, undefined, { code: 'TILL-201' }].some(isUnwritable)).toBe(false);
  });

  test('are told in one line with their causes, also when the causes go round in a circle', () => {
    const inner = new Error('two\n  lines');
    const outer = new TypeError('outer', { cause: inner });
    expect(describeError(outer)).toBe('TypeError: outer ← Error: two lines');
    inner.cause = outer;
    expect(describeError(outer).length).toBeLessThan(200);
    expect(describeError('text')).toBe('text');
    expect(describeError(new AggregateError([new Error('a'), new Error('b')]))).toBe(
      'AggregateError: Error: a, Error: b',
    );
  });

  test('a value no switch knows is an error', () => {
    expect(() => assertNever('surprise' as never)).toThrow(TypeError);
  });
});
