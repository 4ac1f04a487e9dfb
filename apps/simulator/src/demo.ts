/** `npm run demo -- --scenario all|NAME[,NAME] [--json] [--jobs N]`: plays the shop without a screen, and exits. */
import { endOnSignals } from './rig/end-on-signals.ts';
import { readFlags, readNumber } from './rig/flags.ts';
import { ShopFailure, withShop } from './rig/shop-rig.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Scenario, ScenarioResult } from './scenarios/scenario.ts';

const USAGE = `npm run demo -- [--scenario all|NAME[,NAME]] [--json] [--jobs N] [--list]

Plays the shop once without a screen: till, agent, payment cloud and terminals as processes on real wires.
Each scenario is checked on three sides: what the till was told, what was charged, what the journal says.
--json prints one line per scenario: {"scenario", "ok", "skipped", "ms", "detail"}. What this machine lacks something for
is skipped, and the detail says what. The exit code is 1 when any fails.`;

const USUAL_JOBS = 2;

endOnSignals();
const { values, flags } = readFlags({
  usage: USAGE,
  values: ['scenario', 'jobs'] as const,
  flags: ['json', 'list'] as const,
});

if (flags.list) {
  for (const scenario of SCENARIOS) console.log(`${scenario.name.padEnd(24)} ${scenario.about}`);
  process.exit(0);
}

const chosen = choose(values.scenario ?? 'all');
const nameWidth = Math.max(...chosen.map((scenario) => scenario.name.length));
const queue = [...chosen];
const results: ScenarioResult[] = [];

await Promise.all(
  Array.from({ length: readNumber('jobs', values.jobs, USUAL_JOBS, 1) }, async () => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      const result = await play(scenario);
      results.push(result);
      print(result);
    }
  }),
);

const count = (holds: (result: ScenarioResult) => boolean): number => results.filter(holds).length;
const skipped = count((result) => result.skipped);
const failed = count((result) => !result.ok && !result.skipped);
if (!flags.json) {
  const and = skipped === 0 ? '' : `, ${skipped} skipped`;
  console.log(`\n${count((result) => result.ok)} ok, ${failed} failed${and}`);
}
process.exit(failed === 0 ? 0 : 1);

function choose(names: string): readonly Scenario[] {
  if (names === 'all') return SCENARIOS;
  return names.split(',').map((name) => {
    const found = SCENARIOS.find((scenario) => scenario.name === name.trim());
    if (found === undefined) {
      console.error(`No scenario is called ${name}. There are: ${SCENARIOS.map((each) => each.name).join(', ')}`);
      process.exit(2);
    }
    return found;
  });
}

async function play(scenario: Scenario): Promise<ScenarioResult> {
  const begun = performance.now();
  const finish = (end: 'ok' | 'failed' | 'skipped', detail: string): ScenarioResult => ({
    scenario: scenario.name,
    ok: end === 'ok',
    skipped: end === 'skipped',
    ms: Math.round(performance.now() - begun),
    detail,
  });
  const lacks = scenario.lacks?.() ?? null;
  if (lacks !== null) return finish('skipped', lacks);
  try {
    return finish('ok', await withShop(scenario.shop ?? {}, (shop) => scenario.play(shop)));
  } catch (error) {
    if (!flags.json && error instanceof ShopFailure) console.error(error.logs);
    return finish('failed', describe(error));
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`;
}

function print(result: ScenarioResult): void {
  if (flags.json) {
    console.log(JSON.stringify(result));
    return;
  }
  const mark = result.ok ? 'ok  ' : result.skipped ? 'skip' : 'FAIL';
  console.log(`${mark} ${result.scenario.padEnd(nameWidth)} ${String(result.ms).padStart(6)} ms  ${result.detail}`);
}
