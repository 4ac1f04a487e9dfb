/** The resident set of the `tillbridge` command over ten thousand payments, and its slope over the last half. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtCommand, type Child, startChild, withFolder } from './child.ts';
import { HttpClient } from './http-client.ts';
import { type Metric, metric } from './report.ts';
import { residentMb } from './resident.ts';
import { slope } from './stats.ts';
import { serveInstantPay } from './subjects/instant-pay.ts';
import { BENCH_ENVIRONMENT, benchSettings } from './subjects/settings.ts';
import { pollBody, startBody } from './webhook-traffic.ts';

const PAYMENTS = 10_000;
const SAMPLE_EVERY = 250;
const CONNECTIONS = 60;
const POLL_EVERY_MS = 50;
/** Several sales at once, as on a busy Saturday. */
const TILLS = 60;
/** A slope below this is noise of the collector, not a leak. */
const SLOPE_LIMIT = 0.5;

export function memoryBench(): Promise<readonly Metric[]> {
  return withFolder(async (folder) => {
    const pay = await serveInstantPay();
    const settings = join(folder, 'tillbridge.yaml');
    await writeFile(settings, benchSettings(join(folder, 'data'), pay.url, TILLS));
    const [first, ...rest] = builtCommand();
    const agent = await startChild(first, [...rest, 'run', '--config', settings, '--json'], BENCH_ENVIRONMENT);
    try {
      const samples = await drive(agent);
      const last = samples.at(-1)?.y ?? Number.NaN;
      const half = samples.slice(Math.floor(samples.length / 2));
      return [
        metric('memory', 'rss', last, 'MB', { what: 'limit (MB)', value: 150 }, '≤ 150 MB'),
        metric(
          'memory',
          'slope',
          slope(half),
          'MB/1000',
          { what: 'limit (MB/1000 payments)', value: SLOPE_LIMIT },
          '~ 0',
        ),
      ];
    } finally {
      await agent.stop();
      await pay.close();
    }
  });
}

/** Each payment is started, polled until paid, and so handed over. x: thousands of payments, y: MB. */
async function drive(agent: Child): Promise<readonly { x: number; y: number }[]> {
  const client = new HttpClient(Number(new URL(String(agent.ready.address)).port), CONNECTIONS);
  const samples: { x: number; y: number }[] = [];
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < PAYMENTS) {
      next += 1;
      const till = (next % TILLS) + 1;
      const id = randomUUID();
      await client.post(...parts(startBody(id, till)));
      for (let paid = false; !paid; ) {
        await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
        const answer = await client.post(...parts(pollBody(id, till)));
        paid = answer.body.includes('"confirmed":true') || answer.body.includes('"cancelled":true');
      }
      done += 1;
      if (done % SAMPLE_EVERY === 0) samples.push({ x: done / 1000, y: residentMb(agent.pid) });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  client.close();
  return samples;
}

function parts({ path, headers, body }: ReturnType<typeof startBody>): Parameters<HttpClient['post']> {
  return [path, headers, body];
}
