import { cents, type InboxReceipt } from '@tillbridge/kernel';
import {
  type CarriedDiscount,
  createVoucherDesk,
  type DiscountId,
  type EntitlementDraft,
  type OfflinePolicy,
  type SaleAnswer,
  type SaleKey,
  type SaleLine,
  type SalePlace,
  type SaleWord,
  type VenueLink,
  type Voucher,
  type VoucherDesk,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { FakeClock } from './clock.ts';
import { type MemoryLog, memoryLog } from './log.ts';
import { MemoryVoucherStore } from './memory-voucher-store.ts';
import { seededRandom } from './random.ts';
import { sampleVoucher } from './sample-voucher.ts';

export const HOLD_MS = 30 * 60_000;

export interface VoucherWorldOptions {
  readonly seed?: number;
  readonly offline?: OfflinePolicy;
  readonly isMisread?: (code: string) => boolean;
}

/** A venue's vouchers in one process: a desk over a store in memory, and tills that act on its answers. */
export class VoucherWorld {
  readonly clock = new FakeClock();
  readonly store = new MemoryVoucherStore();
  readonly log: MemoryLog = memoryLog();
  /** Turnover groups by article. */
  readonly groups = new Map<string, number>();
  venue: ReturnType<VenueLink['standing']> = { kind: 'alone' };
  desk: VoucherDesk;
  private readonly random;
  private readonly options: VoucherWorldOptions;
  private counter = 0;

  constructor(options: VoucherWorldOptions = {}) {
    this.options = options;
    this.random = seededRandom(options.seed ?? 1);
    this.desk = this.openDesk();
  }

  /** The process dies, and the desk is made anew over what the store holds. */
  restart(): void {
    this.desk = this.openDesk();
  }

  async inject(...vouchers: readonly VoucherDraft[]): Promise<readonly Voucher[]> {
    const [first = sampleVoucher(1)] = vouchers;
    const answer = await this.desk.inject({
      shop: first.shop,
      by: 'rest',
      operation: 'inject',
      idempotencyKey: null,
      digest: 'digest',
      vouchers,
      requestId: `request-${this.next()}`,
      responseOf: ({ ok }) => (ok ? '201' : '409'),
    });
    if (!answer.ok) throw new Error(`not stored: ${answer.fault.why}`);
    return vouchers.map(({ code }) => this.voucher(code));
  }

  /** A voucher with these entitlements; without any, with four burgers. */
  async ticket(code: string, ...entitlements: readonly Partial<EntitlementDraft>[]): Promise<Voucher> {
    const [burger] = sampleVoucher(1).entitlements;
    if (burger === undefined) throw new Error('no sample');
    const kinds = entitlements.length === 0 ? [{}] : entitlements;
    const draft = sampleVoucher(1, { code, entitlements: kinds.map((changes) => ({ ...burger, ...changes })) });
    const [voucher] = await this.inject(draft);
    return voucher ?? this.voucher(code);
  }

  voucher(code: string): Voucher {
    const voucher = this.store.byCode(code);
    if (voucher === undefined) throw new Error(`no voucher ${code}`);
    return voucher;
  }

  /** What is left, held and redeemed of a voucher's entitlements. */
  counters(code: string): readonly { readonly held: number; readonly redeemed: number }[] {
    return this.voucher(code).entitlements.map(({ held, redeemed }) => ({ held, redeemed }));
  }

  sale(session: string, workplace = 1): TillSale {
    return new TillSale(this, session, workplace);
  }

  receipt(kind: string): InboxReceipt {
    return { source: 'mplus/SHOP-1', identity: `${kind}/${this.next()}`, receivedAt: this.clock.now(), kind };
  }

  private openDesk(): VoucherDesk {
    const { clock, store, log, random } = this;
    return createVoucherDesk(
      {
        store,
        clock,
        log,
        random,
        catalogue: { turnoverGroupOf: (article) => this.groups.get(article) ?? null, nameOf: () => null },
        venue: { standing: () => this.venue },
      },
      {
        timeZone: 'Europe/Amsterdam',
        holdMs: HOLD_MS,
        offline: this.options.offline ?? { kind: 'deny' },
        isMisread: this.options.isMisread ?? (() => false),
      },
    );
  }

  private next(): number {
    this.counter += 1;
    return this.counter;
  }
}

/** What a till charges for a piece that it is told to add. */
export const ADDED_CENTS = 950;

/** How a till goes about a word. Heard: it waits for the answer and acts on it. */
export interface Manner {
  readonly heard?: boolean;
  /** What it was sent under; the same one again is the same message. */
  readonly receipt?: InboxReceipt;
}

/** A sale at a till that does what it is told. */
export class TillSale {
  lines: SaleLine[] = [];
  /** What the till was told to take off under each name, in cents. */
  readonly given = new Map<DiscountId, number>();
  readonly key: SaleKey;
  readonly place: SalePlace;
  private readonly world: VoucherWorld;

  constructor(world: VoucherWorld, session: string, workplace: number) {
    this.world = world;
    this.key = { subscriptionId: 'SHOP-1', sessionId: session };
    this.place = { till: `Till ${workplace}`, branch: 1, workplace, employee: null };
  }

  /** Puts a line into the basket without a word. */
  put(lineId: string, article: string, unitCents: number, quantity = '1'): this {
    const line = { lineId, article, text: `article ${article}`, quantity, unitCents: cents(unitCents), discount: null };
    this.lines = [...this.lines.filter((one) => one.lineId !== lineId), line];
    return this;
  }

  take(lineId: string): this {
    this.lines = this.lines.filter((line) => line.lineId !== lineId);
    return this;
  }

  /** Which discount of ours each line carries. */
  get carried(): Readonly<Record<string, DiscountId | null>> {
    return Object.fromEntries(this.lines.map(({ lineId, discount }) => [lineId, discount?.ours ?? null]));
  }

  async scan(code: string, { chosen = null, ...manner }: Manner & { chosen?: readonly string[] | null } = {}) {
    return this.act(await this.world.desk.scan({ ...this.word('scanCode', manner), code, chosen }), manner);
  }

  async rematch(manner: Manner = {}) {
    return this.act(await this.world.desk.rematch(this.word('addSessionLine', manner)), manner);
  }

  /** `told`: whether the message holds the lines. */
  complete({ told = true, ...manner }: Manner & { told?: boolean } = {}) {
    return this.world.desk.complete(this.ending('completeSession', told, manner));
  }

  release(why: 'cancelled' | 'merged' | 'park', manner: Manner = {}) {
    return this.world.desk.release(this.word(`${why}Session`, manner), why);
  }

  credit({ told = true, ...manner }: Manner & { told?: boolean } = {}) {
    return this.world.desk.credit(this.ending('creditSession', told, manner));
  }

  word(kind: string, { heard = true, receipt = this.world.receipt(kind) }: Manner = {}): SaleWord {
    return { sale: this.key, place: this.place, lines: this.lines, heard, receipt };
  }

  private ending(kind: string, told: boolean, manner: Manner): SaleWord {
    const word = this.word(kind, manner);
    return told ? word : { ...word, lines: null };
  }

  private act(answer: SaleAnswer, { heard = true }: Manner): SaleAnswer {
    if (!heard) return answer;
    const cleared = new Set(answer.clear.map(({ lineId }) => lineId));
    const set = new Map(answer.set.map((discount): [string, CarriedDiscount] => [discount.lineId, discount]));
    this.lines = this.lines.map((line) => {
      const discount = set.get(line.lineId);
      if (discount !== undefined) {
        this.given.set(discount.id, discount.cents);
        return { ...line, discount: { ours: discount.id } };
      }
      return cleared.has(line.lineId) ? { ...line, discount: null } : line;
    });
    for (const { lineId, article, pieces, discountId } of answer.additions) {
      this.put(lineId, article, ADDED_CENTS, String(pieces));
      this.given.set(discountId, ADDED_CENTS * pieces);
      this.lines = this.lines.map((line) =>
        line.lineId === lineId ? { ...line, discount: { ours: discountId } } : line,
      );
    }
    return answer;
  }
}
