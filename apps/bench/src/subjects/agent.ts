/**
 * The agent under measurement, with a provider that answers at once. `agent.ts FOLDER [PAY_HOST]`: with a host
 * the agent talks to that one over HTTP instead. Prints its port when ready.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, startAgent } from '@tillbridge/agent';
import { instantPay } from './instant-pay.ts';
import { BENCH_ENVIRONMENT, benchSettings } from './settings.ts';

const [folder, payHost] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: agent.ts FOLDER [PAY_HOST]');

const file = join(folder, 'tillbridge.yaml');
writeFileSync(file, benchSettings(join(folder, 'data'), payHost ?? 'https://pay.example'));
const loaded = await loadSettings(file, BENCH_ENVIRONMENT);
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const agent = await startAgent({
  settings: loaded.settings,
  assets:
    payHost === undefined
      ? { cashier: new Map(), display: new Map() }
      : { cashier: built('cashier'), display: built('display') },
  ...(payHost === undefined ? { ports: { http: instantPay() } } : {}),
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
