/** Three providers on real HTTP, and settings that fit them or don't. */
import { KC_DEMO_ACCOUNT, type KcSimulatorOptions, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { MSP_DEMO_ACCOUNT, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { PAY_DEMO_ACCOUNT, startPaySimulator } from '@tillbridge/simulators/pay';
import { describe, expect, it } from 'vitest';
import { settingsFromText } from '../host/load-settings.ts';
import type { AccountReport } from './account-report.ts';
import { lookAtAccounts } from './look-at-accounts.ts';

const ENVIRONMENT = {
  TILL: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  PAY_SECRET: PAY_DEMO_ACCOUNT.serviceSecret,
  PAY_TOKEN: PAY_DEMO_ACCOUNT.apiToken,
  GROUP: MSP_DEMO_ACCOUNT.terminalGroup.apiKey,
  SITE: MSP_DEMO_ACCOUNT.site.apiKey,
  KC: KC_DEMO_ACCOUNT.apiKey,
};

interface Shop {
  readonly pay?: string;
  readonly msp?: string;
  readonly kcRoute?: string;
  readonly kc?: KcSimulatorOptions['switches'];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The reports by account; `pin-1` leads to a terminal without refunds, `pin-2` to one without a connection. */
async function reports({ pay = 'TH-1234-5678', msp = '000004Og', kcRoute = '', ...more }: Shop = {}) {
  const payCloud = await startPaySimulator({
    port: 0,
    inferred: { offlineWord: 'OFFLINE' },
    terminals: [
      { code: 'TH-1234-5678', name: 'Pin 1', refunds: false },
      { code: 'TH-1234-5679', name: 'Pin 2', refunds: true },
    ],
  });
  payCloud.terminal('TH-1234-5679', 'offline');
  const mspCloud = await startMspSimulator({ port: 0 });
  const kcCloud = await startKcSimulator({ port: 0, methods: ['ideal'], ...(more.kc ? { switches: more.kc } : {}) });
  const text = `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: TILL } }] }
tills: [{ branch: 3, workplace: 12, name: Balie, subscription: S, card: [pin-1, pin-2, msp-1], qr: kc }]
routes:
  - { id: pin-1, name: Pin 1, kind: pay-terminal, account: pay, terminal: ${pay}, refunds: true }
  - { id: pin-2, name: Pin 2, kind: pay-terminal, account: pay, terminal: TH-1234-5679 }
  - { id: msp-1, name: Pin 3, kind: msp-terminal, account: msp, terminal: ${msp} }
  - { id: kc, name: QR, kind: kc-qr, account: kc${kcRoute} }
accounts:
  - id: pay
    kind: pay
    serviceId: ${PAY_DEMO_ACCOUNT.serviceId}
    serviceSecret: { env: PAY_SECRET }
    tokenCode: ${PAY_DEMO_ACCOUNT.tokenCode}
    apiToken: { env: PAY_TOKEN }
    cores: ["${payCloud.url}"]
    managementHosts: ["${payCloud.url}"]
  - { id: msp, kind: multisafepay, baseUrl: "${mspCloud.baseUrl}", groupKey: { env: GROUP }, siteKey: { env: SITE } }
  - { id: kc, kind: kassa-compleet, baseUrl: "${kcCloud.apiUrl}", apiKey: { env: KC }, returnUrl: "https://eik.example" }
`;
  try {
    const read = await settingsFromText(text, 'shop.yaml', { ...ENVIRONMENT, ...more.environment });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const looked = await lookAtAccounts(read.settings);
    expect(JSON.stringify(looked), 'S1').not.toContain('not-a-real-key');
    return Object.fromEntries(looked.map((report) => [report.account, report])) as Record<
      'pay' | 'msp' | 'kc',
      AccountReport
    >;
  } finally {
    await Promise.all([payCloud.close(), mspCloud.close(), kcCloud.close()]);
  }
}

describe('what the providers say of the accounts', () => {
  it('terminals with their connection and route, methods, and what doesn’t fit', async () => {
    const { pay, msp, kc } = await reports();
    expect(pay).toMatchObject({
      provider: 'Pay.',
      terminals: [
        { code: 'TH-1234-5678', name: 'Pin 1', online: true, route: 'pin-1' },
        { code: 'TH-1234-5679', online: false, route: 'pin-2' },
      ],
      findings: [
        'pin-1: refunds are not activated on terminal TH-1234-5678.',
        'pin-2: Pay. has no connection to terminal TH-1234-5679.',
      ],
      unanswered: [],
    });
    expect(pay.says).toContainEqual({ name: 'sales location', value: 'Speelpark De Eik' });
    expect(pay.says).toContainEqual({ name: 'methods', value: 'iDEAL (10), Pin (1927)' });
    expect(msp).toMatchObject({ findings: [], unanswered: [] });
    expect(msp.terminals).toContainEqual({ code: '000004Og', name: 'Balie 2', online: null, route: 'msp-1' });
    expect(msp.says).toContainEqual({ name: 'key of the site', value: 'accepted' });
    expect(kc).toMatchObject({ says: [{ name: 'project', value: 'active' }, { name: 'methods' }], findings: [] });
  });

  it('terminals nobody lists, a method the project hasn’t, a test project, a bank that is none', async () => {
    const { pay, msp, kc } = await reports({
      pay: 'TH-9999-9999',
      msp: '00000ABC',
      kcRoute: ', method: bancontact',
      kc: { testProject: true },
    });
    expect(pay.findings).toEqual([
      'pin-1: method 1927 of the sales location does not offer terminal TH-9999-9999.',
      'pin-1: no terminal TH-9999-9999 is listed.',
      'pin-2: Pay. has no connection to terminal TH-1234-5679.',
    ]);
    // A terminal of another group: this key never starts it.
    expect(msp.findings).toEqual(['msp-1: no terminal 00000ABC is listed.']);
    expect(kc.findings).toEqual([
      expect.stringContaining('that of a test project'),
      'kc: the project may not use bancontact.',
    ]);
    const { kc: ideal } = await reports({ kcRoute: ', method: ideal, issuer: WRONGBANK' });
    expect(ideal.findings).toEqual([expect.stringContaining('iDEAL has no bank WRONGBANK. There are: ')]);
  });

  it('keys that are refused are named, each with the provider’s own words', async () => {
    const { pay, msp, kc } = await reports({ environment: { PAY_TOKEN: 'x', GROUP: 'x', KC: 'x' } });
    expect(pay.unanswered).toEqual([
      expect.stringMatching(/^the sales location: PAY-103 /),
      expect.stringMatching(/^the terminals: PAY-103 /),
    ]);
    expect(msp.unanswered.toSorted()).toEqual([
      expect.stringMatching(/^key of the terminal group: MSP-101 /),
      expect.stringMatching(/^the terminals: MSP-101 /),
    ]);
    expect(kc.unanswered).toEqual([expect.stringMatching(/^the project: KC-101 /)]);
  });
});
