import { PAY_DEMO_ACCOUNT } from '@tillbridge/simulators/pay';
import {
  DEMO_BRANCH,
  DEMO_PERSON,
  DEMO_PIN,
  DEMO_SECOND_WORKPLACE,
  DEMO_SUBSCRIPTION,
  DEMO_TERMINAL,
  DEMO_TILL_SECRET,
  DEMO_WORKPLACE,
} from './fixed-shop.ts';

export const DEMO_LANGUAGES = ['nl', 'de', 'fr', 'en'] as const;
export type DemoLanguage = (typeof DEMO_LANGUAGES)[number];

export interface DemoSettings {
  readonly port: number;
  readonly payUrl: string;
  readonly language?: DemoLanguage;
  readonly replyBudgetMs?: number;
  readonly cardLeaseSeconds?: number;
  readonly qrLeaseSeconds?: number;
  /** The origin of the page that shows the windows in frames. */
  readonly frameOrigin?: string;
}

/** Where the settings name a secret, and what it is in the demo. */
export const DEMO_ENV = {
  TILLBRIDGE_DEMO_TILL_SECRET: DEMO_TILL_SECRET,
  TILLBRIDGE_DEMO_SERVICE_SECRET: PAY_DEMO_ACCOUNT.serviceSecret,
  TILLBRIDGE_DEMO_API_TOKEN: PAY_DEMO_ACCOUNT.apiToken,
  TILLBRIDGE_DEMO_PIN: DEMO_PIN,
} as const satisfies Readonly<Record<string, string>>;

const USUAL_CARD_LEASE_SECONDS = 60;
const USUAL_QR_LEASE_SECONDS = 120;

/** The demo shop's settings file: two tills that share one terminal, a QR route, one account at the simulated Pay. */
export function demoSettings(options: DemoSettings): string {
  const { port, payUrl } = options;
  return `# The demo shop of Tillbridge, written anew at each start. Its keys open nothing.
version: 1
venue: { name: Speelpark De Eik, language: ${options.language ?? 'nl'}, theme: light }
data: ./data
listen: { port: ${port}${frames(options)} }
mplus:
  replyBudgetMs: ${options.replyBudgetMs ?? 1500}
  qrReply: displayBarcode
  subscriptions:
    - id: ${DEMO_SUBSCRIPTION}
      secret: { env: TILLBRIDGE_DEMO_TILL_SECRET }
tills:
  - branch: ${DEMO_BRANCH}
    workplace: ${DEMO_WORKPLACE}
    name: Balie 1
    subscription: ${DEMO_SUBSCRIPTION}
    card: pin-1
    qr: pay-qr
    display: { diagonalInch: 15.6, viewingDistanceMm: 900 }
  - branch: ${DEMO_BRANCH}
    workplace: ${DEMO_SECOND_WORKPLACE}
    name: Balie 2
    subscription: ${DEMO_SUBSCRIPTION}
    card: pin-1
    qr: pay-qr
routes:
  - id: pin-1
    kind: pay-terminal
    name: Pin 1
    account: pay
    terminal: ${DEMO_TERMINAL}
    refunds: true
    leaseSeconds: ${options.cardLeaseSeconds ?? USUAL_CARD_LEASE_SECONDS}
  - id: pay-qr
    kind: pay-qr
    name: Pay. QR
    account: pay
    leaseSeconds: ${options.qrLeaseSeconds ?? USUAL_QR_LEASE_SECONDS}
accounts:
  - id: pay
    kind: pay
    serviceId: ${PAY_DEMO_ACCOUNT.serviceId}
    serviceSecret: { env: TILLBRIDGE_DEMO_SERVICE_SECRET }
    tokenCode: ${PAY_DEMO_ACCOUNT.tokenCode}
    apiToken: { env: TILLBRIDGE_DEMO_API_TOKEN }
    cores: [${payUrl}]
    exchangeUrl: http://127.0.0.1:${port}/exchange/pay
staff:
  - name: ${DEMO_PERSON}
    pin: { env: TILLBRIDGE_DEMO_PIN }
policy: { secondTenderOnWitness: pin }
log: { level: info }
`;
}

function frames({ frameOrigin }: DemoSettings): string {
  return frameOrigin === undefined ? '' : `, frameOrigins: [${frameOrigin}]`;
}
