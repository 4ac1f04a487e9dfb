/**
 * `npm run -s bench -- NAME [--json]`: measures one question and prints its figures, each beside a limit or a peer measured
 * in the same run. With `--json` a line per metric, otherwise a table.
 */
import { parseArgs } from 'node:util';
import { displayBench } from './display.ts';
import { memoryBench } from './memory.ts';
import { openPaymentsBench } from './open-payments.ts';
import { providersBench } from './providers.ts';
import { relayBench } from './relay.ts';
import { type Finding, printFindings } from './report.ts';
import { startBench } from './start.ts';
import { vouchersBench } from './vouchers.ts';
import { zvtBench } from './zvt.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
  relay: relayBench,
  start: startBench,
  memory: memoryBench,
  display: displayBench,
  zvt: zvtBench,
  providers: async () => [...(await providersBench()), ...(await openPaymentsBench())],
  vouchers: () => vouchersBench(),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const [name = ''] = positionals;
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`which one? ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
printFindings(await bench(), values.json ?? false);
