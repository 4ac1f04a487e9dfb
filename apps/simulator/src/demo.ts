/** `npm run demo -- --scenario all|NAME[,NAME] [--json] [--jobs N]`: plays the shop without a screen, and exits. */
import { endOnSignals } from './rig/end-on-signals.ts';
import { readFlags, readNumber } from './rig/flags.ts';
import { ShopFailure, withShop } from './rig/shop-rig.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Scenario, ScenarioResult } from './scenarios/scenario.ts';

const USAGE = `npm run demo -- [--scenario all|NAME[,NAME]] [--json] [--jobs N] [--list]

Plays the shop once without a screen: a till, the agent and the payment cloud as processes that talk real HTTP.
Each scenario is checked on three sides: what the till was told, what the payment cloud charged, what the journal says.
--json prints one line per scenario: {"scenario", "ok", "ms", "detail"}. The exit code is 1 when any fails.`;

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

const failed = results.filter((result) => !result.ok).length;
if (!flags.json) console.log(`\n${results.length - failed} ok, ${failed} failed`);
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
  const finish = (ok: boolean, detail: string): ScenarioResult => ({
    scenario: scenario.name,
    ok,
    ms: Math.round(performance.now() - begun),
    detail,
  });
  try {
    return finish(true, await withShop(scenario.shop ?? {}, (shop) => scenario.play(shop)));
  } catch (error) {
    if (!flags.json && error instanceof ShopFailure) console.error(error.logs);
    return finish(false, describe(error));
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
  const mark = result.ok ? 'ok  ' : 'FAIL';
  console.log(`${mark} ${result.scenario.padEnd(nameWidth)} ${String(result.ms).padStart(6)} ms  ${result.detail}`);
}
