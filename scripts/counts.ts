export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const ONE_PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of a check: `12 passed, 0 failed`, with `, 3 skipped` when something was. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Reads Vitest's JSON report. A test file that didn't load has no tests of its own and counts as one failure. */
export function countsOfVitest(report: unknown): Counts {
  const unloaded = arrayAt(report, 'testResults').filter(
    (file) => textAt(file, 'status') === 'failed' && arrayAt(file, 'assertionResults').length === 0,
  ).length;
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests') + unloaded,
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  };
}

/** Reads Playwright's JSON report. Errors outside of tests (a spec that didn't load) count as failures. */
export function countsOfPlaywright(report: unknown): Counts {
  const stats = fieldOf(report, 'stats');
  return {
    passed: numberAt(stats, 'expected') + numberAt(stats, 'flaky'),
    failed: numberAt(stats, 'unexpected') + arrayAt(report, 'errors').length,
    skipped: numberAt(stats, 'skipped'),
  };
}

/** The reasons Playwright's JSON report gives for skipped tests, each once with the number of tests it stands for. */
export function reasonsForSkipping(report: unknown): string[] {
  const counts = new Map<string, number>();
  const look = (suite: unknown): void => {
    for (const inner of arrayAt(suite, 'suites')) look(inner);
    for (const test of arrayAt(suite, 'specs').flatMap((spec) => arrayAt(spec, 'tests'))) {
      if (textAt(test, 'status') !== 'skipped') continue;
      const note = arrayAt(test, 'annotations').find((one) => ['skip', 'fixme'].includes(textAt(one, 'type')));
      const reason = textAt(note, 'description') || 'no reason given';
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  };
  look(report);
  return [...counts].map(([reason, count]) => `${count} skipped: ${reason}`);
}

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
}

function numberAt(value: unknown, name: string): number {
  const found = fieldOf(value, name);
  return typeof found === 'number' ? found : 0;
}

function textAt(value: unknown, name: string): string {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : '';
}

function arrayAt(value: unknown, name: string): readonly unknown[] {
  const found = fieldOf(value, name);
  return Array.isArray(found) ? found : [];
}
