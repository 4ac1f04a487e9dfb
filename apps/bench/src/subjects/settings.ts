import { KC_DEMO_ACCOUNT } from '@tillbridge/simulators/kassacompleet';
import { MSP_DEMO_ACCOUNT } from '@tillbridge/simulators/multisafepay';
import { PAY_DEMO_ACCOUNT } from '@tillbridge/simulators/pay';
import { articleOf, BENCH_RULES, BENCH_SHOP, BENCH_SHOP_KEY, ISSUED, productOf } from '../vouchers/samples.ts';
import { ZVT_PASSWORD } from '../zvt-settings.ts';

/** Base64 of bytes 0 to 31: fit for nothing but a benchmark. */
export const BENCH_SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const BENCH_SUBSCRIPTION = 'BENCH';
export const BENCH_BRANCH = 3;
/** Tills 1 to 460 of the branch, each with a terminal of its own, so that no payment waits for another. */
export const BENCH_TILLS = 460;

/** The settings text of a shop with so many tills, a terminal each, and one provider. */
export function benchSettings(dataFolder: string, payHost: string, count: number = BENCH_TILLS): string {
  const tills: string[] = [];
  const routes: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const code = `TH-1000-${String(n).padStart(4, '0')}`;
    tills.push(
      `  - { branch: ${BENCH_BRANCH}, workplace: ${n}, name: Till ${n}, subscription: ${BENCH_SUBSCRIPTION}, card: pin-${n}, qr: pay-qr }`,
    );
    routes.push(
      `  - { id: pin-${n}, kind: pay-terminal, name: Pin ${n}, account: pay, terminal: ${code}, refunds: true, leaseSeconds: 90 }`,
    );
  }
  return `version: 1
venue: { name: Bench, language: nl }
data: ${JSON.stringify(dataFolder)}
listen: { port: 0 }
mplus:
  subscriptions:
    - { id: ${BENCH_SUBSCRIPTION}, secret: { env: BENCH_SECRET } }
tills:
${tills.join('\n')}
routes:
${routes.join('\n')}
  - { id: pay-qr, kind: pay-qr, name: Pay. QR, account: pay, leaseSeconds: 180 }
accounts:
  - id: pay
    kind: pay
    serviceId: SL-1000-1000
    serviceSecret: { env: BENCH_PAY_SECRET }
    tokenCode: AT-1000-1000
    apiToken: { env: BENCH_PAY_SECRET }
    cores: [${payHost}]
log: { level: error }
`;
}

/** The settings text of a shop with one till, whose card terminal speaks ZVT on this machine. */
export function zvtSettings(dataFolder: string, terminalPort: number): string {
  return `version: 1
venue: { name: Bench, language: nl }
data: ${JSON.stringify(dataFolder)}
listen: { port: 0 }
mplus:
  subscriptions:
    - { id: ${BENCH_SUBSCRIPTION}, secret: { env: BENCH_SECRET } }
tills:
  - { branch: ${BENCH_BRANCH}, workplace: 1, name: Till 1, subscription: ${BENCH_SUBSCRIPTION}, card: pin-1 }
routes:
  - id: pin-1
    name: Pin 1
    kind: zvt-terminal
    connection: { tcp: { host: 127.0.0.1, port: ${terminalPort} } }
    password: { env: BENCH_ZVT_PASSWORD }
log: { level: error }
`;
}

/** The settings text of a shop whose till scans vouchers, and whose ticket shop injects them. */
export function voucherSettings(dataFolder: string): string {
  const rules = Array.from({ length: BENCH_RULES }, (_, kind) => {
    const scope = `{ articles: [${articleOf(kind)}] }`;
    return `    menu-${kind}: { label: Menu ${kind}, benefit: { kind: items, cap: 12.50 }, scope: ${scope} }`;
  });
  const products = Array.from({ length: BENCH_RULES }, (_, kind) => {
    const shares = Array.from(
      { length: 1 + (kind % 2) },
      (_, more) => `{ rule: menu-${(kind + more) % BENCH_RULES}, units: ${ISSUED} }`,
    );
    return `    ${productOf(kind)}: { label: Menu ${kind}, gives: [${shares.join(', ')}] }`;
  });
  return `version: 1
venue: { name: Bench, language: nl }
data: ${JSON.stringify(dataFolder)}
listen: { port: 0 }
mplus:
  subscriptions:
    - { id: ${BENCH_SUBSCRIPTION}, secret: { env: BENCH_SECRET } }
tills:
  - { branch: ${BENCH_BRANCH}, workplace: 1, name: Till 1, subscription: ${BENCH_SUBSCRIPTION}, card: pin-1 }
routes:
  - { id: pin-1, kind: zvt-terminal, name: Pin 1, connection: { tcp: { host: 127.0.0.1, port: 9 } }, password: { env: BENCH_ZVT_PASSWORD } }
vouchers:
  shops:
    - { id: ${BENCH_SHOP}, name: Bench shop, key: { env: BENCH_SHOP_KEY }, requestsPerSecond: 1000 }
  rules:
${rules.join('\n')}
  products:
${products.join('\n')}
log: { level: error }
`;
}

/** What the settings' secrets refer to. */
export const BENCH_ENVIRONMENT = {
  BENCH_SECRET,
  BENCH_PAY_SECRET: '0000000000000000000000000000000000000000',
  BENCH_PAY_SERVICE_SECRET: PAY_DEMO_ACCOUNT.serviceSecret,
  BENCH_PAY_TOKEN: PAY_DEMO_ACCOUNT.apiToken,
  BENCH_MSP_GROUP_KEY: MSP_DEMO_ACCOUNT.terminalGroup.apiKey,
  BENCH_MSP_SITE_KEY: MSP_DEMO_ACCOUNT.site.apiKey,
  BENCH_KC_KEY: KC_DEMO_ACCOUNT.apiKey,
  BENCH_ZVT_PASSWORD: ZVT_PASSWORD,
  BENCH_SHOP_KEY,
} as const;
