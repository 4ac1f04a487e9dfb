import { existsSync, readFileSync } from 'node:fs';
import {
  API_OPERATIONS,
  type ApiOperation,
  type ApiRequest,
  type ApiResponse,
  type Complex,
  messageCheck,
  openEnvelope,
  readComplex,
  type ValueOf,
  writeEnvelope,
} from '@tillbridge/mplus/soap';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { type MplusApiSimulator, startMplusApiSimulator } from './mplusapi-simulator.ts';
import type { MplusApiSimulatorOptions } from './options.ts';

const VENDORS = new URL('../../../../../shared/reference/mplusqapi.wsdl', import.meta.url);
const vendors = existsSync(VENDORS) ? messageCheck(readFileSync(VENDORS, 'utf8')) : undefined;

interface Rig {
  readonly api: MplusApiSimulator;
  readonly clock: FakeClock;
  post(body: string, query?: string): Promise<Response>;
  /** Throws unless the answer fits our types and, where it is at hand, the vendor's description. */
  call<Name extends ApiOperation>(operation: Name, request: ApiRequest<Name>): Promise<ApiResponse<Name>>;
}

async function withApi(use: (rig: Rig) => Promise<void>, options: Partial<MplusApiSimulatorOptions> = {}) {
  const clock = new FakeClock();
  const api = await startMplusApiSimulator({ port: 0, clock, ...options });
  const { ident, secret } = api.account;
  const post: Rig['post'] = (body, query = `?ident=${ident}&secret=${secret}`) =>
    fetch(`${api.url}${query}`, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' }, body });
  try {
    await use({
      api,
      clock,
      post,
      call: async (operation, request) => {
        const {
          request: type,
          wrapped,
          response,
        }: { request: Complex; wrapped: boolean; response: Complex } = API_OPERATIONS[operation];
        const reply = await post(
          writeEnvelope(operation, type, request as ValueOf<Complex>, wrapped ? 'request' : null),
        );
        const opened = openEnvelope(await reply.text());
        if (opened.kind !== 'body') throw new Error(`no answer but ${JSON.stringify(opened)}`);
        expect(vendors?.(opened.element) ?? []).toEqual([]);
        const read = readComplex(response, opened.element);
        if (!read.ok) throw new Error(`${read.path} ${read.reason}`);
        return read.value as ApiResponse<typeof operation>;
      },
    });
  } finally {
    await api.close();
  }
}

const ISSUE: ApiRequest<'issueVouchers'> = {
  idempotencyKey: 'key-1',
  issueVouchers: {
    issueVoucher: [{ voucherId: { id: 'burger-menu' }, bookBpeId: 'BPE-VOUCHER', groupScanCode: 'TCK-1' }],
  },
  financialWorkplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
};

describe('the simulated API', () => {
  it('issues once per key, and refuses a group code that is there', async () => {
    await withApi(async ({ api, call }) => {
      expect(await call('issueVouchers', ISSUE)).toMatchObject({
        idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
        result: 'ISSUE-VOUCHERS-OK',
      });
      expect(await call('issueVouchers', ISSUE)).toMatchObject({
        idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE',
        result: 'ISSUE-VOUCHERS-OK',
      });
      expect(await call('issueVouchers', { ...ISSUE, idempotencyKey: 'key-2' })).toMatchObject({
        result: 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE',
      });
      expect(api.issuances()).toHaveLength(1);
      expect(api.counts()).toEqual({ issueVouchers: 3 });
    });
  });

  it('redeems what was issued as often as its definition allows', async () => {
    await withApi(async ({ call }) => {
      await call('issueVouchers', ISSUE);
      const redeem: ApiRequest<'redeemVoucherIssuance'> = {
        voucherScanCode: 'TCK-1',
        workplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
      };
      expect(await call('redeemVoucherIssuance', { ...redeem, dryRun: true })).toMatchObject({
        result: 'REDEEM-VOUCHER-ISSUANCE-OK',
      });
      expect((await call('redeemVoucherIssuance', redeem)).result).toBe('REDEEM-VOUCHER-ISSUANCE-OK');
      expect(await call('redeemVoucherIssuance', redeem)).toMatchObject({
        result: 'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED',
        voucherCanApplyResult: { fullyRedeemed: true },
      });
      const listed = await call('getVoucherIssuances', { fromDate: '2026-03-01', throughDate: '2026-03-01' });
      expect(listed.voucherIssuances?.voucherIssuance).toMatchObject([
        { groupScanCode: 'TCK-1', voucherIssuanceRedeems: { voucherIssuanceRedeem: [{ cancelled: false }] } },
      ]);
    });
  });

  it('lists products by sync marker, and tells nothing of what was deleted', async () => {
    await withApi(async ({ api, call }) => {
      const from = (syncMarker: string) =>
        call('getProducts', {
          articleNumbers: [],
          groupNumbers: [],
          pluNumbers: { text: [] },
          syncMarker,
          syncMarkerLimit: 5,
          productNumbers: [],
        });
      const first = await from('1');
      expect(first.productList.product.map(({ syncMarker }) => syncMarker)).toEqual(['1', '2', '3', '4', '5']);
      api.putArticle({ number: '4101', name: 'Pannenkoek', group: 11, active: true });
      api.deleteArticle('4102');
      const changed = await from('13');
      expect(changed.productList.product).toMatchObject([{ productNumber: '4101', syncMarker: '13' }]);
    });
  });

  it('answers every other operation as described', async () => {
    await withApi(
      async ({ call }) => {
        await call('getApiVersion', {});
        await call('getVouchers', { voucherIdFilter: { voucherId: [] } });
        await call('getTurnoverGroups', {});
        const codes = { idempotencyKey: 'k', voucherId: 'partner', scanCodes: { scanCode: ['X-1'] } };
        expect((await call('issueVoucherExternalScanCodes', codes)).result).toBe('ISSUE-VOUCHER-SCAN-CODES-FAIL');
        expect(await call('getVoucherExternalScanCodes', { voucherId: 'partner' })).toEqual({});
        const { webhookConsumerList } = await call('getWebhookConsumers', {
          workplace: { branchNumber: 3, workplaceNumber: 12 },
        });
        expect(webhookConsumerList.webhookConsumer).toMatchObject([{ subscriptionId: 'shop-1', enabled: true }]);
      },
      { consumers: [{ subscriptionId: 'shop-1', endpointUrl: 'http://127.0.0.1:8620/', branch: 3, workplace: 12 }] },
    );
  });

  it('refuses a wrong secret and an operation it doesn’t have', async () => {
    await withApi(async ({ post }) => {
      const text = writeEnvelope('getApiVersion', API_OPERATIONS.getApiVersion.request, {});
      const wrong = await post(text, '?ident=demo-mplus-ident&secret=guess');
      expect([wrong.status, openEnvelope(await wrong.text())]).toMatchObject([500, { code: 'Client.Authentication' }]);
      const unknown = await post(text.replaceAll('getApiVersion', 'getEverything'));
      expect([unknown.status, openEnvelope(await unknown.text())]).toMatchObject([500, { code: 'Client' }]);
    });
  });

  it('fails as it is told to: with and without having done the work', async () => {
    await withApi(async ({ api, call, clock, post }) => {
      const text = writeEnvelope('issueVouchers', API_OPERATIONS.issueVouchers.request, ISSUE, 'request');
      api.fault({ on: 'issueVouchers', do: 'drop' });
      await expect(post(text)).rejects.toThrow();
      api.fault({ on: 'any', do: 'fault', code: 'Server.Db' });
      expect((await post(text)).status).toBe(500);
      api.fault({ on: 'any', do: 'garbage' });
      expect(await (await post(text)).text()).toContain('<html>');
      api.fault({ on: 'issueVouchers', do: 'result', result: 'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION' });
      expect((await call('issueVouchers', ISSUE)).result).toBe('ISSUE-VOUCHERS-CONSTRAINT-VIOLATION');
      expect(api.issuances()).toHaveLength(0);
      api.fault({ on: 'issueVouchers', do: 'lose-reply' });
      await expect(post(text)).rejects.toThrow();
      expect(api.issuances()).toHaveLength(1);
      api.fault({ on: 'issueVouchers', do: 'cut-short', tidy: true });
      expect(openEnvelope(await (await post(text)).text()).kind).toBe('broken');
      api.fault({ on: 'issueVouchers', do: 'slow', ms: 60_000 });
      const slow = post(text);
      while (api.held() === 0) await clock.settle();
      await clock.advance(60_000);
      expect((await slow).status).toBe(200);
    });
  });

  it('is steered over HTTP as by its methods', async () => {
    await withApi(async ({ api }) => {
      const control = (method: string, path: string, body?: unknown) =>
        fetch(`${api.url}control${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        });
      await control('PUT', '/articles/4999', { name: 'Churros', group: 11 });
      await control('DELETE', '/groups/80');
      await control('PUT', '/consumers', [
        { subscriptionId: 'shop-1', endpointUrl: 'http://127.0.0.1:8620/', branch: 1, workplace: 1 },
      ]);
      expect((await control('POST', '/faults', { on: 'any', do: 'garbage' })).status).toBe(201);
      expect((await control('POST', '/faults', { on: 'any', do: 'dance' })).status).toBe(400);
      const state = api.state();
      expect(state.articles.at(-1)).toMatchObject({ number: '4999', active: true });
      expect(state.groups.map(({ number }) => number)).not.toContain(80);
      expect(state.consumers).toHaveLength(1);
      expect(state.faults).toHaveLength(1);
    });
  });
});
