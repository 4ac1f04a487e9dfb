import type { VoucherView } from '@tillbridge/contracts/injection';
import {
  API_OPERATIONS,
  type ApiResponse,
  openEnvelope,
  readComplex,
  SOAP_CONTENT_TYPE,
  writeEnvelope,
} from '@tillbridge/mplus/soap';
import { DEMO_BRANCH, DEMO_TICKET_SHOP, DEMO_TICKET_SHOP_KEY, DEMO_WORKPLACE } from './fixed-shop.ts';

/** The ticket shop's people look their vouchers up at the venue, by the public services alone. */
export class VenueLookup {
  readonly #agentUrl: string;

  constructor(agentUrl: string) {
    this.#agentUrl = agentUrl;
  }

  /** Null: the venue has no such voucher. */
  async byCode(code: string): Promise<VoucherView | null> {
    return await this.#get(`/v1/vouchers/${encodeURIComponent(code)}`);
  }

  async byOrder(orderReference: string): Promise<readonly VoucherView[]> {
    const found = await this.#get<{ vouchers: readonly VoucherView[] }>(
      `/v1/vouchers?order=${encodeURIComponent(orderReference)}`,
    );
    return found?.vouchers ?? [];
  }

  /** What would become of redeeming so many units now; nothing is redeemed. The reason is the venue's word for it. */
  async dryRun(code: string, units: number): Promise<{ readonly ok: boolean; readonly why: string }> {
    const { request, response } = API_OPERATIONS.redeemVoucherIssuance;
    const body = writeEnvelope(
      'redeemVoucherIssuance',
      request,
      {
        voucherScanCode: code,
        redeemCount: units,
        workplaceIdentifier: { branchNumber: DEMO_BRANCH, workplaceNumber: DEMO_WORKPLACE },
        dryRun: true,
      },
      'request',
    );
    const reply = await fetch(
      `${this.#agentUrl}/soap?ident=${DEMO_TICKET_SHOP}&secret=${encodeURIComponent(DEMO_TICKET_SHOP_KEY)}`,
      {
        method: 'POST',
        headers: { 'content-type': SOAP_CONTENT_TYPE, soapaction: 'redeemVoucherIssuance' },
        body,
      },
    );
    const text = await reply.text();
    const opened = openEnvelope(text);
    const read = opened.kind === 'body' ? readComplex(response, opened.element) : null;
    if (read === null || !read.ok) throw new Error(`the dry run was answered with ${reply.status} ${text}`);
    const { result, errorMessage }: ApiResponse<'redeemVoucherIssuance'> = read.value;
    return { ok: result === 'REDEEM-VOUCHER-ISSUANCE-OK', why: errorMessage ?? result };
  }

  async #get<T>(path: string): Promise<T | null> {
    const response = await fetch(`${this.#agentUrl}${path}`, {
      headers: { authorization: `Bearer ${DEMO_TICKET_SHOP_KEY}` },
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
