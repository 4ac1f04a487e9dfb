/**
 * What a till waits for. `poll` and `start` are verified, answered and signed by the whole agent, with a provider that
 * answers at once; the peer is a bare Fastify round trip plus one bare full-sync commit on the same disk.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { bareCommitMs } from './bare-commit.ts';
import { type Child, startChild, withFolder } from './child.ts';
import { debianWebhookMs } from './debian-webhook.ts';
import { HttpClient } from './http-client.ts';
import { type Metric, metric } from './report.ts';
import { median, percentile } from './stats.ts';
import { BENCH_TILLS } from './subjects/settings.ts';
import { pollBody, type SignedBody, STAYS_OPEN, startBody } from './webhook-traffic.ts';

const ROUNDS = 5;
const PER_ROUND = 200;
/**
 * Untimed calls between two timed ones, as a till polls between two starts: what follows from the one before is done
 * then, and the processor hasn't gone to sleep. The peers get the same.
 */
const BETWEEN = 4;
const POLL_AGAIN_MS = 5;
const TERMINALS_FREE_MS = 2_000;
const CONNECTIONS = 16;
/** What 16 connections send at once: as many starts as there are free terminals. */
const BURST = 400;
const BURSTS = 7;
const RATE_PER_S = 200;
const RATE_SECONDS = 10;
const OPEN_PAYMENTS = 50;
/** Tills 1 to 9 keep a payment open for the polls, the last fifty for the steady rate. */
const FIRST_TILL = 10;
const LAST_TILL = BENCH_TILLS - OPEN_PAYMENTS;
const OPEN_TILLS_FROM = LAST_TILL + 1;

export async function relayBench(): Promise<readonly Metric[]> {
  return withFolder(async (folder) => {
    const bare = await startChild(subject('bare-server.ts'), [folder]);
    const agent = await startChild(subject('agent.ts'), [folder]);
    try {
      return [
        ...(await latency(folder, bare, agent)),
        await throughput(bare, agent),
        await steadyRate(agent),
        ...(await besideDebianWebhook(agent)),
      ];
    } finally {
      await Promise.all([bare.stop(), agent.stop()]);
    }
  });
}

async function latency(folder: string, bare: Child, agent: Child): Promise<readonly Metric[]> {
  const bareClient = new HttpClient(portOf(bare), 1);
  const agentClient = new HttpClient(portOf(agent), 1);
  const medians = { echo: [] as number[], commit: [] as number[], poll: [] as number[], start: [] as number[] };
  const known = randomUUID();
  await post(agentClient, startBody(known, 1, STAYS_OPEN));
  const poll = () => post(agentClient, pollBody(known, 1));
  const sample = startBody(randomUUID(), 2);
  const echo = () => bareClient.post('/echo', sample.headers, sample.body);
  // The first round warms up and doesn't count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const figures = {
      echo: await series(echo, echo),
      commit: bareCommitMs(folder, PER_ROUND),
      poll: await series(poll, poll),
      start: await series(() => post(agentClient, startBody(randomUUID(), nextTill())), poll),
    };
    if (round === 0) continue;
    medians.echo.push(figures.echo);
    medians.commit.push(figures.commit);
    medians.poll.push(figures.poll);
    medians.start.push(figures.start);
  }
  bareClient.close();
  agentClient.close();
  const peer = {
    what: 'bare Fastify + one full-sync commit (ms)',
    value: median(medians.echo) + median(medians.commit),
  };
  return [
    metric('relay', 'poll_p50', median(medians.poll), 'ms', peer, 'ratio ≤ 1.5'),
    metric('relay', 'start_p50', median(medians.start), 'ms', peer, 'ratio ≤ 1.5'),
  ];
}

/** The median of one round. */
async function series(timed: () => Promise<{ ms: number }>, between: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let n = 0; n < PER_ROUND; n += 1) {
    for (let m = 0; m < BETWEEN; m += 1) await between();
    samples.push((await timed()).ms);
  }
  return percentile(samples, 0.5);
}

