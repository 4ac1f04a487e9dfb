import { type ChainVerdict, type Fact, GENESIS, type JournalStore, verifyChain } from '@tillbridge/journal';
import type { Digest } from '@tillbridge/kernel';
import type { Store } from './store.ts';

const PAGE = 500;

/** All facts from a sequence on, in order, a page in memory at a time. Facts that are appended meanwhile come too. */
export function* iterateFacts(store: Pick<JournalStore, 'facts'>, fromSequence = 1): Generator<Fact, void, undefined> {
  let next = fromSequence;
  for (;;) {
    const page = store.facts(next, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    next = last.sequence + 1;
  }
}

/** Walks the whole chain of a store, the end included (J2). */
export function verifyJournal(store: Store, digest: Digest): ChainVerdict {
  return verifyChain(iterateFacts(store), digest, GENESIS, store.lastSequence());
}
