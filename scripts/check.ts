/**
 * `npm test`, `npm run check`: everything that must hold before a change is taken in, cheapest first; the first stage
 * that fails ends the run. The last line is always `N passed, N failed`: the tests of Vitest and Playwright, plus one
 * for each of the other stages. `--only STAGE` runs one stage.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.ts';
import { bringChromium } from './chromium.ts';
import {
  type Counts,
  countsLine,
  countsOfPlaywright,
  countsOfVitest,
  ONE_FAILED,
  ONE_PASSED,
  reasonsForSkipping,
  sum,
} from './counts.ts';
import { bringHelpers } from './debian-packages.ts';
import { runNode, TOP, toolFile } from './tools.ts';

interface Stage {
  readonly name: string;
  readonly about: string;
  /** @param reports a folder for report files, gone after the run */
  run(reports: string): Promise<Counts>;
}

const STAGES: readonly Stage[] = [
  stage('lint', 'format and lint (Biome)', () =>
    tool('@biomejs/biome', 'biome', ['ci', '--error-on-warnings', ...(process.stdout.isTTY ? [] : ['--colors=off'])]),
  ),
  stage('edges', 'allowed edges', () => script('check-edges.ts')),
  stage('licences', 'licences of what is shipped', () => script('check-licences.ts')),
  stage('types', 'types (TypeScript)', () => tool('typescript', 'tsc', ['-b'])),
  stage('unused', 'unused code (Knip)', () => tool('knip', 'knip', [])),
  { name: 'unit', about: 'unit and contract tests (Vitest)', run: runVitest },
  stage('build', 'build of the windows', async () => {
    await buildIfStale();
    return 0;
  }),
  { name: 'e2e', about: 'browser tests (Playwright)', run: runPlaywright },
];

function stage(name: string, about: string, work: () => Promise<number>): Stage {
  return { name, about, run: async () => ((await work()) === 0 ? ONE_PASSED : ONE_FAILED) };
}

function tool(packageName: string, command: string, args: readonly string[]): Promise<number> {
  return runNode([toolFile(packageName, command), ...args]);
}

function script(file: string): Promise<number> {
  return runNode([path.join(import.meta.dirname, file)]);
}

async function runVitest(reports: string): Promise<Counts> {
  bringHelpers();
  const report = path.join(reports, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return counted(await tool('vitest', 'vitest', args), report, countsOfVitest);
}

async function runPlaywright(reports: string): Promise<Counts> {
  await bringChromium();
  const report = path.join(reports, 'playwright.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await runNode([toolFile('playwright', 'playwright'), 'test', '--reporter=list,json'], { env });
  for (const reason of reasonsForSkipping(readReport(report))) console.log(reason);
  return counted(code, report, countsOfPlaywright);
}

/** A runner that ends badly without naming a failed test (a leaked handle, a crash) is a failure all the same. */
function counted(exitCode: number, report: string, read: (report: unknown) => Counts): Counts {
  const counts = read(readReport(report));
  const silent = exitCode !== 0 && counts.failed === 0;
  return silent ? sum([counts, ONE_FAILED]) : counts;
}

/** Null when the runner ended before it wrote one. */
function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

async function runStages(stages: readonly Stage[]): Promise<Counts> {
  const reports = mkdtempSync(path.join(tmpdir(), 'tillbridge-check-'));
  const results: Counts[] = [];
  try {
    for (const one of stages) {
      console.log(`\n── ${one.name}: ${one.about}`);
      const started = performance.now();
      const counts = await one.run(reports).catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        return ONE_FAILED;
      });
      results.push(counts);
      console.log(`── ${one.name}: ${countsLine(counts)} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      if (counts.failed > 0) break;
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return sum(results);
}

function chosenStages(): readonly Stage[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return STAGES;
  const chosen = STAGES.filter((one) => one.name === values.only);
  if (chosen.length > 0) return chosen;
  throw new Error(`There is no stage "${values.only}". Stages: ${STAGES.map((one) => one.name).join(', ')}.`);
}

if (import.meta.main) {
  process.chdir(TOP);
  try {
    const counts = await runStages(chosenStages());
    console.log(`\n${countsLine(counts)}`);
    process.exitCode = counts.failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
