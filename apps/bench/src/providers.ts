/**
 * What Tillbridge adds to a payment over a provider's cloud: from the moment the till's signed start leaves until a poll
 * hears "paid", without the time between the create and the money in the simulator's own books. Agent, store, create,
 * the provider's call back, the question that follows it, the receipt and the till's polls are all in it.
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { startPaySimulator } from '@tillbridge/simulators/pay';
import { startChild, withFolder } from './child.ts';
import { freePort } from './free-port.ts';
import { HttpClient } from './http-client.ts';
import { type Finding, metric } from './report.ts';
import { percentile } from './stats.ts';
import { providerSettings } from './subjects/provider-settings.ts';
import { PAID_SOON, pollBody, type SignedBody, startBody } from './webhook-traffic.ts';

export interface ProvidersBenchOptions {
  readonly payments?: number;
  /** Before the first that counts. */
  readonly warmUp?: number;
}

/** Guests who pay after the create has been answered, so that each call back finds its payment. */
const GUEST = { afterMs: 20 } as const;
/** Between two payments, so that none waits for another's share of a provider's rate limit. */
const REST_MS = 150;
const POLL_AGAIN_MS = 2;
const PATIENCE_MS = 20_000;
const LIMIT_MS = 20;
const PIN = 'K_PAY_PIN';
const QR = 'K_PAY_QR';

interface Cloud {
  charges(): readonly { readonly orderId: string; readonly at: number }[];
  order(name: string): { readonly createdAt: number } | undefined;
}

export function providersBench(options: ProvidersBenchOptions = {}): Promise<readonly Finding[]> {
  const { payments = 80, warmUp = 15 } = options;
  return withFolder(async (folder) => {
    const port = await freePort();
    const approve = { outcome: 'approve', ...GUEST } as const;
    const quick = { port: 0, presentAfterMs: 0, processMs: 0, terminalAutopilot: approve, pageAutopilot: approve };
    const pay = await startPaySimulator(quick);
    const msp = await startMspSimulator(quick);
    const kc = await startKcSimulator({ port: 0, autopilot: { outcome: 'pay', ...GUEST } });
    const file = join(folder, 'tillbridge.yaml');
    const addresses = { port, pay: pay.url, multisafepay: msp.baseUrl, kassaCompleet: kc.apiUrl };
    await writeFile(file, providerSettings(join(folder, 'data'), addresses));
    const agent = await startChild(join(import.meta.dirname, 'subjects', 'agent.ts'), [folder, '--settings', file]);
    const client = new HttpClient(port, 2);
    const routes: readonly (readonly [string, Cloud, number, string])[] = [
      ['pay_terminal', pay, 1, PIN],
      ['pay_qr', pay, 1, QR],
      ['msp_terminal', msp, 2, PIN],
      ['msp_qr', msp, 2, QR],
      ['kc_qr', kc, 3, QR],
    ];
    try {
      const findings: Finding[] = [];
      for (const [name, cloud, till, method] of routes) {
        const samples: number[] = [];
        for (let n = 0; n < warmUp + payments; n += 1) {
          const ms = await payOnce(client, cloud, till, method);
          if (n >= warmUp) samples.push(ms);
          await rest(REST_MS);
        }
        const limit = { what: 'limit (ms)', value: LIMIT_MS };
        findings.push(metric('providers', `own_p95_${name}`, percentile(samples, 0.95), 'ms', limit, 'ratio ≤ 1'));
      }
      return findings;
    } finally {
      client.close();
      await agent.stop();
      await Promise.all([pay.close(), msp.close(), kc.close()]);
    }
  });
}

/** Milliseconds of our own. Throws unless the money moved once. */
async function payOnce(client: HttpClient, cloud: Cloud, till: number, method: string): Promise<number> {
  const id = randomUUID();
  const start = startBody(id, till, PAID_SOON, method);
  const before = cloud.charges().length;
  const left = performance.now();
  await post(client, start);
  for (const giveUpAt = left + PATIENCE_MS; ; ) {
    const { body } = await post(client, pollBody(id, till, method));
    if (body.includes('"confirmed":true')) break;
    if (body.includes('"cancelled":true')) throw new Error(`a payment was not paid: ${body.toString()}`);
    if (performance.now() > giveUpAt) throw new Error('a payment never ended');
    await rest(POLL_AGAIN_MS);
  }
  const whole = performance.now() - left;
  const charges = cloud.charges();
  const charge = charges.at(-1);
  const order = charge === undefined ? undefined : cloud.order(charge.orderId);
  if (charge === undefined || order === undefined || charges.length !== before + 1) {
    throw new Error(`one payment, ${charges.length - before} charges`);
  }
  return whole - (charge.at - order.createdAt);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function post(client: HttpClient, { path, headers, body }: SignedBody) {
  const answer = await client.post(path, headers, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString()}`);
  return answer;
}
