import { join } from 'node:path';
import {
  type CashierState,
  type CashierView,
  cashierStateSchema,
  INJECTION_LOG_PATH,
  LANGUAGES,
  type Language,
  OVER_USE_PATH,
  VOUCHER_LOOK_UP_PATH,
} from '@tillbridge/contracts';
import { REASON_CODES, type ReasonSituation } from '@tillbridge/language';
import type { Browser, Page } from 'playwright';
import type { FakeAgent } from './fake-agent.ts';
import { sampleAgreement, sampleDifferences } from './sample-report.ts';
import { sampleCashier, samplePayment } from './sample-views.ts';
import { sampleLog, sampleLookUps, sampleOverUse, sampleSaleVouchers } from './sample-vouchers.ts';

const SIZES = { narrow: [400, 760], corner: [420, 720], wide: [960, 700], full: [1366, 768] } as const;

export interface CashierWishes {
  readonly folder: string;
  /** Comma lists, or `all`. */
  readonly languages: string;
  readonly states: string;
  readonly theme: 'light' | 'dark';
}

/** Says which sentences are taller than they may be: a headline of more than two lines, an action of more than three. */
export async function takeCashier(agent: FakeAgent, browser: Browser, wishes: CashierWishes): Promise<void> {
  const { folder, languages, states, theme } = wishes;
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('console', (message) => console.log(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => console.log(`page error: ${error.message}`));
    await page.goto(`${agent.url}/cashier/`);
    for (const language of (languages === 'all' ? LANGUAGES : languages.split(',')) as Language[]) {
      for (const [name, view] of Object.entries(views(Date.now()))) {
        if (states !== 'all' && !states.split(',').includes(name)) continue;
        agent.show({ cashier: { ...view, language, theme } });
        await page.waitForSelector(view.current ? `.card[data-payment="${view.current.paymentId}"]` : '.ready');
        await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
        await page.waitForTimeout(view.current ? 120 : 50);
        if (name === 'refund') {
          await page.click('.recent-refund');
          await page.waitForSelector('.refund-panel');
        }
        if (name.startsWith('reconcile')) await reconcile(agent, page, name);
        if (name.startsWith('voucher-')) await vouchers(agent, page, name.slice('voucher-'.length));
        await page.screenshot({ path: join(folder, `${size}-${language}-${theme}-${name}.png`) });
        await reportFit(page, `${size} ${language} ${name}`);
        if (name === 'refund') await page.click('.refund-panel .answers .button:last-child');
        if (name.startsWith('reconcile')) await page.keyboard.press('Escape');
        if (name.startsWith('voucher-')) await page.click('[data-tab="now"]');
      }
    }
    await page.close();
  }
}

/** Has a day compared, as far as the picture shows it. */
async function reconcile(agent: FakeAgent, page: Page, name: string): Promise<void> {
  const reports = { 'reconcile-agrees': sampleAgreement, 'reconcile-differs': sampleDifferences } as const;
  const report = reports[name as keyof typeof reports]?.(Date.now()) ?? null;
  agent.answerReconcile(report);
  await page.click('.recent-reconcile');
  const panel = page.locator('.reconcile-panel');
  await panel.locator('[data-day="other"]').click();
  await panel.locator('input[type="date"]').fill('2026-03-01');
  await panel.getByText('Anja').click();
  await panel.locator('input[type="password"]').fill('2468');
  await panel.locator('.button.primary[aria-disabled="false"]').waitFor();
  if (name === 'reconcile') return;
  await panel.locator('.button.primary').click();
  await panel.and(page.locator(`[data-step="${report === null ? 'running' : 'report'}"]`)).waitFor();
}

/** Looks a voucher up, or opens one of the lists. */
async function vouchers(agent: FakeAgent, page: Page, name: string): Promise<void> {
  const now = Date.now();
  agent.answerRead(INJECTION_LOG_PATH, sampleLog(now));
  agent.answerRead(OVER_USE_PATH, { uses: sampleOverUse(now) });
  const answer = sampleLookUps(now)[name];
  if (answer !== undefined) agent.answerRead(VOUCHER_LOOK_UP_PATH, answer);
  await page.click('[data-tab="vouchers"]');
  await page.click(`[data-part="${name === 'log' || name === 'overUse' ? name : 'story'}"]`);
  if (answer === undefined) {
    if (name !== 'idle') await page.locator('.voucher-list li').first().waitFor();
    if (name === 'overUse') await page.locator('.over-use .button').nth(1).click();
    return;
  }
  await page.fill('.voucher-search input', answer.asked);
  await page.click('.voucher-search .button');
  await page.locator('.voucher-story:not([data-standing="looking"])').first().waitFor();
}

