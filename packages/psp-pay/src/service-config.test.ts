import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { toOrderRequest } from './create-order.ts';
import { PayManagement } from './management-client.ts';
import { PayClient } from './pay-client.ts';
import { adoptCores, PayServiceConfigs } from './service-config.ts';
import { ACCOUNT, paymentOrder, wireOrder } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const call = () => ({ timeoutMs: 5_000, signal: new AbortController().signal });
const CONFIG = {
  code: 'SL-1234-5678',
  secret: 'demo-service-secret-not-a-real-key',
  testMode: false,
  name: 'Speelpark De Eik',
  checkoutOptions: [
    { tag: 'PM_10', name: 'iDEAL', paymentMethods: [{ id: 10, name: 'iDEAL', minAmount: 1, maxAmount: '500000' }] },
    {
      tag: 'PM_1927',
      name: 'Pin',
      paymentMethods: [{ id: '1927', name: 'Pin', options: [{ code: 'TH-1234-5678', name: 'Pin 1' }] }],
    },
    { tag: 'EMPTY', name: null, paymentMethods: null },
  ],
  tguList: [
    { ID: 1, share: 20, domain: 'payments.nl', status: 'ACTIVE' },
    { ID: 2, share: 80, domain: 'pay.nl', status: 'ACTIVE' },
    { ID: 3, share: 90, domain: 'achterelkebetaling.nl', status: 'INACTIVE' },
    { ID: 4, share: 99, domain: 'evil/..', status: 'ACTIVE' },
  ],
};

function rig(account: Partial<typeof ACCOUNT>, ...script: HttpReply[]) {
  const clock = new FakeClock();
  const http = new ScriptedHttp(...script);
  const whole = { ...ACCOUNT, cores: [], managementHosts: ['https://rest.example'], ...account };
  const configs = new PayServiceConfigs(new PayManagement(whole, http, clock), clock);
  return { clock, http, configs, client: new PayClient(whole, http, clock) };
}

test('tells cores, methods and terminals, and not the secret', async () => {
  const { configs, http } = rig({}, answer(200, CONFIG));
  const read = await configs.read(call());
  expect(http.requests[0]?.url).toBe('https://rest.example/v2/services/config?serviceId=SL-1234-5678');
  expect(read).toEqual({
    kind: 'config',
    fresh: true,
    config: {
      name: 'Speelpark De Eik',
      testMode: false,
      cores: ['https://connect.pay.nl', 'https://connect.payments.nl'],
      methods: [
        { id: 10, name: 'iDEAL', minCents: 1, maxCents: 500_000 },
        { id: 1927, name: 'Pin', minCents: null, maxCents: null },
      ],
      terminals: [{ code: 'TH-1234-5678', name: 'Pin 1' }],
    },
  });
});

test('is asked for once an hour, and serves on while Pay. can’t be reached', async () => {
  const { configs, http, clock } = rig({}, answer(200, CONFIG), problem(503, 'PAY-1503'), answer(200, CONFIG));
  await configs.read(call());
  await clock.advance(3_599_999);
  await configs.read(call());
  expect(http.requests).toHaveLength(1);
  await clock.advance(1);
  expect(await configs.read(call())).toMatchObject({ kind: 'config', fresh: false });
  expect(await configs.read(call())).toMatchObject({ kind: 'config', fresh: true });
  expect(http.requests).toHaveLength(3);
});

test.each([
  ['no answer', noAnswer()],
  ['garbage', answer(200, '<html>')],
  ['that of another sales location', answer(200, { ...CONFIG, code: 'SL-9999-9999' })],
  ['wrong credentials', problem(401, 'PAY-1401')],
])('%s is no config', async (_name, reply) => {
  expect((await rig({}, reply).configs.read(call())).kind).toBe('unreachable');
});

test('its cores serve an account whose settings name none; until then the public ones do', async () => {
  const tguList = [{ domain: 'payments.nl', share: 100, status: 'ACTIVE' }];
  const made = answer(201, wireOrder(20));
  const { client, configs, http } = rig({}, made, answer(200, { ...CONFIG, tguList }), made);
  const request = toOrderRequest(paymentOrder(), client.account, null);
  await client.create(request, call());
  expect(await adoptCores(client, configs, call())).toBe('adopted');
  await client.create(request, call());
  expect(http.hosts).toEqual(['connect.pay.nl', 'rest.example', 'connect.payments.nl']);
});

test('its cores don’t overrule the settings, the switch or silence', async () => {
  const named = rig({ cores: ['https://one.example'] }, answer(200, CONFIG));
  expect(await adoptCores(named.client, named.configs, call())).toBe('kept');
  expect(named.http.requests).toEqual([]);
  const off = rig({ coresFromConfig: false }, answer(200, CONFIG));
  expect(await adoptCores(off.client, off.configs, call())).toBe('kept');
  const silent = rig({}, noAnswer());
  expect(await adoptCores(silent.client, silent.configs, call())).toBe('kept');
  const none = rig({}, answer(200, { ...CONFIG, tguList: [] }));
  expect(await adoptCores(none.client, none.configs, call())).toBe('kept');
});
