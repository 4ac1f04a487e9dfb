/**
 * Injects vouchers and forwards them until it is killed: `node forwarding-victim.ts <file> <first number> <url of the API>`.
 * Writes `I <number>`, one a line and only after the commit was acknowledged.
 */
import { writeSync } from 'node:fs';
import { OutboxDispatcher } from '@tillbridge/journal';
import { openStore } from '@tillbridge/store-sqlite';
import { memoryLog, seededRandom } from '@tillbridge/testkit';
import { createVoucherDesk } from '@tillbridge/vouchers';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { systemClock, systemDigest } from '../node-ports.ts';
import { openMplusApi } from '../vouchers/open-mplus-api.ts';
import { bought, SHOP, voucherSettings } from './mplus-api-samples.ts';

const STDOUT = 1;
const MOST_AT_ONCE = 4;

const [file = '', first = '1', url = ''] = process.argv.slice(2);
const clock = systemClock();
const random = seededRandom(Number(first));
const log = memoryLog();
const store = openStore({ file, digest: systemDigest(), clock, log });
const rooms = openMplusApi(
  { tills: [], listen: { port: 8_620, frameOrigins: [], names: [], lan: null } },
  voucherSettings({ url }),
  { store, http: createNodeHttpExchange({ clock }), clock, random, log, notice: () => undefined },
);
const dispatcher = new OutboxDispatcher({ store, clock, random, log, handlers: rooms.handlers });
store.onOutbox(() => dispatcher.kick());
const desk = createVoucherDesk(
  {
    store: store.vouchers,
    clock,
    random,
    log,
    catalogue: rooms.catalogue,
    venue: { standing: () => ({ kind: 'alone' }) },
    forwarding: rooms.forwarding,
  },
  { timeZone: 'Europe/Amsterdam', holdMs: 60_000, offline: { kind: 'deny' }, isMisread: () => false },
);
dispatcher.start();

let next = Number(first);
for (;;) {
  const atOnce = 1 + Math.floor(random.fraction() * MOST_AT_ONCE);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const number = next;
      next += 1;
      await desk.inject({
        shop: SHOP,
        by: 'rest',
        operation: 'inject',
        idempotencyKey: null,
        digest: 'digest',
        vouchers: [bought(`TCK-${number}`, { BURGER: 1 })],
        requestId: `request-${number}`,
        responseOf: () => '201',
      });
      writeSync(STDOUT, `I ${number}\n`);
    }),
  );
}
