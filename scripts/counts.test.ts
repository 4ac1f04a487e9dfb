import { describe, expect, test } from 'vitest';
import {
  countsLine,
  countsOfPlaywright,
  countsOfVitest,
  ONE_FAILED,
  ONE_PASSED,
  reasonsForSkipping,
  sum,
} from './counts.ts';

describe('the last line of a check', () => {
  test('says what passed and failed, and what was skipped only when something was', () => {
    expect(countsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(countsLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });

  test('sums stages', () => {
    expect(sum([ONE_PASSED, { passed: 10, failed: 0, skipped: 2 }, ONE_FAILED])).toEqual({
      passed: 11,
      failed: 1,
      skipped: 2,
    });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('a report', () => {
  test('of Vitest counts a file that did not load as one failure', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(countsOfVitest(report)).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });

  test('of Playwright counts errors outside of tests as failures', () => {
    const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
    expect(countsOfPlaywright({ stats, errors: [{ message: 'a spec did not load' }] })).toEqual({
      passed: 5,
      failed: 3,
      skipped: 3,
    });
  });

  test('of another shape counts nothing', () => {
    for (const report of [null, 'text', [], {}]) {
      expect(countsOfVitest(report)).toEqual(sum([]));
      expect(countsOfPlaywright(report)).toEqual(sum([]));
    }
  });
});

test('the reasons for skipping are named, each once', () => {
  const skipped = (description?: string) => ({
    tests: [{ status: 'skipped', annotations: [{ type: 'skip', ...(description ? { description } : {}) }] }],
  });
  const report = {
    suites: [
      { specs: [skipped('no Electron'), { tests: [{ status: 'expected', annotations: [] }] }] },
      { suites: [{ specs: [skipped('no Electron'), skipped()] }] },
    ],
  };
  expect(reasonsForSkipping(report)).toEqual(['2 skipped: no Electron', '1 skipped: no reason given']);
  expect(reasonsForSkipping(null)).toEqual([]);
});
