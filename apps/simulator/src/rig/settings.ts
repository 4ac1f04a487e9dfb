import { KC_DEMO_ACCOUNT } from '@tillbridge/simulators/kassacompleet';
import { MSP_DEMO_ACCOUNT } from '@tillbridge/simulators/multisafepay';
import { PAY_DEMO_ACCOUNT } from '@tillbridge/simulators/pay';
import {
  DEMO_BRANCH,
  DEMO_KC_WORKPLACE,
  DEMO_MSP_TERMINAL,
  DEMO_MSP_WORKPLACE,
  DEMO_PAY_ECR_TERMINAL,
  DEMO_PAY_ECR_WORKPLACE,
  DEMO_PERSON,
  DEMO_PIN,
  DEMO_SECOND_WORKPLACE,
  DEMO_SUBSCRIPTION,
  DEMO_TERMINAL,
  DEMO_TICKET_SHOP_KEY,
  DEMO_TILL_SECRET,
  DEMO_WORKPLACE,
  DEMO_ZVT_PASSWORD,
  DEMO_ZVT_WORKPLACE,
  IDEAL_METHOD,
  TRANSFER_METHOD,
} from './fixed-shop.ts';
import { voucherSettings } from './voucher-settings.ts';

export const DEMO_LANGUAGES = ['nl', 'de', 'fr', 'en'] as const;
export type DemoLanguage = (typeof DEMO_LANGUAGES)[number];

export interface DemoSettings {
  readonly port: number;
  readonly payUrl: string;
  /** Cores of Pay. that are tried before `payUrl`. */
  readonly firstCores?: readonly string[];
  /** What becomes of Pay.'s status calls without a signature. Default: the agent's own. */
  readonly unsignedExchanges?: 'refuse' | 'look-up';
  readonly language?: DemoLanguage;
  readonly replyBudgetMs?: number;
  readonly cardLeaseSeconds?: number;
  readonly qrLeaseSeconds?: number;
  /** The origin of the page that shows the windows in frames. */
  readonly frameOrigin?: string;
  /** A till more, whose terminal speaks ZVT. */
  readonly zvt?: ZvtPlace;
  /** A till more, with a PAY.POS terminal on the network. */
  readonly payEcr?: PayEcrPlace;
  /** A till more, with a terminal and a payment page of MultiSafepay. */
  readonly mspUrl?: string;
  /** A till more, with the page, iDEAL and bank transfers of Kassa Compleet. */
  readonly kcUrl?: string;
  /** Where phones go after Kassa Compleet's page. Default: the agent, which has nothing for guests. */
  readonly returnUrl?: string;
}

/** Where the ZVT terminal is: a port of this machine, or the till's end of a serial cable. */
export type ZvtPlace = ({ readonly tcpPort: number } | { readonly serialPath: string }) & WirePlace;

export interface PayEcrPlace extends WirePlace {
  readonly port: number;
  /** What the till hears of a payment that was taken offline. Default `wait`. */
  readonly queued?: 'wait' | 'paid';
}

interface WirePlace {
  /** Keeps what goes over the wire in files. Default: no. */
  readonly trace?: boolean;
}

/** Where the settings name a secret, and what it is in the demo. */
export const DEMO_ENV = {
  TILLBRIDGE_DEMO_TILL_SECRET: DEMO_TILL_SECRET,
  TILLBRIDGE_DEMO_SERVICE_SECRET: PAY_DEMO_ACCOUNT.serviceSecret,
  TILLBRIDGE_DEMO_API_TOKEN: PAY_DEMO_ACCOUNT.apiToken,
  TILLBRIDGE_DEMO_MSP_GROUP_KEY: MSP_DEMO_ACCOUNT.terminalGroup.apiKey,
  TILLBRIDGE_DEMO_MSP_SITE_KEY: MSP_DEMO_ACCOUNT.site.apiKey,
  TILLBRIDGE_DEMO_KC_KEY: KC_DEMO_ACCOUNT.apiKey,
  TILLBRIDGE_DEMO_PIN: DEMO_PIN,
  TILLBRIDGE_DEMO_SHOP_KEY: DEMO_TICKET_SHOP_KEY,
  TILLBRIDGE_DEMO_ZVT_PASSWORD: DEMO_ZVT_PASSWORD,
} as const satisfies Readonly<Record<string, string>>;

const USUAL_CARD_LEASE_SECONDS = 60;
const USUAL_QR_LEASE_SECONDS = 120;
/** The bank that iDEAL payments of the demo go to. */
const DEMO_ISSUER = 'INGBNL2A';

/**
 * The demo shop's settings file: two tills that share one terminal, a QR route, one account at the simulated Pay., and a
 * till for each terminal on a wire and each further cloud.
 */
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
${tills(options)}routes:
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
${zvtRoute(options)}${payEcrRoute(options)}${mspRoutes(options)}${kcRoutes(options)}accounts:
  - id: pay
    kind: pay
    serviceId: ${PAY_DEMO_ACCOUNT.serviceId}
    serviceSecret: { env: TILLBRIDGE_DEMO_SERVICE_SECRET }
    tokenCode: ${PAY_DEMO_ACCOUNT.tokenCode}
    apiToken: { env: TILLBRIDGE_DEMO_API_TOKEN }
    cores: [${[...(options.firstCores ?? []), payUrl].join(', ')}]
    managementHosts: [${payUrl}]
    exchangeUrl: http://127.0.0.1:${port}/exchange/pay
${unsigned(options)}${mspAccount(options)}${kcAccount(options)}staff:
  - name: ${DEMO_PERSON}
    pin: { env: TILLBRIDGE_DEMO_PIN }
