import { cents } from '@tillbridge/kernel';
import { HOLD_MS, type Manner, sampleRule, type TillSale, VoucherWorld } from '@tillbridge/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OfflinePolicy } from '../offline-policy.ts';
import type { Rule } from '../rule.ts';
import type { ShopId } from '../voucher.ts';

const shop = 'webshop' as ShopId;
const CODES = ['T0', 'T1', 'T2'] as const;
const ARTICLES = ['4001', '4002', '5001'] as const;
const TILLS = ['a', 'b', 'c'] as const;
const ENDS: ReadonlySet<string> = new Set(['complete', 'complete-without-lines', 'cancelled', 'merged']);
const LINES = ['l0', 'l1', 'l2'] as const;
const GROUPS: Readonly<Record<string, number>> = { '4001': 1, '4002': 1, '5001': 2 };

const amount = fc.constantFrom(1, 99, 333, 1_000, 2_500);
const units = fc.integer({ min: 1, max: 9 });
const scope: fc.Arbitrary<Rule['scope']> = fc.oneof(
  fc.record({ kind: fc.constant('articles' as const), articles: fc.subarray([...ARTICLES], { minLength: 1 }) }),
  fc.record({ kind: fc.constant('turnover-groups' as const), groups: fc.subarray([1, 2], { minLength: 1 }) }),
  fc.constant({ kind: 'assortment' as const, exceptArticles: [], exceptGroups: [] }),
);
const benefit: fc.Arbitrary<Rule['benefit']> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('items' as const), capCents: fc.constantFrom(null, cents(700)) }),
  },
  fc.record({
    kind: fc.constant('percentage' as const),
    basisPoints: fc.constantFrom(333, 1_000, 10_000),
    capCents: fc.constantFrom(null, cents(150)),
  }),
  fc.record({ kind: fc.constant('amount' as const), cents: amount.map(cents) }),
  fc.constant({ kind: 'balance' as const }),
);
const add = { article: '4001', label: { en: 'Burger' } };
const otherAdd = { article: '4002', label: { en: 'Salad' } };
const rule: fc.Arbitrary<Rule> = fc
  .record({
    benefit,
    scope,
    combines: fc.constantFrom('freely' as const, 'freely' as const, 'alone' as const),
    minimumSpendCents: fc.constantFrom(null, null, cents(500)),
    limits: fc.record({
      perVisit: fc.constantFrom(null, null, 2),
      perDay: fc.constantFrom(null, null, 3),
      perPeriod: fc.constant(null),
    }),
    adds: fc.constantFrom([], [], [add], [add, otherAdd]),
  })
  .map((made) => sampleRule({ ...made, adds: made.benefit.kind === 'items' ? made.adds : [] }));
const entitlement = fc
  .record({ rule, issued: fc.option(units, { nil: null, freq: 6 }), cents: amount })
  .map(({ rule: one, issued, cents: worth }) => ({
    rule: one,
    issued: one.benefit.kind === 'balance' && issued !== null ? worth : issued,
  }));
