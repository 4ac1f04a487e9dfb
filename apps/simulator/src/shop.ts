/** What `npm start` opens without settings: the demo shop. Ends with Ctrl+C, and takes everything with it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readFlags, readNumber } from './rig/flags.ts';
import { freePort, isFree } from './rig/free-port.ts';
import { DEMO_LANGUAGES, type DemoLanguage } from './rig/settings.ts';
import { DemoShop } from './shop/demo-shop.ts';
import { openBrowser } from './shop/open-browser.ts';

const USAGE = `node apps/simulator/src/shop.ts [--data FOLDER] [--port N] [--agent-port N] [--pay-port N]
    [--msp-port N] [--kc-port N] [--zvt-port N] [--payecr-port N] [--language nl|de|fr|en] [--at-noon] [--no-browser] [--json]

The demo shop: tills to press, card terminals and a phone to pay with, the agent's two windows, and faults to click.
Ports default to 8650 (the page), 8620 (the agent), 8640 (Pay.), 8644 (MultiSafepay), 8645 (Kassa Compleet), 20007 (the ZVT
terminal) and 8888 (the PAY.POS terminal); 0 picks a free one. --at-noon: it is noon in the shop, whatever the machine's
clock says.`;

const PAGE_PORT = 8650;
const AGENT_PORT = 8620;
const PAY_PORT = 8640;
const MSP_PORT = 8644;
const KC_PORT = 8645;
const ZVT_PORT = 20_007;
const PAY_ECR_PORT = 8888;

const { values, flags } = readFlags({
  usage: USAGE,
  values: [
    'data',
    'port',
    'agent-port',
    'pay-port',
    'msp-port',
    'kc-port',
    'zvt-port',
    'payecr-port',
    'language',
  ] as const,
  flags: ['json', 'no-browser', 'at-noon'] as const,
});

const pageDist = join(import.meta.dirname, '../dist');
if (!existsSync(join(pageDist, 'index.html'))) {
  console.error('The page is not built yet. Run: npm run build');
  process.exit(1);
}

const dataFolder = resolve(values.data ?? 'demo-data');
const shop = await DemoShop.open({
  pagePort: await port('port', values.port, PAGE_PORT),
  agentPort: await port('agent-port', values['agent-port'], AGENT_PORT),
  payPort: await port('pay-port', values['pay-port'], PAY_PORT),
  mspPort: await port('msp-port', values['msp-port'], MSP_PORT),
  kcPort: await port('kc-port', values['kc-port'], KC_PORT),
  zvtPort: await port('zvt-port', values['zvt-port'], ZVT_PORT),
  payEcrPort: await port('payecr-port', values['payecr-port'], PAY_ECR_PORT),
  dataFolder,
  pageDist,
  language: language(values.language),
  atNoon: flags['at-noon'],
  say: (line) => console.error(line),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

const { page, agent, pay, msp, kc, zvt, payEcr, cashier, display } = shop.addresses;
if (flags.json) console.log(JSON.stringify({ event: 'ready', ...shop.addresses, dataFolder }));
else {
  console.log(`
The demo shop is open.

  The shop on one page  ${page}
  Cashier window        ${cashier}
  Customer display      ${display}
  Till webhooks go to   ${agent}
  Pay. simulator        ${pay}
  MultiSafepay          ${msp}
  Kassa Compleet        ${kc}
  ZVT terminal          ${zvt}
  PAY.POS terminal      ${payEcr}
  Data                  ${dataFolder}

No real money. Ctrl+C closes it.`);
  if (!flags['no-browser']) openBrowser(page);
}

let closing = false;
const close = (): void => {
  // A second Ctrl+C means now.
  if (closing) process.exit(1);
  closing = true;
  void shop.close().then(() => process.exit(0));
};
process.on('SIGINT', close);
process.on('SIGTERM', close);
// Whoever started us with a channel closes the shop by hanging up, which works on every system, and when it dies.
process.once('disconnect', close);

/** The port that was asked for; of the usual ones, another when somebody has it. */
async function port(name: string, text: string | undefined, usual: number): Promise<number> {
  const wanted = readNumber(name, text, usual);
  if (wanted === 0) return await freePort();
  if (await isFree(wanted)) return wanted;
  if (text === undefined) return await freePort();
  console.error(`Port ${wanted} is taken. Choose another with --${name}.`);
  return process.exit(1);
}

function language(text: string | undefined): DemoLanguage {
  const wanted = text ?? Intl.DateTimeFormat().resolvedOptions().locale.slice(0, 2);
  const known = DEMO_LANGUAGES.find((each) => each === wanted);
  if (known !== undefined) return known;
  if (text === undefined) return 'en';
  console.error(`--language must be one of ${DEMO_LANGUAGES.join(', ')}`);
  return process.exit(2);
}
