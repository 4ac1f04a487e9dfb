import { readSettings } from '@tillbridge/config';
import { describe, expect, it } from 'vitest';
import { accountWith, routeWith } from './host/load-settings.ts';
import type { AgentSettings } from './settings.ts';
import { healthSubjects, isWire, ownTerminals, routesOfAccount } from './shop.ts';

const DEMO = { of: () => 'demo' };

/** The settings of a shop with these tills; every secret is the word `demo`. */
function shop(...tills: string[]): AgentSettings {
  return shopWith('terminal: TH-1234-5679', '', tills);
}

/** The same, where the cloud's route and the one on the wire lead to one terminal. */
function oneTerminal(...tills: string[]): AgentSettings {
  return shopWith('terminal: TH-1234-5678, device: desk', ', device: desk', tills);
}

function shopWith(ecr: string, cloud: string, tills: readonly string[], account = 'account: pay, '): AgentSettings {
  const read = readSettings(
    `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: S } }] }
tills:
${tills.map((till, index) => `  - { branch: 1, workplace: ${index + 1}, name: Balie, subscription: S, ${till} }`).join('\n')}
routes:
  - { id: cloud, name: A, kind: pay-terminal, account: pay, terminal: TH-1234-5678${cloud} }
  - { id: zvt, name: B, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: P } }
  - { id: ecr, name: C, kind: pay-ecr-terminal, ${account}${ecr}, host: 10.0.0.9 }
accounts:
  - { id: pay, kind: pay, serviceId: SL-1234-5678, serviceSecret: { env: A }, tokenCode: AT-1234-5678, apiToken: { env: B } }
`,
    'shop.yaml',
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  return {
    ...settings,
    dataFolder: '/data',
    listen: { ...settings.listen, lan: null },
    mplus: { ...settings.mplus, subscriptions: [] },
    routes: settings.routes.map((route) => routeWith(DEMO, route)),
    accounts: settings.accounts.map((account) => accountWith(DEMO, account)),
    staff: [],
    vouchers: null,
    log: { level: 'info', file: null },
  };
}

describe('the terminals of a shop', () => {
  it('on a wire prove nothing about a provider; status calls may speak of one that books on an account', () => {
    const settings = shop('card: cloud, methods: { Z: zvt, E: ecr }');
    expect(healthSubjects(settings).routes).toMatchObject([
      { id: 'cloud', means: 'card', account: 'pay' },
      { id: 'zvt', means: 'card', account: null },
      { id: 'ecr', means: 'card', account: null },
    ]);
    expect(routesOfAccount(settings, 'pay')).toEqual({ routes: ['cloud', 'ecr'], wireRoutes: ['ecr'] });
    const without = shopWith('terminal: TH-1234-5679', '', ['card: cloud'], '');
    expect(routesOfAccount(without, 'pay'), 'also of one that names no account').toEqual({
      routes: ['cloud', 'ecr'],
      wireRoutes: ['ecr'],
    });
    expect(settings.routes.filter(isWire).map(({ id }) => id)).toEqual(['zvt', 'ecr']);
  });

  it('show a basket only of the one till they belong to', () => {
    expect(ownTerminals(shop('card: ecr', 'card: zvt'))).toEqual([
      { till: '1-1', route: 'ecr' },
      { till: '1-2', route: 'zvt' },
    ]);
    expect(ownTerminals(shop('card: ecr', 'card: ecr'))).toEqual([]);
    // Shared by way of a method.
    expect(ownTerminals(shop('card: ecr', 'card: zvt, methods: { K: ecr }'))).toEqual([{ till: '1-2', route: 'zvt' }]);
    expect(ownTerminals(shop('card: ecr, methods: { K: ecr }'))).toEqual([{ till: '1-1', route: 'ecr' }]);
    // Shared by way of another route to the same device.
    expect(ownTerminals(oneTerminal('card: ecr', 'card: cloud'))).toEqual([]);
    expect(ownTerminals(oneTerminal('card: [ecr, cloud]', 'card: zvt'))).toEqual([
      { till: '1-1', route: 'ecr' },
      { till: '1-2', route: 'zvt' },
    ]);
  });
});