policy: { secondTenderOnWitness: pin }
${voucherSettings()}log: { level: info }
`;
}

function frames({ frameOrigin }: DemoSettings): string {
  return frameOrigin === undefined ? '' : `, frameOrigins: [${frameOrigin}]`;
}

function tills({ zvt, payEcr, mspUrl, kcUrl }: DemoSettings): string {
  return [
    till(DEMO_WORKPLACE, 'Balie 1', 'pin-1'),
    till(DEMO_SECOND_WORKPLACE, 'Balie 2', 'pin-1'),
    zvt === undefined ? '' : till(DEMO_ZVT_WORKPLACE, 'Balie 3', 'pin-3'),
    payEcr === undefined ? '' : till(DEMO_PAY_ECR_WORKPLACE, 'Balie 4', 'pin-4'),
    mspUrl === undefined ? '' : till(DEMO_MSP_WORKPLACE, 'Balie 5', 'pin-5', 'msp-qr'),
    kcUrl === undefined
      ? ''
      : till(DEMO_KC_WORKPLACE, 'Balie 6', null, 'kc-page', {
          [IDEAL_METHOD]: 'kc-ideal',
          [TRANSFER_METHOD]: 'kc-transfer',
        }),
  ].join('');
}

function till(
  workplace: number,
  name: string,
  card: string | null,
  qr = 'pay-qr',
  methods: Readonly<Record<string, string>> = {},
): string {
  return `  - branch: ${DEMO_BRANCH}
    workplace: ${workplace}
    name: ${name}
    subscription: ${DEMO_SUBSCRIPTION}
${card === null ? '' : `    card: ${card}\n`}    qr: ${qr}
    methods: ${JSON.stringify(methods)}
    display: { diagonalInch: 15.6, viewingDistanceMm: 900 }
`;
}

function zvtRoute({ zvt, cardLeaseSeconds }: DemoSettings): string {
  if (zvt === undefined) return '';
  const connection =
    'tcpPort' in zvt ? `tcp: { host: 127.0.0.1, port: ${zvt.tcpPort} }` : `serial: { path: ${zvt.serialPath} }`;
  return `  - id: pin-3
    kind: zvt-terminal
    name: Pin 3
    connection: { ${connection} }
    password: { env: TILLBRIDGE_DEMO_ZVT_PASSWORD }
    refunds: true
    leaseSeconds: ${cardLeaseSeconds ?? USUAL_CARD_LEASE_SECONDS}
    trace: ${zvt.trace ?? false}
`;
}

function payEcrRoute({ payEcr, cardLeaseSeconds }: DemoSettings): string {
  if (payEcr === undefined) return '';
  return `  - id: pin-4
    kind: pay-ecr-terminal
    name: Pin 4
    terminal: ${DEMO_PAY_ECR_TERMINAL}
    host: 127.0.0.1
    port: ${payEcr.port}
    refunds: true
    queued: ${payEcr.queued ?? 'wait'}
    leaseSeconds: ${cardLeaseSeconds ?? USUAL_CARD_LEASE_SECONDS}
    trace: ${payEcr.trace ?? false}
`;
}

function unsigned({ unsignedExchanges }: DemoSettings): string {
  return unsignedExchanges === undefined ? '' : `    unsignedExchanges: ${unsignedExchanges}\n`;
}

function mspRoutes({ mspUrl, cardLeaseSeconds, qrLeaseSeconds }: DemoSettings): string {
  if (mspUrl === undefined) return '';
  return `  - id: pin-5
    kind: msp-terminal
    name: Pin 5
    account: multisafepay
    terminal: '${DEMO_MSP_TERMINAL}'
    refunds: true
    leaseSeconds: ${cardLeaseSeconds ?? USUAL_CARD_LEASE_SECONDS}
  - id: msp-qr
    kind: msp-qr
    name: MultiSafepay QR
    account: multisafepay
    leaseSeconds: ${qrLeaseSeconds ?? USUAL_QR_LEASE_SECONDS}
`;
}

function mspAccount({ mspUrl, port }: DemoSettings): string {
  if (mspUrl === undefined) return '';
  return `  - id: multisafepay
    kind: multisafepay
    groupKey: { env: TILLBRIDGE_DEMO_MSP_GROUP_KEY }
    siteKey: { env: TILLBRIDGE_DEMO_MSP_SITE_KEY }
    baseUrl: ${mspUrl}/v1/json
    notificationUrl: http://127.0.0.1:${port}/exchange/multisafepay
`;
}

function kcRoutes({ kcUrl, qrLeaseSeconds }: DemoSettings): string {
  if (kcUrl === undefined) return '';
  const route = (id: string, name: string, method: string, more = '') => `  - id: ${id}
    kind: kc-qr
    name: ${name}
    account: kassacompleet
    method: ${method}
    leaseSeconds: ${qrLeaseSeconds ?? USUAL_QR_LEASE_SECONDS}
${more}`;
  return [
    route('kc-page', 'Kassa Compleet', 'page'),
    route('kc-ideal', 'Kassa Compleet iDEAL', 'ideal', `    issuer: ${DEMO_ISSUER}\n`),
    route('kc-transfer', 'Kassa Compleet overboeking', 'bank-transfer'),
  ].join('');
}

function kcAccount({ kcUrl, returnUrl, port }: DemoSettings): string {
  if (kcUrl === undefined) return '';
  return `  - id: kassacompleet
    kind: kassa-compleet
    apiKey: { env: TILLBRIDGE_DEMO_KC_KEY }
    baseUrl: ${kcUrl}/v1
    webhookUrl: http://127.0.0.1:${port}/exchange/kassacompleet
    returnUrl: ${returnUrl ?? `http://127.0.0.1:${port}/`}
`;
}
