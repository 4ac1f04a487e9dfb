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
  const till = (workplace: number, ways: string) =>
    `  - { branch: ${BENCH_BRANCH}, workplace: ${workplace}, name: Till ${workplace}, subscription: ${BENCH_SUBSCRIPTION}, ${ways} }`;
  const calls = `http://127.0.0.1:${at.port}/exchange`;
  return `version: 1
venue: { name: Bench, language: nl }
data: ${JSON.stringify(dataFolder)}
listen: { port: ${at.port} }
mplus:
  subscriptions:
    - { id: ${BENCH_SUBSCRIPTION}, secret: { env: BENCH_SECRET } }
tills:
${till(1, 'card: pay-terminal, qr: pay-qr')}
${till(2, 'card: msp-terminal, qr: msp-qr')}
${till(3, 'qr: kc-qr')}
routes:
  - { id: pay-terminal, kind: pay-terminal, name: Pin 1, account: pay, terminal: ${PAY_TERMINAL} }
  - { id: pay-qr, kind: pay-qr, name: Pay. QR, account: pay }
  - { id: msp-terminal, kind: msp-terminal, name: Pin 2, account: msp, terminal: '${MSP_DEMO_TERMINALS[0]?.id}' }
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
    notificationUrl: ${calls}/msp
    readsPerSecond: 50
  - id: kc
    kind: kassa-compleet
    apiKey: { env: BENCH_KC_KEY }
    baseUrl: ${at.kassaCompleet}
    webhookUrl: ${calls}/kc
log: { level: error }
`;
}
