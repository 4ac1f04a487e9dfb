/**
 * What the guest and the cashier wait for, in Chromium: from a status call received to both windows flipped, and from
 * the provider's reply to a QR on the glass. Times are taken when the change is in the document and the frame that paints
 * it has begun.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startChild, withFolder } from './child.ts';
import { HttpClient } from './http-client.ts';
import { type PacedPay, startPacedPay, wallMs } from './paced-pay.ts';
import { type Metric, metric } from './report.ts';
import { percentile } from './stats.ts';
import { BENCH_ENVIRONMENT } from './subjects/settings.ts';
import { pollBody, STAYS_OPEN, startBody } from './webhook-traffic.ts';

const PAYMENTS = 40;
const TILL = 1;
const BROWSER_ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

export function displayBench(): Promise<readonly Metric[]> {
  return withFolder(async (folder) => {
    const pay = await startPacedPay(BENCH_ENVIRONMENT.BENCH_PAY_SECRET);
    const agent = await startChild(join(import.meta.dirname, 'subjects', 'agent.ts'), [folder, '--pay', pay.url]);
    const browser = await chromium.launch({
      executablePath: browserPath(),
      args: process.getuid?.() === 0 ? [...BROWSER_ARGS, '--no-sandbox'] : BROWSER_ARGS,
    });
    try {
      const open = async (window: 'cashier' | 'display') => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await page.goto(`http://127.0.0.1:${agent.ready.port}/${window}/?till=3-${TILL}#t=${agent.ready[window]}`);
        return page;
      };
      const cashier = await open('cashier');
      const display = await open('display');
      await display.waitForSelector('[data-screen="idle"]');
      return await measure(Number(agent.ready.port), pay, cashier, display);
    } finally {
      await browser.close();
      await agent.stop();
      await pay.close();
    }
  });
}

async function measure(port: number, pay: PacedPay, cashier: Page, display: Page): Promise<readonly Metric[]> {
  const client = new HttpClient(port, 4);
  const flips: number[] = [];
  const codes: number[] = [];
  // The first payment warms up and doesn't count.
  for (let n = 0; n <= PAYMENTS; n += 1) {
    const sale = randomUUID();
    const start = startBody(sale, TILL, STAYS_OPEN, 'K_PAY_QR');
    const shown = await watchFor(display, '[data-screen="qr"] canvas');
    await client.post(start.path, start.headers, start.body);
    const qrMs = (await shown()) - pay.answeredAt();
    const { id, reference } = pay.newestOrder();
    pay.pay(id);
    const flipped = await Promise.all([
      watchFor(display, '[data-screen="approved"]'),
      watchFor(cashier, '[data-state="approved"], [data-state="approved-till-not-told"]'),
    ]);
    const call = pay.statusCall(id, reference);
    const sent = wallMs();
    await client.post(`/exchange/pay/${reference}`, call.headers, call.body);
    const flipMs = Math.max(...(await Promise.all(flipped.map((seen) => seen())))) - sent;
    // The till hears of it, so that nothing stays on the cashier's list.
    const poll = pollBody(sale, TILL);
    await client.post(poll.path, poll.headers, poll.body);
    if (n === 0) continue;
    codes.push(qrMs);
    flips.push(flipMs);
  }
  client.close();
  return [
    metric('display', 'flip_p95', percentile(flips, 0.95), 'ms', { what: 'limit (ms)', value: 250 }, '≤ 250 ms'),
    metric('display', 'qr_p95', percentile(codes, 0.95), 'ms', { what: 'limit (ms)', value: 300 }, '≤ 300 ms'),
  ];
}

/**
 * Watches for a new match of `selector`, from the moment this resolves on: what is measured may come within a few
 * milliseconds. The answer tells when the frame that shows it began, in milliseconds since the epoch.
 */
async function watchFor(page: Page, selector: string): Promise<() => Promise<number>> {
  const watching = await page.evaluateHandle((wanted) => {
    const payment = () => document.querySelector(wanted)?.closest('[data-payment]')?.getAttribute('data-payment');
    const known = payment();
    const seen = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector(wanted) === null || payment() === known) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    });
    return { seen };
  }, selector);
  return () => watching.evaluate(({ seen }) => seen);
}

function browserPath(): string {
  const known = [process.env.TILLBRIDGE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = known.find((file) => file !== undefined && existsSync(file));
  if (found === undefined) throw new Error('no Chromium here: npm run setup brings it, TILLBRIDGE_CHROMIUM names one');
  return found;
}
