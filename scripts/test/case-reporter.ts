/** Prints one JSON line of every case of the contract suites: what became of it, and why it was skipped. */
import type { Reporter, TestModule } from 'vitest/node';

export const CASES_LINE = 'contract cases: ';

/** A case of a suite, as `scorecard.test.ts` reads it. */
export interface ContractCase {
  readonly file: string;
  readonly suite: string;
  readonly name: string;
  readonly state: string;
  readonly why: string | null;
}

export default class CaseReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module) =>
      [...module.children.allTests()].map((test): ContractCase => {
        const result = test.result();
        return {
          file: module.moduleId,
          suite: test.parent.type === 'suite' ? test.parent.fullName : '',
          name: test.name,
          state: result.state,
          why: result.state === 'skipped' ? (result.note ?? null) : null,
        };
      }),
    );
    process.stdout.write(`${CASES_LINE}${JSON.stringify(cases)}\n`);
  }
}