const vouchers = fc.array(fc.array(entitlement, { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: CODES.length,
});

const offline: fc.Arbitrary<OfflinePolicy> = fc.constantFrom(
  { kind: 'deny' },
  { kind: 'flag' },
  { kind: 'limits', units: 2, cents: 1_000, ageMs: 10 * 60_000 },
);

type Step =
  | {
      readonly do: 'put';
      readonly line: string;
      readonly article: string;
      readonly unitCents: number;
      readonly quantity: string;
    }
  | { readonly do: 'take'; readonly line: string }
  | { readonly do: 'scan'; readonly code: string; readonly chosen: readonly string[] | null }
  | { readonly do: 'rematch' | 'complete' | 'complete-without-lines' | 'credit' | 'repeat' }
  | { readonly do: 'credit-line' | 'lose-discount'; readonly line: string }
  | { readonly do: 'cancelled' | 'park' }
  /** Lines go over to the sale of the next till: one of them, or all. */
  | { readonly do: 'move'; readonly line: string }
  | { readonly do: 'merged' };

/** What no till says. */
type Event = 'pass' | 'lapse' | 'crash' | 'disk-full' | 'redeem' | 'cut-off' | 'join';

type Happening =
  | { readonly at: (typeof TILLS)[number]; readonly heard: boolean; readonly step: Step }
  | { readonly all: Event };

const line = fc.constantFrom(...LINES);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      line,
      article: fc.constantFrom(...ARTICLES),
      unitCents: fc.constantFrom(0, 1, 350, 999, 2_000),
      quantity: fc.constantFrom('1', '2', '3', '0.350', '-1'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), line }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('scan' as const),
      code: fc.constantFrom('T0', ...CODES),
      chosen: fc.constantFrom(null, null, null, ['4002'], ['none']),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'rematch',
        'rematch',
        'complete',
        'complete',
        'complete',
        'complete-without-lines',
        'credit',
        'repeat',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('credit-line', 'lose-discount'), line }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancelled', 'merged', 'park', 'park') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), line }) },
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      at: fc.constantFrom(...TILLS),
      heard: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      step,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      all: fc.constantFrom('pass', 'lapse', 'lapse', 'crash', 'disk-full', 'redeem', 'cut-off', 'join', 'join'),
    }),
  },
);

/** Three tills, and what each of them said last, so that it can be said again. */
class Tills {
  private readonly world: VoucherWorld;
  private readonly open = new Map<string, TillSale>();
  /** The last sale of each that came to its end. */
  private readonly ended = new Map<string, TillSale>();
  private readonly said = new Map<string, () => Promise<unknown>>();
  private sales = 0;

  constructor(world: VoucherWorld) {
    this.world = world;
  }

  async perform(next: Happening): Promise<void> {
    if ('all' in next) return this.everywhere(next.all);
    const { step } = next;
    if (step.do === 'repeat') return void (await this.said.get(next.at)?.());
    const sale = this.saleFor(next.at, step);
    const say = this.sayingOf(sale, step, { heard: next.heard, receipt: this.world.receipt(step.do) });
    // What changes the basket alone is no word of the till: the next one tells of it.
    if (say === null) return;
    this.said.set(next.at, say);
    if (step.do === 'complete') await this.completed(sale, say);
    else await say();
    if (next.heard && (step.do === 'scan' || step.do === 'rematch')) checkHeard(this.world, sale);
    if (ENDS.has(step.do)) {
      this.open.delete(next.at);
      this.ended.set(next.at, sale);
    }
  }

  /** After the end of a sale its name comes again for a credit alone. */
  private saleFor(till: (typeof TILLS)[number], step?: Step): TillSale {
    const ended = this.ended.get(till);
    if (ended !== undefined && (step?.do === 'credit' || step?.do === 'credit-line')) return ended;
    const open = this.open.get(till);
    if (open !== undefined) return open;
    this.sales += 1;
    const sale = this.world.sale(`sale-${this.sales}`, TILLS.indexOf(till));
    // What is in every basket to begin with.
    sale.put('l0', '4001', 999, '2').put('l1', '5001', 350, '1');
    this.open.set(till, sale);
    return sale;
  }

