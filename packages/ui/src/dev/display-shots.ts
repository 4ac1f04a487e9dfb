import { join } from 'node:path';
import { LANGUAGES, type Language } from '@tillbridge/contracts';
import type { Browser, Page } from 'playwright';
import type { FakeAgent } from './fake-agent.ts';
import { sampleDisplay, sampleScreens } from './sample-views.ts';
import { sampleStrips } from './sample-vouchers.ts';

const PANELS = { S: [800, 480], M: [1280, 800], L: [1366, 768], 'L+': [1920, 1080], XL: [1080, 1920] } as const;
export interface DisplayWishes {
  readonly folder: string;
  /** Comma lists, or `all`. Without `all` for both languages and screens each gets its picture. */
  readonly classes: string;
  readonly languages: string;
  readonly screens: string;
  readonly theme: 'light' | 'dark';
  readonly basket: boolean;
}

/** Says which sentences are taller than they may be: a hero of more than two lines, a sub of more than three. */
export async function takeDisplay(agent: FakeAgent, browser: Browser, wishes: DisplayWishes): Promise<void> {
  const { folder, classes, languages, screens, theme } = wishes;
  for (const panel of listOf(classes, Object.keys(PANELS)) as (keyof typeof PANELS)[]) {
    const [width, height] = PANELS[panel];
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('console', (message) => console.log(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => console.log(`page error: ${error.message}`));
    await page.goto(`${agent.url}/display/`);
    for (const language of listOf(languages, [...LANGUAGES]) as Language[]) {
      const strips = sampleStrips(Date.now());
      const names = [...Object.keys(sampleScreens(0)), ...Object.keys(strips).map((name) => `voucher-${name}`)];
      for (const name of listOf(screens, names)) {
        const voucher = strips[name.replace(/^voucher-/, '')] ?? null;
        const screen = sampleScreens(Date.now())[voucher === null ? name : wishes.basket ? 'basket' : 'idle'];
        if (!screen) throw new Error(`no screen ${name}`);
        const view = sampleDisplay(screen, {
          ...{ language, theme, voucher },
          basket: wishes.basket,
        });
        agent.show({ display: view });
        await page.waitForSelector(`[data-screen="${screen.kind}"]:lang(${language})`);
        await page.evaluate(() => document.fonts.ready);
        if (screens !== 'all' || languages !== 'all')
          await page.screenshot({ path: join(folder, `${panel}-${language}-${theme}-${name}.png`) });
        await reportFit(page, `${panel} ${language} ${name}`);
      }
    }
    await page.close();
  }
}

function listOf(text: string, all: readonly string[]): readonly string[] {
  return text === 'all' ? all : text.split(',');
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
    lines('.hero', 2);
    lines('.sub', 3);
    lines('.voucher-hero', 1);
    lines('.voucher-sub', 2);
    for (const element of document.querySelectorAll(
      '.prompt, .prompt-words, .amount-figure, .voucher-strip, .basket-discount, .qr-panel, .qr-words, .qr-card, .countdown, .basket',
    )) {
      const box = element.getBoundingClientRect();
      if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1)
        found.push(`${element.className} leaves the glass`);
      if (
        element.scrollWidth > element.clientWidth + 1 ||
        (element.matches('.prompt, .qr-panel, .basket') && element.scrollHeight > element.clientHeight + 1)
      )
        found.push(`${element.className} overflows`);
      const column = element.parentElement?.getBoundingClientRect();
      if (column && (box.right > column.right + 1 || box.bottom > column.bottom + 1))
        found.push(`${element.className} leaves its column`);
    }
    return found;
  });
  for (const fault of faults) console.log(`${where}: ${fault}`);
}
