import { readSettings } from '@tillbridge/config';
import { cashierViewSchema } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import { describe, expect, it } from 'vitest';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import { accountWith, routeWith } from '../host/load-settings.ts';
import { cashierView } from './cashier-view.ts';
import { deviceHomes } from './device-list.ts';
import { CASHIER_FRAME, ViewWorld } from './test/view-world.ts';

const DEMO = { of: () => 'demo' };

function homes() {
  const read = readSettings(
    `version: 1
venue: { name: Eik }
mplus: { subscriptions: [{ id: S, secret: { env: S } }] }
tills:
  - { branch: 1, workplace: 1, name: Bar, subscription: S, card: zvt }
  - { branch: 1, workplace: 2, name: Entrance, subscription: S, card: cloud }
  - { branch: 1, workplace: 3, name: Shop, subscription: S, card: zvt, methods: { K_PAY_E: ecr, K_PAY_C: cloud } }
routes:
  - { id: cloud, name: Pin 1, kind: pay-terminal, account: pay, terminal: TH-1234-5678 }
  - { id: zvt, name: Pin 2, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: P } }
  - { id: ecr, name: Pin 3, kind: pay-ecr-terminal, account: pay, terminal: TH-1234-5679, host: 10.0.0.9 }
accounts:
  - { id: pay, kind: pay, serviceId: SL-1234-5678, serviceSecret: { env: A }, tokenCode: AT-1234-5678, apiToken: { env: B } }
`,
    'shop.yaml',
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  return deviceHomes({
    tills: settings.tills,
    routes: settings.routes.map((route) => routeWith(DEMO, route)),
    accounts: settings.accounts.map((account) => accountWith(DEMO, account)),
  });
}

it.each([
  ['TH-1234-5678', { '1-2': 'Pin 1', '1-3': 'Pin 1' }],
  ['TH-1234-5679', { '1-3': 'Pin 3' }],
  ['TH-9999-9999', { '1-1': 'TH-9999-9999' }],
  [null, { '1-2': 'Pay.', '1-3': 'Pay.' }],
])('a payment on %s is shown at the tills that use it, and always somewhere', (terminal, shown) => {
  expect(Object.fromEntries(homes().get({ account: 'pay', terminal }))).toEqual(shown);
});

it('a payment of an account that left the settings is shown at the first till', () => {
  expect(Object.fromEntries(homes().get({ account: 'old', terminal: null }))).toEqual({ '1-1': 'old' });
});

describe('the cashier’s list', () => {
  const entry: DeviceEntry = {
    orderId: '51000200023X1f44',
    account: 'pay',
    terminal: 'TH-1234-5678',
    direction: 'pay',
    amountCents: cents(1250),
    at: 0,
    toldAt: 0,
    state: 'paid',
  };
  const recentOf = (world: ViewWorld) =>
    cashierViewSchema.parse(cashierView(world.picture, CASHIER_FRAME, [], []).value).recent;

  it('has payments of the till and of its devices by time, the latter marked and never to be given back', () => {
    const world = new ViewWorld();
    const first = world.approved(world.started(world.pay('a')));
    world.change(first, { handOver: { at: world.now, told: 'paid', by: 'poll' } });
    world.pass(1_000);
    world.devicePayments = [{ entry: { ...entry, at: world.now }, device: 'Pin 1' }];
    world.pass(1_000);
    const last = world.started(world.pay('b'));
    expect(recentOf(world)).toMatchObject([
      { paymentId: last.id, startedOnTerminal: false },
      {
        paymentId: entry.orderId,
        startedOnTerminal: true,
        state: 'approved',
        told: null,
        device: 'Pin 1',
        amountCents: 1250,
        refundableCents: 0,
        shortReference: '3X1f44',
      },
      { paymentId: first.id, startedOnTerminal: false, refundableCents: 270 },
    ]);
  });

  it.each([
    ['open', 'open'],
    ['not-paid', 'not-paid'],
    ['review', 'unknown'],
  ] as const)('says of one that is %s: %s', (state, said) => {
    const world = new ViewWorld();
    world.devicePayments = [{ entry: { ...entry, state }, device: 'Pin 1' }];
    expect(recentOf(world)).toMatchObject([{ state: said, refundableCents: 0 }]);
  });
});
