import type { EpochMs } from '@tillbridge/kernel';
import { VenueCalendar } from './calendar.ts';
import type { Desk, VoucherDeskPolicy, VoucherDeskPorts } from './desk/desk-ports.ts';
import { redeemDirectly } from './desk/direct-redemption.ts';
import { earlierAnswer, injectOrder } from './desk/injection.ts';
import { MOST_REDEMPTIONS, storiesOfOrder, storyOfCode } from './desk/look-up.ts';
import { SaleDesk } from './desk/sale-desk.ts';
import { block, reissue } from './desk/shop-orders.ts';
import type { SaleWord, VoucherDesk } from './desk.ts';
import type { VoucherTransaction } from './ports.ts';
import type { SaleKey } from './sale.ts';

/** What one commit may take; the rest follows in the next. */
const LAPSED_AT_ONCE = 100;
const DAY_MS = 86_400_000;
/** No sale is parked for so long; the till forgot to say how it ended. */
const IDLE_KEPT_MS = 90 * DAY_MS;
const MOST_OVER_USES = 500;

/** Throws a `RangeError` for a time zone that isn't known. */
export function createVoucherDesk(ports: VoucherDeskPorts, policy: VoucherDeskPolicy): VoucherDesk {
  const { store, clock } = ports;
  const desk: Desk = { ports, policy, calendar: new VenueCalendar(policy.timeZone) };
  const sales = new SaleDesk(desk);
  const listeners = new Set<(sale: SaleKey) => void>();

  const tell = (changed: readonly SaleKey[]) => {
    for (const sale of changed) for (const listener of listeners) listener(sale);
  };

  /** One word of a till, in one commit. */
  const hear = async <T>(word: SaleWord, work: (tx: VoucherTransaction) => T): Promise<T> => {
    const { result, changed } = await store.commit((tx) => {
      const before = tx.sale(word.sale)?.version;
      const result = work(tx);
      return { result, changed: tx.sale(word.sale)?.version !== before };
    });
    if (changed) tell([word.sale]);
    return result;
  };

  return {
    scan: async (scan) => {
      // Most of what a till scans are its own articles: neither written down nor waited for.
      const plain = store.sale(scan.sale) === undefined && !scan.lines?.some(({ discount }) => discount?.ours != null);
      return plain && store.byCode(scan.code) === undefined
        ? sales.strange(scan)
        : hear(scan, (tx) => sales.scan(tx, scan));
    },
    rematch: (word) => hear(word, (tx) => sales.rematch(tx, word)),
    complete: (word) => hear(word, (tx) => sales.complete(tx, word)),
    release: (word, why) => hear(word, (tx) => sales.release(tx, word, why)),
    credit: (word) => hear(word, (tx) => sales.credit(tx, word)),

    async releaseLapsed(): Promise<EpochMs | null> {
      while (store.salesDue(clock.now(), 1).length > 0) {
        const lapsed = await store.commit((tx) => {
          const due = tx.salesDue(clock.now(), LAPSED_AT_ONCE);
          for (const sale of due) sales.lapse(tx, sale);
          return due.map(({ sale }) => sale);
        });
        tell(lapsed);
      }
      const forgotten = clock.now() - IDLE_KEPT_MS;
      if (store.salesIdle(forgotten, 1).length > 0) {
        await store.commit((tx) => {
          for (const { sale } of tx.salesIdle(forgotten, LAPSED_AT_ONCE)) tx.removeSale(sale);
        });
      }
      return store.salesDue(Number.MAX_SAFE_INTEGER, 1)[0]?.leaseUntil ?? null;
    },

    inject: (order) => store.commit((tx) => injectOrder(desk, tx, order)),
    repeated: (call) => store.commit((tx) => earlierAnswer(tx, call)),
    noteInjection: (entry) => store.commit((tx) => tx.logInjection(entry)),
    reissue: (shop, old, fresh, call) => store.commit((tx) => reissue(desk, tx, shop, old, fresh, call)),
    block: (shop, code, reason, call) => store.commit((tx) => block(desk, tx, shop, code, reason, call)),
    redeem: (order) => store.commit((tx) => redeemDirectly(desk, tx, order)),

    byCode: (code, place) => storyOfCode(desk, code, place),
    byOrder: (orderReference, place, limit) => storiesOfOrder(desk, orderReference, place, limit),
    receivedBetween: (shop, from, until, limit) => store.receivedBetween(shop, from, until, limit),
    redemptionsOf: (voucher) => store.redemptionsOf(voucher, MOST_REDEMPTIONS),
    injections: (filter) => store.injections(filter),
    overUse: () => store.overUse(MOST_OVER_USES),
    seeOverUse: (redemption, by) => store.commit((tx) => tx.markSeen(redemption, clock.now(), by)),
    ofSale: (sale) => store.sale(sale),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
