/** The SOAP service over a venue's vouchers in memory. */
import { memoryLog, nodeDigest, sampleRule, VoucherWorld } from '@tillbridge/testkit';
import type { Product, ShopId } from '@tillbridge/vouchers';
import { openEnvelope, writeEnvelope } from '../soap/envelope.ts';
import { readComplex } from '../soap/types.ts';
import type { Request, Response } from '../soap/voucher-handlers.ts';
import { VOUCHER_OPERATIONS, type VoucherOperation } from '../soap/voucher-operations.wire.ts';
import { createVoucherService } from '../soap/voucher-service.ts';

export const WEB = 'web' as ShopId;
export const GATE = 'gate' as ShopId;
export const DAY_MS = 86_400_000;
const WORKPLACE = { branchNumber: 3, workplaceNumber: 12 };
const PRODUCTS: readonly Product[] = [
  {
    id: 'FAMILY',
    label: { nl: 'Familiedag', en: 'Family day' },
    gives: [{ ruleName: 'burger', rule: sampleRule(), units: 4, validDays: 2 }],
  },
  {
    id: 'LUNCH',
    label: { en: 'Lunch' },
    gives: [
      { ruleName: 'burger', rule: sampleRule(), units: 1, validDays: null },
      { ruleName: 'drink', rule: sampleRule(), units: 2, validDays: null },
    ],
  },
];

export class SoapVenue {
  readonly world = new VoucherWorld();
  readonly log = memoryLog();
  private readonly service;

  constructor() {
    const { desk, clock } = this.world;
    this.service = createVoucherService({
      desk,
      products: () => PRODUCTS,
      placeName: (branch, workplace) => (branch === 3 && workplace === 12 ? 'Restaurant' : null),
      ownerOf: (why) => (why === 'not-received' ? 'SHOP' : 'TILL'),
      momentOf: (text) => {
        const at = Date.parse(text);
        return Number.isNaN(at) || at < Date.UTC(2000, 0) ? null : at;
      },
      afterDays: (from, days) => (Math.floor(from / DAY_MS) + days) * DAY_MS,
      sha256Hex: (text) => nodeDigest().sha256Hex(text),
      clock,
      log: this.log,
      productsSince: clock.now(),
      version: '1.2.3',
    });
  }

  /** The text of a message, sent as bytes. */
  async send(text: string | Uint8Array, shop: ShopId = WEB) {
    const body = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    return this.service.handle({ shop, body, requestId: 'request-1' });
  }

  async call<Name extends VoucherOperation>(
    name: Name,
    request: Request<Name>,
    shop?: ShopId,
  ): Promise<Response<Name>> {
    const reply = await this.send(requestText(name, request), shop);
    const opened = openEnvelope(reply.body);
    if (opened.kind !== 'body') throw new Error(reply.body);
    const read = readComplex(VOUCHER_OPERATIONS[name].response, opened.element);
    if (!read.ok) throw new Error(`${read.path} ${read.reason}`);
    return read.value as Response<Name>;
  }

  async faultOf(text: string | Uint8Array): Promise<{ status: number; code: string; message: string }> {
    const reply = await this.send(text);
    const opened = openEnvelope(reply.body);
    if (opened.kind !== 'fault') throw new Error(reply.body);
    return { status: reply.status, code: opened.code, message: opened.message };
  }

  issue(key: string, ...items: readonly Partial<Item>[]) {
    return this.call('issueVouchers', issueRequest(key, ...items));
  }

  redeem(more: Partial<Request<'redeemVoucherIssuance'>>, shop?: ShopId) {
    return this.call('redeemVoucherIssuance', { workplaceIdentifier: WORKPLACE, ...more }, shop);
  }
}

export type Item = Request<'issueVouchers'>['issueVouchers']['issueVoucher'][number];

function issueRequest(idempotencyKey: string, ...items: readonly Partial<Item>[]): Request<'issueVouchers'> {
  const issueVoucher = items.map((item) => ({
    voucherId: { id: 'FAMILY' },
    bookBpeId: 'BPE',
    groupScanCode: 'TCK-G-1',
    ...item,
  }));
  return { idempotencyKey, issueVouchers: { issueVoucher }, financialWorkplaceIdentifier: WORKPLACE };
}

export function requestText<Name extends VoucherOperation>(name: Name, request: Request<Name>): string {
  const { request: type, wrapped } = VOUCHER_OPERATIONS[name];
  return writeEnvelope(name, type, request as never, wrapped ? 'request' : null);
}

export const ISSUE_TEXT = requestText('issueVouchers', issueRequest('order-1', { scanCode: 'TCK-V-1' }));
