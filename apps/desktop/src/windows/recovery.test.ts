import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterLoad, afterMishap, type Mishap, NO_MISHAPS, patienceMs, type Remedy } from './recovery.ts';

const CRASH: Mishap = { kind: 'gone', reason: 'crashed' };

/** The remedies for mishaps at these times. */
function remedies(mishaps: readonly (readonly [atMs: number, mishap: Mishap])[]): Remedy[] {
  let history = NO_MISHAPS;
  return mishaps.map(([at, mishap]) => {
    const next = afterMishap(history, mishap, at);
    history = next.history;
    return next.remedy;
  });
}

describe('a page whose process ends', () => {
  test('is loaded again, then gets a new window, then makes way for the still page', () => {
    const crashes = [0, 1, 2, 3, 4, 5, 6].map((second) => [second * 1_000, CRASH] as const);
    expect(remedies(crashes)).toEqual([
      { do: 'reload', afterMs: 0 },
      { do: 'reload', afterMs: 1_000 },
      { do: 'reload', afterMs: 5_000 },
      { do: 'reopen', afterMs: 0 },
      { do: 'reopen', afterMs: 15_000 },
      { do: 'apologise', retryAfterMs: 60_000 },
      { do: 'apologise', retryAfterMs: 60_000 },
    ]);
  });

  test('starts over after ten quiet minutes', () => {
    const last = remedies([
      [0, CRASH],
      [1_000, CRASH],
      [2_000, CRASH],
      [602_000, CRASH],
    ]).at(-1);
    expect(last).toEqual({ do: 'reload', afterMs: 0 });
  });

  test('on purpose is left alone', () => {
    expect(remedies([[0, { kind: 'gone', reason: 'clean-exit' }]])).toEqual([{ do: 'nothing' }]);
  });

  test.each(['oom', 'killed', 'launch-failed', 'integrity-failure', 'memory-eviction', 'abnormal-exit', 'new-reason'])(
    '%s is answered',
    (reason) => {
      expect(remedies([[0, { kind: 'gone', reason }]])).toEqual([{ do: 'reload', afterMs: 0 }]);
    },
  );
});

describe('a page that can not be loaded', () => {
  const failed: Mishap = { kind: 'load-failed' };

  test('is tried for ever, at a pace', () => {
    const waits = remedies([0, 1, 2, 3, 4].map((second) => [second * 1_000, failed] as const));
    expect(waits).toEqual([1_000, 2_000, 5_000, 5_000, 5_000].map((afterMs) => ({ do: 'reload', afterMs })));
  });

  test('is tried quickly again once it had loaded', () => {
    const first = afterMishap(NO_MISHAPS, failed, 0).history;
    expect(afterMishap(afterLoad(first), failed, 1_000).remedy).toEqual({ do: 'reload', afterMs: 1_000 });
  });
});

test('no order of mishaps leaves a blank window behind, or keeps the processor busy', () => {
  const anyMishap = fc.oneof(
    fc.record({ kind: fc.constant('gone' as const), reason: fc.constantFrom('crashed', 'oom', 'killed') }),
    fc.constant({ kind: 'load-failed' as const }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(60_000), anyMishap), { maxLength: 30 }), (steps) => {
      let now = 0;
      const found = remedies(
        steps.map(([pause, mishap]) => {
          now += pause;
          return [now, mishap] as const;
        }),
      );
      expect(found.every((one) => one.do !== 'nothing')).toBe(true);
    }),
  );
});

test('a hanging cashier window is waited for longer than a hanging display', () => {
  expect(patienceMs('cashier')).toBeGreaterThan(patienceMs('display'));
});
