import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ChainHead, Fact, JournalStore, JournalTransaction, OutboxItem } from '@tillbridge/journal';
import type { Clock, Digest, EpochMs, Log } from '@tillbridge/kernel';
import { TillbridgeError } from '@tillbridge/kernel';
import type { PaymentStore, PaymentTransaction } from '@tillbridge/payments';
import { assertFullSync, openConnection } from './connection.ts';
import { fromSqlite, STORE_ERRORS } from './errors.ts';
import { FactTable } from './fact-table.ts';
import { GroupCommit } from './group-commit.ts';
import { InboxTable } from './inbox-table.ts';
import { assertCurrent, migrate, SCHEMA_VERSION } from './migrate.ts';
import { OutboxTable } from './outbox-table.ts';
import { lockOwnership, type OwnerLock } from './owner-lock.ts';
import { PaymentTable } from './payment-table.ts';
import type { Connection } from './sqlite.ts';

/** One transaction over everything the file holds. */
export interface StoreTransaction extends JournalTransaction, PaymentTransaction {
  appendFact: JournalTransaction['appendFact'];
}

/** The file beside us, as the journal and the payments room need it. */
export interface Store extends JournalStore, PaymentStore {
  commit<T>(work: (transaction: StoreTransaction) => T): Promise<T>;
  /** Resolves when no commit is waiting. */
  idle(): Promise<void>;
  /** Commits what is waiting, closes the file and lets the next owner in. Calling it again does nothing. */
  close(): void;
}

export interface StoreOptions {
  /** The journal file. Its folder must exist; the file is made when it isn't there. */
  readonly file: string;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
  /** A look beside the running agent: takes no ownership and changes nothing. The file must exist. */
  readonly readOnly?: boolean;
}

/**
 * Opens the store. Throws `TillbridgeError`: `TILL-221` another writer has it, `TILL-222` damaged (the file is left as
 * it is), `TILL-223` not ours, `TILL-224` newer, `TILL-225` older (read-only alone), `TILL-226` engine, `TILL-227` can't
 * be opened.
 */
export function openStore(options: StoreOptions): Store {
  const file = resolveFile(options.file);
  const lock = options.readOnly ? undefined : lockOwnership(file);
  let connection: Connection | undefined;
  try {
    connection = openConnection(file, { readOnly: options.readOnly ?? false });
    prepareSchema(connection, options);
    return buildStore(connection, lock, options);
  } catch (error) {
    connection?.close();
    lock?.release();
    throw fromSqlite(error, file);
  }
}

/** Two names of one folder must lead to one lock. */
function resolveFile(file: string): string {
  try {
    return join(realpathSync(dirname(file)), basename(file));
  } catch (error) {
    throw new TillbridgeError(STORE_ERRORS.notOpened, { about: file, detail: 'the folder is missing', cause: error });
  }
}

function prepareSchema(connection: Connection, options: StoreOptions): void {
  if (options.readOnly) {
    assertCurrent(connection);
    return;
  }
  const from = migrate(connection);
  if (from === SCHEMA_VERSION) return;
  options.log.info('the journal file was brought up to date', { file: connection.name, from, to: SCHEMA_VERSION });
}

function buildStore(connection: Connection, lock: OwnerLock | undefined, options: StoreOptions): Store {
  const facts = new FactTable(connection, options.digest);
  const inbox = new InboxTable(connection);
  const outbox = new OutboxTable(connection, options.clock);
  const payments = new PaymentTable(connection);
  const reads = {
    byId: (id) => payments.byId(id),
    byKey: (subscriptionId, externalPaymentId) => payments.byKey(subscriptionId, externalPaymentId),
    byProviderRef: (route, providerRef) => payments.byProviderRef(route, providerRef),
    open: () => payments.open(),
    openOfSession: (subscriptionId, sessionId) => payments.openOfSession(subscriptionId, sessionId),
    openOnTerminal: (terminal) => payments.openOnTerminal(terminal),
    ofSession: (subscriptionId, sessionId) => payments.ofSession(subscriptionId, sessionId),
    needingAttention: () => payments.needingAttention(),
    recent: (till, limit) => payments.recent(till, limit),
  } satisfies Partial<StoreTransaction>;
  const transaction: StoreTransaction = {
    ...reads,
    insert: (payment) => payments.insert(payment),
    update: (payment) => payments.update(payment),
    appendFact: (draft) => facts.append(draft),
    accept: (receipt) => inbox.accept(receipt),
    enqueue: (draft) => outbox.enqueue(draft),
    claim: (owner, now, leaseMs, limit) => outbox.claim(owner, now, leaseMs, limit),
    deliver: (id, owner) => outbox.deliver(id, owner),
    retryLater: (id, owner, notBefore, error) => outbox.retryLater(id, owner, notBefore, error),
    park: (id, owner, error) => outbox.park(id, owner, error),
    unpark: (id, notBefore) => outbox.unpark(id, notBefore),
  };
  const memory = {
    mark: () => {
      const head = facts.currentHead();
      return () => facts.restoreHead(head);
    },
  };
  let firstWrite = true;
  const writer = new GroupCommit(connection, transaction, memory, () => {
    if (!firstWrite) return;
    assertFullSync(connection);
    firstWrite = false;
  });
  const close = () => {
    if (!connection.open) return;
    writer.close();
    connection.close();
    lock?.release();
  };
  return {
    ...reads,
    commit: (work) => writer.commit(work),
    idle: () => writer.idle(),
    facts: (fromSequence: number, limit: number): readonly Fact[] => facts.from(fromSequence, limit),
    factsAbout: (subject: string): readonly Fact[] => facts.subject(subject),
    head: (): ChainHead => facts.currentHead(),
    outbox: (): readonly OutboxItem[] => outbox.all(),
    nextDue: (): EpochMs | null => outbox.nextDue(),
    close,
  };
}
