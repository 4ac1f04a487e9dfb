import { isUnwritable } from '@tillbridge/kernel';
import type { Store, StoreTransaction } from '@tillbridge/store-sqlite';

/** Hears of every commit, and whether the disk took it. */
export interface CommitObserver {
  written(): void;
  refused(): void;
}

/** The same store, with somebody listening. */
export function observedStore(store: Store, observer: CommitObserver): Store {
  return {
    ...store,
    commit: <T>(work: (transaction: StoreTransaction) => T) =>
      store.commit(work).then(
        (result) => {
          observer.written();
          return result;
        },
        (error: unknown) => {
          if (isUnwritable(error)) observer.refused();
          throw error;
        },
      ),
  };
}
