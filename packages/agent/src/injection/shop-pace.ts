import type { Clock } from '@tillbridge/kernel';
import type { ShopId } from '@tillbridge/vouchers';

/** What a shop may have saved up, in seconds of its pace: a ticket sale begins for everybody at once. */
const SAVED_UP_S = 10;
/** Requests of one shop at the same time: so many bodies are held in memory at most. */
const AT_ONCE = 16;
/** When something that is under way is likely to be over. */
const SOON_MS = 1_000;

export type PaceEntry =
  | { readonly ok: true; readonly leave: () => void }
  /** `afterMs`: when it is worth another try. */
  | { readonly ok: false; readonly afterMs: number };

/** A request costs a thousand, so that a millisecond is worth a whole number. */
const COST = 1_000;

interface Budget {
  readonly perMs: number;
  readonly most: number;
  left: number;
  atMs: number;
  underWay: number;
}

/** How fast each shop may call: so that a shop in a loop keeps no till waiting, and no other shop out. */
export class ShopPace {
  private readonly clock: Clock;
  private readonly budgets: ReadonlyMap<string, Budget>;

  constructor(shops: readonly { readonly id: string; readonly requestsPerSecond: number }[], clock: Clock) {
    this.clock = clock;
    this.budgets = new Map(
      shops.map(({ id, requestsPerSecond }) => {
        const most = requestsPerSecond * SAVED_UP_S * COST;
        const atMs = clock.monotonicMs();
        return [id, { perMs: requestsPerSecond, most, left: most, atMs, underWay: 0 }];
      }),
    );
  }

  /** Counts a request. `leave` is to be called once when it is over. */
  enter(shop: ShopId): PaceEntry {
    const budget = this.budgets.get(shop);
    if (budget === undefined) throw new RangeError(`no such shop: ${shop}`);
    const nowMs = this.clock.monotonicMs();
    budget.left = Math.min(budget.most, budget.left + (nowMs - budget.atMs) * budget.perMs);
    budget.atMs = nowMs;
    if (budget.left < COST) return { ok: false, afterMs: (COST - budget.left) / budget.perMs };
    if (budget.underWay >= AT_ONCE) return { ok: false, afterMs: SOON_MS };
    budget.left -= COST;
    budget.underWay += 1;
    return {
      ok: true,
      leave: () => {
        budget.underWay -= 1;
      },
    };
  }
}
