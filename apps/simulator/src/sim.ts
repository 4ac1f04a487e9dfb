/** `npm run sim -- NAME`: a simulator alone, for other people's integrations. */
import { describeError } from '@tillbridge/kernel';
import { readFlags } from './rig/flags.ts';
import { SIMS } from './sims/index.ts';

const names = SIMS.map((sim) => sim.name);
const values = [...new Map(SIMS.flatMap((sim) => sim.values.map((value) => [value.name, value] as const))).values()];

const {
  values: given,
  flags,
  words,
} = readFlags({
  usage: usage(),
  values: values.map((value) => value.name),
  flags: ['json'] as const,
});

const wanted = words[0] ?? 'all';
const sim = SIMS.find((known) => known.name === wanted);
if (sim === undefined) {
  console.error(usage());
  process.exit(2);
}
const foreign = Object.keys(given).filter((name) => !sim.values.some((value) => value.name === name));
if (foreign.length > 0) {
  console.error(`--${foreign.join(', --')}: not for ${sim.name}\n\n${usage()}`);
  process.exit(2);
}

const running = await sim.start(given).catch((error: unknown) => {
  console.error(describeError(error));
  process.exit(1);
});

if (flags.json) console.log(JSON.stringify({ event: 'ready', ...running.addresses }));
else console.log(`${running.introduction}\n\nAll keys are the demo's. Ctrl+C ends it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.close().then(() => process.exit(0));
  });
}

function usage(): string {
  const kinds = SIMS.map((known) => `  ${known.name.padEnd(6)} ${known.about}`);
  const pairs = values.map((value) => {
    const for_ = SIMS.filter((known) => known.values.some((one) => one.name === value.name)).map((known) => known.name);
    return `  ${`--${value.name} ${value.word}`.padEnd(20)} ${value.about} [${for_.join(', ')}]`;
  });
  return [
    `npm run sim -- ${names.join('|')} [--json] [...]`,
    kinds.join('\n'),
    [...pairs, `  ${'--json'.padEnd(20)} one line of JSON instead of a text`].join('\n'),
  ].join('\n\n');
}
