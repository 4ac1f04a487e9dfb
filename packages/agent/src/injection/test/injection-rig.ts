/** What ticket shops speak to, over vouchers in memory and without a wire. */
import type { AdmittedInjection, InjectionReply } from '@tillbridge/relay';
import { memoryLog, nodeDigest, sampleRule, sampleVoucher, seededRandom, VoucherWorld } from '@tillbridge/testkit';
import type { ShopId, VoucherDraft } from '@tillbridge/vouchers';
import type { AgentVoucherSettings } from '../../settings.ts';
import { openInjection } from '../open-injection.ts';

export const WEB_KEY = 'demo-key-of-the-web-shop';
export const WEB = 'web' as ShopId;
export const HOME = '192.0.2.1';

const VOUCHERS: AgentVoucherSettings = {
  timeZone: 'Europe/Amsterdam',
  holdMs: 60_000,
  discountRemoval: 'zero',
  shops: [
    { id: WEB, name: 'Web', key: WEB_KEY, rules: false, requestsPerSecond: 20 },
    { id: 'gate', name: 'Gate', key: 'demo-key-of-the-gate-shop', rules: true, requestsPerSecond: 20 },
  ],
  products: [
    {
      id: 'BURGERS',
      label: { nl: 'Burgers' },
      gives: [{ ruleName: 'burger', rule: sampleRule(), units: 4, validDays: 2 }],
    },
  ],
  articles: [],
  mplus: null,
  offline: { kind: 'deny' },
  codes: null,
  scanner: null,
};

export interface RigCall {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | 'too-long';
  /** The caller's address. */
  readonly from?: string;
}

export class InjectionRig {
  readonly world = new VoucherWorld();
  readonly log = memoryLog();
  readonly digest = nodeDigest();
  private readonly port;

  constructor() {
    this.port = openInjection({ tills: [] }, VOUCHERS, {
      desk: this.world.desk,
      clock: this.world.clock,
      random: seededRandom(3),
      digest: this.digest,
      log: this.log,
      version: '1.2.3',
    });
  }

  /** The head alone. */
  admit({ method = 'POST', path = '/v1/vouchers', headers, from = HOME }: RigCall): InjectionReply | AdmittedInjection {
    const [plain = '', query] = path.split('?');
    return this.port.admit({
      method,
      path: plain,
      query: new URLSearchParams(query),
      headers: { authorization: `Bearer ${WEB_KEY}`, ...headers },
      address: `http://127.0.0.1:8620${plain}`,
      from,
    });
  }

  async call(call: RigCall = {}): Promise<InjectionReply> {
    const { body = '' } = call;
    const admitted = this.admit(call);
    if (!('end' in admitted)) return admitted;
    return admitted.end(body === 'too-long' || typeof body !== 'string' ? body : new TextEncoder().encode(body));
  }

  /** A voucher, as REST sends it. */
  inject(code: string, headers: Readonly<Record<string, string>> = {}): Promise<InjectionReply> {
    return this.call({ body: JSON.stringify({ code, orderReference: `ORD-${code}`, product: 'BURGERS' }), headers });
  }

  /** A voucher, as the desk stores it. */
  draft(code: string): VoucherDraft {
    return sampleVoucher(1, { shop: WEB, code });
  }

  /** The injection log, the newest first. */
  entries() {
    return this.world.desk.injections({ limit: 100 });
  }
}

export function errorIn({ body }: InjectionReply): Record<string, unknown> {
  return (JSON.parse(body) as { error: Record<string, unknown> }).error;
}