  private sayingOf(sale: TillSale, next: Step, manner: Manner): (() => Promise<unknown>) | null {
    switch (next.do) {
      case 'put':
        sale.put(next.line, next.article, next.unitCents, next.quantity);
        return null;
      case 'take':
        sale.take(next.line);
        return null;
      case 'lose-discount':
        sale.lines = sale.lines.map((one) => (one.lineId === next.line ? { ...one, discount: null } : one));
        return null;
      case 'scan':
        return () => sale.scan(next.code, { ...manner, chosen: next.chosen });
      case 'rematch':
        return () => sale.rematch(manner);
      case 'complete':
        return () => sale.complete(manner);
      case 'complete-without-lines':
        return () => sale.complete({ ...manner, told: false });
      case 'credit':
        return () => sale.credit({ ...manner, told: false });
      case 'credit-line':
        return async () => {
          const { lines } = sale;
          sale.lines = lines.filter(({ lineId }) => lineId === next.line);
          await sale.credit(manner);
          sale.lines = lines;
        };
      case 'move':
        this.move(sale, (lineId) => lineId === next.line);
        return null;
      case 'merged':
        this.move(sale, () => true);
        return () => sale.release('merged', manner);
      case 'cancelled':
      case 'park': {
        const why = next.do;
        return () => sale.release(why, manner);
      }
      case 'repeat':
        return null;
    }
  }

  /** Lines keep what they carry, and the till what it knows of it. */
  private move(from: TillSale, isMoved: (lineId: string) => boolean): void {
    const into = this.saleFor(TILLS[(from.place.workplace + 1) % TILLS.length] ?? 'a');
    const moved = from.lines.filter(({ lineId }) => isMoved(lineId));
    from.lines = from.lines.filter(({ lineId }) => !isMoved(lineId));
    into.lines = [
      ...into.lines,
      ...moved.map((one) => ({ ...one, lineId: `${one.lineId} of ${from.key.sessionId}, ${into.lines.length}` })),
    ];
    for (const [id, worth] of from.given) into.given.set(id, worth);
  }

  /** What the till took off the bill is what stands as spent, to the cent. */
  private async completed(sale: TillSale, say: () => Promise<unknown>): Promise<void> {
    const { store } = this.world;
    const ours = new Set(Object.values(sale.carried).flatMap((id) => id ?? []));
    const carried = [...ours].filter((id) => store.saleGiving(sale.key.subscriptionId, id) !== undefined);
    await say();
    const redeemed = store.redemptionsOfSale(sale.key);
    const given = carried.map((id) => sale.given.get(id) ?? 0);
    expect(sum(redeemed.map(({ cents: worth }) => worth)), 'what was given is what is spent').toBe(sum(given));
  }

