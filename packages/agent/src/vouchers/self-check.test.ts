import type { ConsumerDraft } from '@tillbridge/simulators/mplusapi';
import { describe, expect, test } from 'vitest';
import { type MplusApiRig, withMplusApi } from '../test/mplus-api-rig.ts';
import { bought } from '../test/mplus-api-samples.ts';
import { ownAddresses } from './self-check.ts';

const RIGHT: ConsumerDraft = {
  subscriptionId: 'shop-1',
  endpointUrl: 'http://127.0.0.1:8620/webhooks',
  branch: 3,
  workplace: 12,
  methods: ['K_PAY_PIN', 'K_PAY_QR'],
};

/** What the check of the one till finds. */
async function found({ rooms, sim }: MplusApiRig, ...consumers: readonly ConsumerDraft[]): Promise<readonly string[]> {
  sim.subscribe(consumers);
  const report = await rooms.look();
  return (report?.tills ?? []).flatMap(({ findings }) => findings.map(({ error, about }) => `${error.code} ${about}`));
}

describe('a till’s webhook subscription', () => {
  test('as it must be: nothing to say', async () => {
    await withMplusApi(async (rig) => {
      expect(await found(rig, RIGHT)).toEqual([]);
      expect(rig.rooms.report()?.tills).toMatchObject([{ till: '3-12', name: 'Restaurant', failed: null }]);
      expect(rig.notices).toEqual([]);
    });
  });

  const event = (name: string, changes: object) => ({ ...RIGHT, events: [{ name, ...changes }] });
  test.each<[string, readonly ConsumerDraft[], readonly string[]]>([
    ['none at all', [], ['MPLUS-231 shop-1']],
    ['another id', [{ ...RIGHT, subscriptionId: 'Shop-1' }], ['MPLUS-231 shop-1']],
    ['another till’s', [{ ...RIGHT, workplace: 13 }], ['MPLUS-231 shop-1']],
    ['switched off', [{ ...RIGHT, enabled: false }], ['MPLUS-232 shop-1']],
    [
      'to a provider’s own address',
      [{ ...RIGHT, endpointUrl: 'https://connector.example/webhooks?key=1' }],
      ['MPLUS-233 https://connector.example/webhooks'],
    ],
    ['no scans', [{ ...RIGHT, without: ['scanCode'] }], ['MPLUS-234 scanCode']],
    ['an event switched off', [event('completeSession', { enabled: false })], ['MPLUS-234 completeSession']],
    ['scans it doesn’t wait for', [event('scanCode', { blocking: false })], ['MPLUS-235 scanCode']],
    ['lines it doesn’t wait for', [event('addSessionLine', { blocking: false })], ['MPLUS-235 addSessionLine']],
    ['a polled start', [event('startExternalPayment', { polling: true })], ['MPLUS-236 startExternalPayment']],
    ['a poll that isn’t', [event('pollExternalPayment', { polling: false })], ['MPLUS-237 pollExternalPayment']],
    [
      'a poll that it doesn’t wait for',
      [event('pollExternalPayment', { polling: true, blocking: false })],
      ['MPLUS-235 pollExternalPayment'],
    ],
    ['a payment method that is not ticked', [{ ...RIGHT, methods: ['K_PAY_PIN'] }], ['MPLUS-239 K_PAY_QR']],
    ['no payment method', [{ ...RIGHT, methods: [] }], ['MPLUS-239 null']],
    ['one that is off beside one that works', [{ ...RIGHT, enabled: false }, RIGHT], []],
  ])('%s', async (_what, consumers, expected) => {
    await withMplusApi(async (rig) => {
      expect(await found(rig, ...consumers)).toEqual(expected);
      expect(rig.notices.map(({ code, errorCode }) => `${code} ${errorCode}`)).toEqual(
        expected.map((one) => `webhooks-set-up ${one.split(' ')[0]}`),
      );
    });
  });

  test.each([
    ['that lets our codes pass', [{ codeType: 'qrcode', pattern: '^TCK-' }], []],
    ['for other codes', [{ codeType: 'qrcode', pattern: '^PARK-' }], ['MPLUS-238 scanCode']],
    ['that rejects ours', [{ codeType: 'qrcode', pattern: '^TCK', reject: true }], ['MPLUS-238 scanCode']],
    ['that is no expression says nothing', [{ codeType: 'qrcode', pattern: '([' }], []],
  ])('a pattern %s', async (_what, patterns, expected) => {
    await withMplusApi(async (rig) => {
      await rig.inject(bought('TCK-1', { SEASON: 1 }));
      expect(await found(rig, { ...RIGHT, patterns })).toEqual(expected);
    });
  });

  test('is told of once, by the till’s name; and again only when something else is wrong', async () => {
    await withMplusApi(async (rig) => {
      await found(rig, event('scanCode', { blocking: false }));
      await found(rig, event('scanCode', { blocking: false }));
      expect(rig.notices).toEqual([{ code: 'webhooks-set-up', errorCode: 'MPLUS-235', about: 'Restaurant: scanCode' }]);
    });
  });

  test('that can’t be looked at is said to be unknown, not right', async () => {
    await withMplusApi(async (rig) => {
      rig.sim.fault({ on: 'getWebhookConsumers', do: 'fault', code: 'Client.Authorization', percent: 100 });
      await found(rig, RIGHT);
      expect(rig.rooms.report()?.tills).toMatchObject([{ findings: [], failed: { code: 'MPLUS-203' } }]);
    });
  });
});

describe('an address that is ours', () => {
  const ours = ownAddresses(
    {
      port: 8_620,
      names: ['proxy.venue.example'],
      lan: { host: '0.0.0.0', port: 8_621, certificatePem: '', keyPem: '', allow: [] },
    },
    { hostname: 'till-pc', addresses: ['192.168.10.7', 'fe80::1'] },
  );
  test.each([
    ['http://127.0.0.1:8620/', true],
    ['http://localhost:8620/any/base', true],
    ['http://[::1]:8620', true],
    ['https://127.0.0.1:8621/', true],
    ['http://127.0.0.1:8700/', false],
    ['https://192.168.10.7:8621/webhooks', true],
    ['https://[fe80::1]:8621/', true],
    ['https://192.168.10.8:8621/', false],
    ['https://till-pc:8621/', true],
    ['https://tills.venue.example:8621/', true],
    ['https://tills.venue.example/', false],
    ['https://proxy.venue.example/mplus', true],
    ['https://proxy.venue.example:8443/mplus', false],
    ['not an address', false],
  ])('%s: %s', (endpoint, expected) => {
    expect(ours(endpoint)).toBe(expected);
  });
});