function views(now: number): Record<string, CashierView> {
  const states = Object.fromEntries(
    cashierStateSchema.options.map((state: CashierState) => [
      state,
      sampleCashier(now, { current: samplePayment(state, now, { paymentId: `P-${state}` }), demo: false }),
    ]),
  );
  return {
    ...reasons(now),
    ready: sampleCashier(now),
    refund: sampleCashier(now),
    reconcile: sampleCashier(now),
    'reconcile-running': sampleCashier(now),
    'reconcile-agrees': sampleCashier(now),
    'reconcile-differs': sampleCashier(now),
    ...Object.fromEntries(
      ['idle', 'log', 'overUse', ...Object.keys(sampleLookUps(now))].map((name) => [
        `voucher-${name}`,
        sampleCashier(now, {
          demo: false,
          ...(name === 'partly' ? { current: samplePayment('waiting-for-card', now) } : {}),
        }),
      ]),
    ),
    'sale-vouchers': sampleCashier(now, { sale: { totalCents: 123_450, vouchers: sampleSaleVouchers(now) } }),
    sale: sampleCashier(now, { sale: { totalCents: 123_450, vouchers: null } }),
    ...states,
    'pin-again': sampleCashier(now, {
      current: samplePayment('pin', now, {
        hint: 'pin',
        deviceWords: 'GEHEIMZAHL FALSCH BITTE WIEDERHOLEN 2. VERSUCH',
      }),
    }),
    'chip-wanted': sampleCashier(now, {
      current: samplePayment('not-through-yet', now, {
        hint: 'chip',
        deviceWords:
          'Contactless limit exceeded, please insert the card into the reader of the terminal, or present another card',
      }),
    }),
    'refund-waiting': sampleCashier(now, { current: samplePayment('waiting-for-card', now, { direction: 'refund' }) }),
    'unknown-early': sampleCashier(now, { current: samplePayment('unknown', now, { since: now, paymentId: 'early' }) }),
    'open-list': sampleCashier(now, {
      open: [
        samplePayment('unknown', now, { paymentId: 'u1', since: now - 640_000, startedAt: now - 700_000 }),
        samplePayment('paid-after-all', now, { paymentId: 'u2', amountCents: 2_450 }),
        samplePayment('approved-till-not-told', now, { paymentId: 'u3', amountCents: 750 }),
        samplePayment('taken-offline', now, { paymentId: 'u4', amountCents: 1_250 }),
        samplePayment('approved-offline', now, { paymentId: 'u5', amountCents: 990 }),
        samplePayment('queued-declined', now, { paymentId: 'u6', amountCents: 5_400 }),
      ],
      notices: [
        {
          code: 'start-is-polled',
          errorCode: 'MPLUS-210',
          firstAt: now - 900_000,
          lastAt: now,
          count: 14,
          about: 'startExternalPayment, TILLBRIDGE-BALIE',
        },
      ],
      health: sampleCashier(now).health.map((line) =>
        line.id === 'pin-1'
          ? { ...line, state: 'down', code: 'PAY-201' }
          : line.id === 'outbox'
            ? { ...line, state: 'trouble', count: 3 }
            : line,
      ),
    }),
  };
}

/** The card on which a code of each situation stands. */
const CARDS: Readonly<Record<ReasonSituation, CashierState>> = {
  'not-paid': 'declined',
  'not-started': 'provider-refused',
  'not-answering': 'terminal-offline',
  occupied: 'terminal-in-use',
  'not-certain': 'unknown',
};

/** A card for each code with a sentence of its own: `declined-ZVT-401`, `declined-ZVT-401-refund`. */
function reasons(now: number): Record<string, CashierView> {
  const found: Record<string, CashierView> = {};
  for (const [situation, codes] of Object.entries(REASON_CODES) as [ReasonSituation, readonly string[]][])
    for (const code of codes)
      for (const direction of ['pay', 'refund'] as const) {
        const state = CARDS[situation];
        const name = `${state}-${code}${direction === 'refund' ? '-refund' : ''}`;
        const deviceWords = code === 'ZVT-401' ? 'KARTE GESPERRT, BITTE KARTENHERAUSGEBER ANRUFEN' : null;
        const current = samplePayment(state, now, { paymentId: name, code, direction, deviceWords });
        found[name] = sampleCashier(now, { current, demo: false });
      }
  return found;
}

async function reportFit(page: Page, where: string): Promise<void> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const lines = (selector: string, most: number): void => {
      for (const element of document.querySelectorAll(selector)) {
        const high = element.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(element).lineHeight);
        if (high > most + 0.4) found.push(`${selector} ${high.toFixed(1)} lines: ${element.textContent}`);
      }
    };
    lines('.card h1', 2);
    lines('.card-action', 3);
    lines('.question h2', 2);
    lines('.card-head', 2);
    for (const element of document.querySelectorAll(
      '.button, .card, .people label, .reconcile-sums td, .reconcile-lines li, .top-bar, .recent li, .open-list li, .board-now, .board-side, .voucher-left, .voucher-right, .voucher-story, .voucher-list, .sale-vouchers li, .row-button, .tabs, .voucher-parts',
    )) {
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.className} too wide: ${element.textContent}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push('the window scrolls sideways');
    return found;
  });
  for (const fault of faults) console.log(`${where}: ${fault}`);
}
