import { MSP_DEMO_TERMINALS } from '@tillbridge/simulators/multisafepay';
import { PAY_DEMO_ACCOUNT } from '@tillbridge/simulators/pay';
import { BENCH_BRANCH, BENCH_SUBSCRIPTION } from './settings.ts';

export interface ProviderAddresses {
  /** Where the agent listens, so that providers can call it. */
  readonly port: number;
  readonly pay: string;
  /** With `/v1/json`. */
  readonly multisafepay: string;
  /** With `/v1`. */
  readonly kassaCompleet: string;
}

const PAY_TERMINAL = 'TH-1234-5678';

/** The settings text of a shop with a till for each provider, which call the agent back on this machine. */
export function providerSettings(dataFolder: string, at: ProviderAddresses): string {
  return shop(
    dataFolder,
    at,
    [till(1, 'card: pay-terminal, qr: pay-qr'), till(2, 'card: msp-terminal, qr: msp-qr'), till(3, 'qr: kc-qr')],
    [payTerminal('pay-terminal', PAY_TERMINAL), mspTerminal('msp-terminal', MSP_DEMO_TERMINALS[0]?.id ?? '')],
    // Payments in quick succession, one after the other: what is measured is no queue.
    'readsPerSecond: 50',
  );
}

/** The ways of a payment over a cloud. */
export const OPEN_WAYS = ['pay-terminal', 'pay-qr', 'msp-terminal', 'msp-qr', 'kc-qr'] as const;
export type OpenWay = (typeof OPEN_WAYS)[number];

/** The n-th terminal, from 1, at Pay. and at MultiSafepay. */
export const openPayTerminal = (n: number) => `TH-2000-${String(n).padStart(4, '0')}`;
export const openMspTerminal = (n: number) => `B${String(n).padStart(7, '0')}`;

/** The settings text of a shop with `each` tills for each way, with a terminal each where the way needs one. */
export function openSettings(dataFolder: string, at: ProviderAddresses, each: number): string {
  const tills: string[] = [];
  const terminals: string[] = [];
  for (const [index, way] of OPEN_WAYS.entries()) {
    for (let n = 1; n <= each; n += 1) {
      const hasTerminal = way === 'pay-terminal' || way === 'msp-terminal';
      tills.push(till(index * each + n, hasTerminal ? `card: ${way}-${n}` : `qr: ${way}`));
      if (way === 'pay-terminal') terminals.push(payTerminal(`${way}-${n}`, openPayTerminal(n)));
      if (way === 'msp-terminal') terminals.push(mspTerminal(`${way}-${n}`, openMspTerminal(n)));
    }
  }
  return shop(dataFolder, at, tills, terminals);
}

function till(workplace: number, ways: string): string {
  return `  - { branch: ${BENCH_BRANCH}, workplace: ${workplace}, name: Till ${workplace}, subscription: ${BENCH_SUBSCRIPTION}, ${ways} }`;
}

function payTerminal(id: string, code: string): string {
  return `  - { id: ${id}, kind: pay-terminal, name: ${id}, account: pay, terminal: ${code} }`;
}

function mspTerminal(id: string, terminal: string): string {
  return `  - { id: ${id}, kind: msp-terminal, name: ${id}, account: msp, terminal: '${terminal}' }`;
}

function shop(
  dataFolder: string,
  at: ProviderAddresses,
  tills: readonly string[],
  terminals: readonly string[],
  pace?: string,
): string {
  const calls = `http://127.0.0.1:${at.port}/exchange`;
  return `version: 1
venue: { name: Bench, language: nl }
data: ${JSON.stringify(dataFolder)}
listen: { port: ${at.port} }
mplus:
  subscriptions:
    - { id: ${BENCH_SUBSCRIPTION}, secret: { env: BENCH_SECRET } }
tills:
${tills.join('\n')}
routes:
${terminals.join('\n')}
  - { id: pay-qr, kind: pay-qr, name: Pay. QR, account: pay }
  - { id: msp-qr, kind: msp-qr, name: MultiSafepay QR, account: msp }
  - { id: kc-qr, kind: kc-qr, name: Kassa Compleet QR, account: kc }
accounts:
  - id: pay
    kind: pay
    serviceId: ${PAY_DEMO_ACCOUNT.serviceId}
    serviceSecret: { env: BENCH_PAY_SERVICE_SECRET }
    tokenCode: ${PAY_DEMO_ACCOUNT.tokenCode}
    apiToken: { env: BENCH_PAY_TOKEN }
    cores: [${at.pay}]
    exchangeUrl: ${calls}/pay
  - id: msp
    kind: multisafepay
    groupKey: { env: BENCH_MSP_GROUP_KEY }
    siteKey: { env: BENCH_MSP_SITE_KEY }
    baseUrl: ${at.multisafepay}
    notificationUrl: ${calls}/msp${pace === undefined ? '' : `\n    ${pace}`}
  - id: kc
    kind: kassa-compleet
    apiKey: { env: BENCH_KC_KEY }
    baseUrl: ${at.kassaCompleet}
    webhookUrl: ${calls}/kc${pace === undefined ? '' : `\n    ${pace}`}
log: { level: error }
`;
}
