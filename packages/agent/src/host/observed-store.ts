import { isUnwritable } from '@tillbridge/kernel';
import type { Store, StoreTransaction } from '@tillbridge/store-sqlite';

/** Hears of every commit, and whether the disk took it. */
export interface CommitObserver {
  written(): void;
  refused(): void;
}

/** The same store, with somebody listening. */
export function observedStore(store: Store, observer: CommitObserver): Store {
  // Over the store, not copied from it: a store that wraps another one holds its reads in its prototype.
  const observed: Store = Object.create(store);
  observed.commit = <T>(work: (transaction: StoreTransaction) => T) =>
    store.commit(work).then(
      (result) => {
        observer.written();
        return result;
      },
      (error: unknown) => {
        if (isUnwritable(error)) observer.refused();
        throw error;
      },
    );
  return observed;
}