  private async everywhere(what: Event): Promise<void> {
    const { world } = this;
    switch (what) {
      case 'pass':
        return world.clock.advance(5 * 60_000);
      case 'lapse':
        await world.clock.advance(HOLD_MS);
        await world.desk.releaseLapsed();
        return;
      case 'crash':
        return world.restart();
      case 'cut-off':
        world.venue = { kind: 'cut-off', since: world.clock.now() };
        return;
      case 'join':
        world.venue = { kind: 'connected' };
        return;
      case 'disk-full': {
        const before = [world.store.all(), world.store.sales()];
        world.store.failWith = new Error('disk full');
        await expect(world.sale('unlucky').scan('T0')).rejects.toThrow('disk full');
        world.store.failWith = null;
        expect([world.store.all(), world.store.sales()]).toEqual(before);
        return;
      }
      case 'redeem': {
        const place = { till: 'Kiosk', branch: 1, workplace: 9, employee: null };
        await world.desk.redeem({ shop, code: 'T0', entitlement: null, units: 1, place, dryRun: false });
        return;
      }
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function check({ store }: VoucherWorld): void {
  const sales = store.sales();
  const redemptions = store.redemptions();
  for (const { id, issued, redeemed, held } of store.all().flatMap(({ entitlements }) => entitlements)) {
    const holds = sales.flatMap(({ spends }) => spends).filter(({ entitlement: one }) => one === id);
    const counted = redemptions.filter(
      (one) => one.entitlement === id && one.creditedAt === null && one.mark !== 'over',
    );
    if (issued !== null) {
      expect(redeemed, 'V1: no more redeemed than issued').toBeLessThanOrEqual(issued);
      expect(redeemed + held, 'no more promised than issued').toBeLessThanOrEqual(issued);
    }
    expect(held, 'held is what open sales hold').toBe(sum(holds.map((spend) => spend.units)));
    expect(redeemed, 'redeemed is what was redeemed and not given back').toBe(sum(counted.map((one) => one.units)));
  }
  for (const { stage, discounts, spends, claims, additions } of sales) {
    expect(claims.length, 'a sale without claims is forgotten').toBeGreaterThan(0);
    if (stage !== 'open') expect(spends, 'nothing is held unless open').toEqual([]);
    else {
      for (const spend of spends) {
        const parts = discounts.filter(({ entitlement: one }) => one === spend.entitlement);
        expect(sum(parts.map((part) => part.cents)), 'to the cent').toBe(spend.cents);
      }
      expect(sum(discounts.map((part) => part.cents)), 'discounts are spends').toBe(
        sum(spends.map((spend) => spend.cents)),
      );
    }
    expect(new Set(additions.map(({ discountId }) => discountId)).size, 'each addition once').toBe(additions.length);
  }
  for (const { units: taken, cents: worth, lines } of redemptions) {
    expect(taken, 'something was taken').toBeGreaterThan(0);
    if (lines.length > 0) expect(sum(lines.map((one) => one.cents)), 'lines are what was redeemed').toBe(worth);
  }
}

/** What the till's lines carry and what the sale says is the same, once a word of the till was heard. */
function checkHeard(world: VoucherWorld, sale: TillSale): void {
  const stands = world.desk.ofSale(sale.key);
  const wanted = new Map(stands?.discounts.map(({ lineId, id }) => [lineId, id]));
  const pending = new Set(stands?.additions.flatMap(({ discountId, state }) => (state === 'told' ? [discountId] : [])));
  for (const [lineId, ours] of Object.entries(sale.carried)) {
    if (ours !== null && pending.has(ours)) continue;
    expect(ours, 'the line carries what the sale says').toBe(wanted.get(lineId) ?? null);
  }
}

/** Everything is let go; then what is left can be had, and not one unit more. */
async function settle(world: VoucherWorld): Promise<void> {
  const { clock, desk, store } = world;
  world.venue = { kind: 'alone' };
  const spent = store.redemptions();
  await clock.advance(HOLD_MS);
  await desk.releaseLapsed();
  expect(store.redemptions(), 'nothing is spent by letting go').toEqual(spent);
  const place = { till: 'Kiosk', branch: 1, workplace: 9, employee: null };
  for (const { id, held, issued, redeemed, rule: one } of store.all().flatMap(({ entitlements }) => entitlements)) {
    expect(held, 'nothing is held any more').toBe(0);
    const { perVisit, perDay } = one.limits;
    if (issued === null || perVisit !== null || perDay !== null) continue;
    const take = (wanted: number) =>
      desk.redeem({ shop, code: null, entitlement: id, units: wanted, place, dryRun: true });
    if (redeemed < issued) expect(await take(issued - redeemed), 'what is left can be had').toMatchObject({ ok: true });
    expect(await take(issued - redeemed + 1), 'and no more').toMatchObject({ ok: false });
  }
}

it('V1 and money: whatever tills say, in whatever order, repeated, lapsed, crashed, every unit and every cent has its place', async () => {
  await fc.assert(
    fc.asyncProperty(
      vouchers,
      offline,
      fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.integer(),
      async (made, policy, steps, seed) => {
        const world = new VoucherWorld({ seed, offline: policy });
        for (const [article, group] of Object.entries(GROUPS)) world.groups.set(article, group);
        for (const [index, kinds] of made.entries()) await world.ticket(CODES[index] ?? '', ...kinds);
        const tills = new Tills(world);
        for (const next of steps) {
          await tills.perform(next);
          check(world);
        }
        await settle(world);
        check(world);
      },
    ),
    { numRuns: 500, interruptAfterTimeLimit: 30_000 },
  );
}, 60_000);
