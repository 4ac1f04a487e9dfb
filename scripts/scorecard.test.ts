/** The scorecard of docs/providers.md: every case of the contract suites, for every provider over real HTTP. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CASES_LINE, type ContractCase } from './test/case-reporter.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'packages/agent/src/http');
const PAGE = join(ROOT, 'docs/providers.md');
const FROM = '<!-- scorecard: begin -->\n';
const UNTIL = '<!-- scorecard: end -->';
/** What every contract suite is called after its subject. */
const SUITE = / keeps the contract of (?:a card terminal|a QR provider|an account)/;
const TITLES: Readonly<Record<string, string>> = { pay: 'Pay.', msp: 'MultiSafepay', kc: 'Kassa Compleet' };
const RUN_WITHIN_MS = 180_000;

async function contractCases(): Promise<readonly ContractCase[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('-drivers.contract.test.ts'));
  const args = [
    'run',
    '--reporter=./scripts/test/case-reporter.ts',
    ...files.map((name) => `packages/agent/src/http/${name}`),
  ];
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  // A run of its own: it must not take itself for a worker of this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const ran = promisify(execFile)(process.execPath, [vitest, ...args], {
    cwd: ROOT,
    env,
    maxBuffer: 64 * 1_024 * 1_024,
  });
  // A run with cases that fail ends badly and has told of them all the same.
  const { stdout } = await ran.catch((error: { stdout: string }) => error);
  const line = stdout.split('\n').find((one) => one.startsWith(CASES_LINE));
  if (line === undefined) throw new Error('the contract suites told nothing');
  return JSON.parse(line.slice(CASES_LINE.length)) as ContractCase[];
}

/** One table for each provider: its suites, how many cases each keeps, and what it leaves out, with the reason. */
function scorecard(cases: readonly ContractCase[]): string {
  const files = [...new Set(cases.map(({ file }) => basename(file)))].toSorted();
  return files
    .map(
      (file) =>
        `${section(
          file,
          cases.filter((one) => basename(one.file) === file),
        )}\n`,
    )
    .join('\n');
}

function section(file: string, cases: readonly ContractCase[]): string {
  const name = file.replace('-drivers.contract.test.ts', '');
  const suites = new Map<string, ContractCase[]>();
  for (const one of cases) {
    if (SUITE.test(one.suite)) suites.set(subjectOf(one.suite), [...(suites.get(subjectOf(one.suite)) ?? []), one]);
  }
  const rows = [...suites].map(([subject, of]) => {
    const kept = of.filter(({ state }) => state === 'passed').length;
    return `| ${subject} | ${kept} of ${of.length} | ${leftOut(of)} |`;
  });
  return [`### ${TITLES[name] ?? name}`, '', '| What | Cases kept | Left out |', '|---|---|---|', ...rows].join('\n');
}

function subjectOf(suite: string): string {
  return suite.split(SUITE)[0]?.replace(/,$/, '') ?? suite;
}

function leftOut(cases: readonly ContractCase[]): string {
  const reasons = new Map<string, string[]>();
  for (const { state, why, name } of cases) {
    if (state === 'passed') continue;
    reasons.set(why ?? state, [...(reasons.get(why ?? state) ?? []), name]);
  }
  return [...reasons].map(([why, names]) => `${why}: ${names.join('; ')}`).join('. ');
}

test('docs/providers.md says what every provider keeps of the contract (vitest -u writes it anew)', {
  timeout: RUN_WITHIN_MS,
}, async () => {
  const cases = await contractCases();
  expect(cases.filter(({ state }) => state === 'failed').map(({ suite, name }) => `${suite}: ${name}`)).toEqual([]);
  const page = readFileSync(PAGE, 'utf8');
  const [from, until] = [page.indexOf(FROM), page.indexOf(UNTIL)];
  expect(from, 'the marks of the table').toBeGreaterThan(0);
  const written = `${page.slice(0, from)}${FROM}\n${scorecard(cases)}\n${page.slice(until)}`;
  await expect(written).toMatchFileSnapshot(PAGE);
});
