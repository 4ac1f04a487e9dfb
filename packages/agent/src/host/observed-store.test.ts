import type { Store } from '@tillbridge/store-sqlite';
import { MemoryPaymentStore, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { crashingStore } from './crash-points.ts';
import { observedStore } from './observed-store.ts';

describe('a store with somebody listening', () => {
  it('reads and writes as the store under it does, also when that one wraps another', async () => {
    const inner = new MemoryPaymentStore();
    const crashing = crashingStore(inner, 'after-paid', () => undefined);
    let written = 0;
    // A memory store has the part of a store that payments use.
    const store = observedStore(crashing as unknown as Store, {
      written: () => {
        written += 1;
      },
      refused: () => undefined,
    });
    const payment = samplePayment(1);
    await store.commit((transaction) => transaction.insert(payment));
    expect(written).toBe(1);
    expect(store.byId(payment.id)).toEqual(payment);
    expect(store.open()).toEqual([payment]);
  });
});
