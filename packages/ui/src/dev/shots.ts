/**
 * Pictures of the built windows without an agent, for looking at them:
 *
 *   node packages/ui/src/dev/shots.ts display --folder shots --classes S,L --languages nl,de --screens all --theme dark --no-basket
 *   node packages/ui/src/dev/shots.ts cashier --folder shots --languages nl --states unknown,approved
 *
 * Comma lists or `all`. Says which sentences don't fit.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { takeCashier } from './cashier-shots.ts';
import { takeDisplay } from './display-shots.ts';
import { startFakeAgent } from './fake-agent.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    folder: { type: 'string', default: 'shots' },
    classes: { type: 'string', default: 'L' },
    languages: { type: 'string', default: 'nl' },
    screens: { type: 'string', default: 'all' },
    states: { type: 'string', default: 'all' },
    theme: { type: 'string', default: 'light' },
    basket: { type: 'boolean', default: true },
  },
});
const { folder, languages } = values;
const theme = values.theme === 'dark' ? 'dark' : 'light';

mkdirSync(folder, { recursive: true });
const agent = await startFakeAgent(resolve(import.meta.dirname, '../../../../apps'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  if (positionals[0] === 'cashier')
    await takeCashier(agent, browser, { folder, languages, states: values.states, theme });
  else {
    const { classes, screens, basket } = values;
    await takeDisplay(agent, browser, { folder, classes, languages, screens, theme, basket });
  }
} finally {
  await browser.close();
  await agent.close();
}