/** Bursts: what is sent together is answered together. Between two of them every payment is followed to its end. */
async function throughput(bare: Child, agent: Child): Promise<Metric> {
  const rates = { bare: [] as number[], agent: [] as number[] };
  const bareClient = new HttpClient(portOf(bare), CONNECTIONS);
  const agentClient = new HttpClient(portOf(agent), CONNECTIONS);
  // The payments of the latency rounds end with their first status call; then every terminal is free.
  await rest(TERMINALS_FREE_MS);
  for (let round = 0; round <= BURSTS; round += 1) {
    const sales = Array.from({ length: BURST }, () => ({ id: randomUUID(), till: nextTill() }));
    const bodies = sales.map(({ id, till }) => startBody(id, till));
    const one = await rate(bodies, (body) => bareClient.post('/commit', body.headers, body.body));
    const ours = await rate(bodies, (body) => post(agentClient, body));
    for (const { id, till } of sales) await paid(agentClient, id, till);
    if (round === 0) continue;
    rates.bare.push(one);
    rates.agent.push(ours);
  }
  bareClient.close();
  agentClient.close();
  const peer = { what: 'a server that commits once a request (1/s)', value: median(rates.bare) };
  return metric('relay', 'start_throughput_c16', median(rates.agent), '1/s', peer, 'ratio ≥ 3');
}

async function paid(client: HttpClient, id: string, till: number): Promise<void> {
  for (;;) {
    const { body } = await post(client, pollBody(id, till));
    if (body.includes('"confirmed":true')) return;
    if (body.includes('"cancelled":true')) throw new Error(`a start of the burst was refused: ${body.toString()}`);
    await rest(POLL_AGAIN_MS);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function rate(bodies: readonly SignedBody[], send: (body: SignedBody) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await send(body);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return (bodies.length / (performance.now() - began)) * 1000;
}

/** 200 events a second, nine polls to a start, with fifty payments open; sent on time whatever the answers do. */
async function steadyRate(agent: Child): Promise<Metric> {
  const client = new HttpClient(portOf(agent), 64);
  const open = Array.from({ length: OPEN_PAYMENTS }, () => randomUUID());
  for (const [n, id] of open.entries()) await post(client, startBody(id, OPEN_TILLS_FROM + n, STAYS_OPEN));
  const samples: number[] = [];
  const pending: Promise<unknown>[] = [];
  const began = performance.now();
  for (let n = 0; n < RATE_PER_S * RATE_SECONDS; n += 1) {
    const dueMs = (n * 1000) / RATE_PER_S;
    const waitMs = began + dueMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const id = open[n % open.length] ?? '';
    const body = n % 10 === 0 ? startBody(randomUUID(), nextTill()) : pollBody(id, OPEN_TILLS_FROM + (n % open.length));
    pending.push(post(client, body).then(({ ms }) => samples.push(ms)));
  }
  await Promise.all(pending);
  client.close();
  const limit = { what: 'limit (ms)', value: 10 };
  return metric('relay', 'p99_at_200eps', percentile(samples, 0.99), 'ms', limit, '≤ 10 ms');
}

async function besideDebianWebhook(agent: Child): Promise<readonly Metric[]> {
  if (spawnSync('webhook', ['-version']).error !== undefined) {
    console.error('debian_webhook_p50 left out: no `webhook` here; `apt-get install webhook` brings it');
    return [];
  }
  const client = new HttpClient(portOf(agent), 1);
  const known = randomUUID();
  await post(client, startBody(known, 3, STAYS_OPEN));
  const poll = () => post(client, pollBody(known, 3));
  const ours = await series(poll, poll);
  client.close();
  const theirs = await debianWebhookMs(PER_ROUND);
  const peer = { what: "Debian's webhook running /bin/true (ms)", value: theirs };
  return [metric('relay', 'debian_webhook_p50', ours, 'ms', peer, 'told, no goal')];
}

async function post(client: HttpClient, { path, headers, body }: SignedBody) {
  const answer = await client.post(path, headers, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString()}`);
  return answer;
}

let turn = FIRST_TILL;

/** Starts go round the tills that have no payment open. */
function nextTill(): number {
  turn = turn === LAST_TILL ? FIRST_TILL : turn + 1;
  return turn;
}

function subject(name: string): string {
  return join(import.meta.dirname, 'subjects', name);
}

function portOf(child: Child): number {
  const { port } = child.ready;
  if (typeof port !== 'number') throw new Error('no port in the ready line');
  return port;
}
