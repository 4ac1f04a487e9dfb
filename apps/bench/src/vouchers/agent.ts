/** What a ticket shop and a till wait for: a whole agent in a process of its own, over HTTP. */
import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild, withShippedFlags } from '../child.ts';
import { HttpClient } from '../http-client.ts';
import { mostResidentMb } from '../resident.ts';
import { median, percentile } from '../stats.ts';
import { BENCH_ENVIRONMENT, voucherSettings } from '../subjects/settings.ts';
import { completeBody, type SignedBody, scanBody } from '../webhook-traffic.ts';
import { BareBulk } from './bulk.ts';
import { type Latency, overRounds, strolling } from './own.ts';
import { articleOf, BENCH_SHOP_KEY, codeOf, orderOf, productOf } from './samples.ts';

const BATCH = 500;
/** So many batches by the agent and as many bare, in turn. */
const BATCHES_A_ROUND = 3;
const SCANS_A_ROUND = 150;

export interface AgentFigures {
  readonly injectMs: number;
  readonly bareInjectMs: number;
  readonly scan: Latency;
  readonly mostResidentMb: number;
}

/** `data`: a data folder whose journal holds `size` vouchers. */
export async function measureAgent(
  folder: string,
  data: string,
  journal: string,
  { size, rounds }: { readonly size: number; readonly rounds: number },
): Promise<AgentFigures> {
  const copy = join(folder, 'copy.db');
  copyFileSync(journal, copy);
  const settings = join(folder, 'tillbridge.yaml');
  await writeFile(settings, voucherSettings(data));
  const [first, ...rest] = withShippedFlags(join(import.meta.dirname, '../subjects/agent.ts'));
  const agent = await startChild(first, [...rest, folder, '--settings', settings], BENCH_ENVIRONMENT);
  const client = new HttpClient(portOf(agent), 1);
  const bare = new BareBulk(copy);
  try {
    const scan = await scans(client, size, rounds);
    return { scan, ...(await injections(client, bare, size, rounds)), mostResidentMb: mostResidentMb(agent.pid) };
  } finally {
    bare.close();
    client.close();
    await agent.stop();
  }
}

async function injections(client: HttpClient, bare: BareBulk, size: number, rounds: number) {
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first round warms up and doesn't count.
  for (let batch = 0; batch < (rounds + 1) * BATCHES_A_ROUND; batch += 1) {
    const numbers = Array.from({ length: BATCH }, (_, n) => size + batch * BATCH + n);
    const body = Buffer.from(JSON.stringify({ vouchers: numbers.map(injected) }));
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${BENCH_SHOP_KEY}`,
      'idempotency-key': randomUUID(),
    };
    const answer = await client.post('/v1/vouchers', headers, body);
    if (answer.status !== 201) throw new Error(`injection answered ${answer.status}: ${answer.body.toString()}`);
    const began = performance.now();
    bare.insert(numbers, keptAnswer(answer.body.toString()));
    const bareMs = performance.now() - began;
    if (batch < BATCHES_A_ROUND) continue;
    ours.push(answer.ms);
    theirs.push(bareMs);
  }
  return { injectMs: median(ours), bareInjectMs: median(theirs) };
}

function injected(number: number) {
  return {
    code: codeOf(number),
    orderReference: orderOf(number),
    product: productOf(number),
    validUntil: '2035-12-31',
  };
}

/** What an agent keeps for a repeat is about this much of what it answers. */
function keptAnswer(answer: string): string {
  const { vouchers } = JSON.parse(answer);
  return JSON.stringify(
    vouchers.map(
      ({ id, code, entitlements }: { id: string; code: string; entitlements: { id: string; name: string }[] }) => ({
        id,
        code,
        entitlements: entitlements.map((one) => ({ id: one.id, code: null, ruleName: one.name })),
      }),
    ),
  );
}

/** From the signed webhook to the signed answer, with a voucher that takes one piece off the bill. */
async function scans(client: HttpClient, size: number, rounds: number): Promise<Latency> {
  const numbers = strolling(size);
  const measured: number[][] = [];
  // The first round warms up and doesn't count.
  for (let round = 0; round <= rounds; round += 1) {
    const samples: number[] = [];
    for (let n = 0; n < SCANS_A_ROUND; n += 1) {
      const number = numbers.next().value;
      const session = randomUUID();
      const answer = await post(client, scanBody(session, codeOf(number), Number(articleOf(number))));
      const discountId = /"discountId":"([^"]+)"/.exec(answer.body.toString())?.[1];
      if (discountId === undefined) throw new Error(`voucher ${number} gave nothing: ${answer.body.toString()}`);
      samples.push(answer.ms);
      await post(client, completeBody(session, Number(articleOf(number)), discountId));
    }
    if (round > 0) measured.push(samples);
  }
  return { ...overRounds(measured), p99: percentile(measured.flat(), 0.99) };
}

async function post(client: HttpClient, { path, headers, body }: SignedBody) {
  const answer = await client.post(path, headers, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString()}`);
  return answer;
}

function portOf(child: Child): number {
  const { port } = child.ready;
  if (typeof port !== 'number') throw new Error('no port in the ready line');
  return port;
}
