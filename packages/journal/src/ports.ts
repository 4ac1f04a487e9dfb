import type { EpochMs, FactDraft, InboxReceipt, OutboxDraft, PlainJson } from '@tillbridge/kernel';

/** A fact in its place. `hash` covers `previousHash` and everything else, so a change anywhere breaks the chain. */
export interface Fact extends FactDraft {
  /** 1, 2, 3, … without gaps. */
  readonly sequence: number;
  /** Hash of the fact before; 64 zeros for the first. */
  readonly previousHash: string;
  /** Lower-case hex SHA-256. */
  readonly hash: string;
}

export type OutboxState = 'waiting' | 'leased' | 'parked';

/** Something that must still reach somebody. Delivered items are removed; their fact remains. */
export interface OutboxItem {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly payload: PlainJson;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly notBefore: EpochMs;
  readonly lease: { readonly owner: string; readonly until: EpochMs } | null;
  /** The last failure in one line. */
  readonly lastError: string | null;
  readonly createdAt: EpochMs;
}

/** Which kinds of items are meant. */
export type OutboxKinds = { readonly only: readonly string[] } | { readonly except: readonly string[] };

/** One transaction of the journal. */
export interface JournalTransaction {
  appendFact(draft: FactDraft): Fact;
  /** False when the same source sent the same identity before. */
  accept(receipt: InboxReceipt): boolean;
  enqueue(draft: OutboxDraft): void;
  /** Takes up to `limit` due items for `owner`; items whose lease ran out are due again. Without `kinds`: of any kind. */
  claim(owner: string, now: EpochMs, leaseMs: number, limit: number, kinds?: OutboxKinds): readonly OutboxItem[];
  /** The following three change nothing and answer false when `owner` no longer holds the lease. */
  deliver(id: number, owner: string): boolean;
  retryLater(id: number, owner: string, notBefore: EpochMs, error: string): boolean;
  park(id: number, owner: string, error: string): boolean;
  /** A person sends a parked item round again. */
  unpark(id: number, notBefore: EpochMs): boolean;
}

export interface JournalStore {
  commit<T>(work: (transaction: JournalTransaction) => T): Promise<T>;
  /** Facts from `fromSequence` on, in order, at most `limit`. */
  facts(fromSequence: number, limit: number): readonly Fact[];
  factsAbout(subject: string): readonly Fact[];
  head(): { readonly sequence: number; readonly hash: string };
  outbox(): readonly OutboxItem[];
  /** How many there are, without reading them. What is under way counts as waiting. */
  outboxCount(): { readonly waiting: number; readonly parked: number };
  /** When the next waiting item is due; null when there is none. Without `kinds`: of any kind. */
  nextDue(kinds?: OutboxKinds): EpochMs | null;
}
