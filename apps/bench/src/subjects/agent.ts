/**
 * The agent under measurement. `agent.ts FOLDER`: with a provider that answers at once; `--pay HOST`: the agent talks to
 * that one over HTTP instead, and shows its windows; `--zvt PORT`: its card terminal is on TCP on this machine; `--settings
 * FILE`: a shop with providers on this machine. Prints its port when ready.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings, startAgent } from '@tillbridge/agent';
import { instantPay } from './instant-pay.ts';
import { BENCH_ENVIRONMENT, benchSettings, zvtSettings } from './settings.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pay: { type: 'string' }, zvt: { type: 'string' }, settings: { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('usage: agent.ts FOLDER [--pay HOST] [--zvt PORT] [--settings FILE]');

const file = values.settings ?? join(folder, 'tillbridge.yaml');
const data = join(folder, 'data');
if (values.settings === undefined) {
  writeFileSync(
    file,
    values.zvt === undefined
      ? benchSettings(data, values.pay ?? 'https://pay.example')
      : zvtSettings(data, Number(values.zvt)),
  );
}
const loaded = await loadSettings(file, BENCH_ENVIRONMENT);
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const agent = await startAgent({
  settings: loaded.settings,
  assets:
    values.pay === undefined
      ? { cashier: new Map(), display: new Map() }
      : { cashier: built('cashier'), display: built('display') },
  ...(values.pay === undefined && values.settings === undefined ? { ports: { http: instantPay() } } : {}),
});
console.log(
  JSON.stringify({
    port: Number(new URL(agent.address).port),
    cashier: agent.launchToken('cashier'),
    display: agent.launchToken('display'),
  }),
);
process.once('SIGTERM', () => {
  agent.close().then(() => process.exit(0));
});

function built(window: string): string {
  return join(import.meta.dirname, '../../..', window, 'dist');
}
