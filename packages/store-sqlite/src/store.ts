import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Fact, JournalStore, JournalTransaction } from '@tillbridge/journal';
import { type Clock, type Digest, type Log, TillbridgeError } from '@tillbridge/kernel';
import type { DriverMemory, PaymentReads, PaymentStore, PaymentTransaction } from '@tillbridge/payments';
import type { CatalogueStore, VoucherStore, VoucherTransaction } from '@tillbridge/vouchers';
import { CatalogueTable } from './catalogue-table.ts';
import { assertFullSync, openConnection } from './connection.ts';
import { DriverNoteTable } from './driver-note-table.ts';
import { fromSqlite, STORE_ERRORS } from './errors.ts';
import { FactTable } from './fact-table.ts';
import { GroupCommit } from './group-commit.ts';
import { InboxTable } from './inbox-table.ts';
import { assertCurrent, migrate, SCHEMA_VERSION } from './migrate.ts';
import { OutboxTable } from './outbox-table.ts';
import { lockOwnership, type OwnerLock } from './owner-lock.ts';
import { PaymentTable } from './payment-table.ts';
import { assertSound, preflight } from './preflight.ts';
import type { Connection } from './sqlite.ts';
import { VoucherTables } from './voucher-tables.ts';

/** One transaction over everything the file holds. */
export interface StoreTransaction extends JournalTransaction, PaymentTransaction {
  appendFact: JournalTransaction['appendFact'];
  readonly vouchers: VoucherTransaction;
}

/** The file beside us, as the journal and the payments room need it. */
export interface Store extends JournalStore, PaymentStore {
  /**
   * Runs `work` in the next shared commit and resolves with its result once the disk has it. Rejects with what `work`
   * threw, and only that work is undone; with `TILL-201` when the disk refused; with `TILL-228` after `close`.
   */
  commit<T>(work: (transaction: StoreTransaction) => T): Promise<T>;
  /** What drivers note for themselves. Their writes share the commits of everything else. */
  readonly driverMemory: DriverMemory;
  /** What the voucher room keeps. Its commits are those of everything else. */
  readonly vouchers: VoucherStore;
  /** Our copy of what the till sells. Its writes share the commits of everything else. */
  readonly catalogue: CatalogueStore;
  /** Resolves when no commit is waiting. */
  idle(): Promise<void>;
  /** Tells `listener` after every commit that put something into the outbox or sent it round again. */
  onOutbox(listener: () => void): () => void;
  /** The highest sequence a fact was ever given, also when facts were cut off behind the head. */
  lastSequence(): number;
  /** Reads the whole file, indexes included. Takes seconds on a big one. Throws `TILL-222` when it is damaged. */
  checkFile(): void;
  /** Commits what is waiting, closes the file and lets the next owner in. Calling it again does nothing. */
  close(): void;
}

export interface StoreOptions {
  /** The journal file. Its folder must exist; the file is made when it isn't there. */
  readonly file: string;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
  /** A look beside the running agent: takes no ownership, checks no chain, changes nothing. The file must exist. */
  readonly readOnly?: boolean;
}

/**
 * Opens the store. Throws `TillbridgeError`: `TILL-221` another writer has it, `TILL-222` damaged, `TILL-212` the chain's
 * end was tampered with, `TILL-223` not ours, `TILL-224` newer, `TILL-225` older (read-only alone), `TILL-226` engine,
 * `TILL-227` can't be opened. A file that is refused is left as it is.
 */
export function openStore(options: StoreOptions): Store {
  const readOnly = options.readOnly ?? false;
  const file = resolveFile(options.file);
  let lock: OwnerLock | undefined;
  let connection: Connection | undefined;
  try {
    if (!readOnly) {
      lock = lockOwnership(file);
      preflight(file, options.digest);
    }
    connection = openConnection(file, { readOnly });
    if (readOnly) assertCurrent(connection);
    else bringUpToDate(connection, options.log);
    return buildStore(connection, options, lock);
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

function bringUpToDate(connection: Connection, log: Log): void {
  const from = migrate(connection);
  if (from === SCHEMA_VERSION) return;
  log.info('the journal file was brought up to date', { file: connection.name, from, to: SCHEMA_VERSION });
}

/** Makes a store of an open, current connection. Apart from `openStore` for tests that need the connection in hand. */
export function buildStore(
  connection: Connection,
  options: Pick<StoreOptions, 'clock' | 'digest' | 'readOnly'>,
  lock?: OwnerLock,
): Store {
  const facts = new FactTable(connection, options.digest);
  const inbox = new InboxTable(connection);
  const outbox = new OutboxTable(connection, options.clock);
  const notes = new DriverNoteTable(connection);
  const onlyWriter = !(options.readOnly ?? false);
  const payments = new PaymentTable(connection, { onlyWriter });
  const vouchers = new VoucherTables(connection, options.digest, { onlyWriter });
  const catalogue = new CatalogueTable(connection);
  const listeners = new Set<() => void>();
  let outboxTouched = false;
  let provenDurable = false;

  const journal = {
    appendFact: (draft) => facts.append(draft),
    accept: (receipt) => inbox.accept(receipt),
    enqueue: (draft) => {
      outboxTouched = true;
      outbox.enqueue(draft);
    },
  } satisfies Partial<StoreTransaction>;
  const transaction: StoreTransaction = {
    ...paymentReads(payments),
    ...journal,
    vouchers: vouchers.transaction(journal),
    insert: (payment) => payments.insert(payment),
    update: (payment) => payments.update(payment),
    claim: (owner, now, leaseMs, limit, kinds) => outbox.claim(owner, now, leaseMs, limit, kinds),
    deliver: (id, owner) => outbox.deliver(id, owner),
    retryLater: (id, owner, notBefore, error) => outbox.retryLater(id, owner, notBefore, error),
    park: (id, owner, error) => outbox.park(id, owner, error),
    unpark: (id, notBefore) => {
      outboxTouched = true;
      return outbox.unpark(id, notBefore);
    },
  };

  const writer = new GroupCommit(connection, transaction, {
    undone: () => {
      facts.forgetHead();
      payments.forgetOpen();
      vouchers.forget();
    },
    committed: () => {
      // The level is known to fall back with the first write, not before it.
      if (!provenDurable) assertFullSync(connection);
      provenDurable = true;
      if (!outboxTouched) return;
      outboxTouched = false;
      for (const listener of listeners) queueMicrotask(listener);
    },
  });

  /** Outside a transaction, what SQLite throws gets its passport here; inside, the commit needs to see it as it is. */
  const reading = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw fromSqlite(error, connection.name);
    }
  };

  return {
    ...paymentReads(payments, reading),
    commit: (work) => writer.commit(work),
    driverMemory: {
      read: (route, key) => reading(() => notes.read(route, key)),
      write: (route, key, note) => {
        // As it is now: whoever wrote it may change the object before its turn comes.
        const text = JSON.stringify(note);
        return writer.commit(() => notes.write(route, key, text, options.clock.now()));
      },
    },
    vouchers: {
      ...vouchers.reads(reading),
      commit: (work) => writer.commit((transaction) => work(transaction.vouchers)),
    },
    catalogue: {
      read: () => reading(() => catalogue.read()),
      write: (change) => writer.commit(() => catalogue.write(change)),
    },
    idle: () => writer.idle(),
    onOutbox: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    facts: (fromSequence, limit): readonly Fact[] => reading(() => facts.from(fromSequence, limit)),
    factsAbout: (subject): readonly Fact[] => reading(() => facts.subject(subject)),
    head: () => reading(() => (options.readOnly ? facts.storedHead() : facts.writersHead())),
    lastSequence: () => reading(() => facts.lastSequence()),
    outbox: () => reading(() => outbox.all()),
    outboxCount: () => reading(() => outbox.count()),
    nextDue: (kinds) => reading(() => outbox.nextDue(kinds)),
    checkFile: () => reading(() => assertSound(connection, 'integrity_check')),
    close: () => {
      if (!connection.open) return;
      writer.close();
      connection.close();
      lock?.release();
    },
  };
}

function paymentReads(table: PaymentTable, reading: <T>(read: () => T) => T = (read) => read()): PaymentReads {
  return {
    byId: (id) => reading(() => table.byId(id)),
    byKey: (subscriptionId, externalPaymentId) => reading(() => table.byKey(subscriptionId, externalPaymentId)),
    byProviderRef: (route, providerRef) => reading(() => table.byProviderRef(route, providerRef)),
    open: () => reading(() => table.open()),
    openOfSession: (subscriptionId, sessionId) => reading(() => table.openOfSession(subscriptionId, sessionId)),
    openOnTerminal: (terminal) => reading(() => table.openOnTerminal(terminal)),
    ofSession: (subscriptionId, sessionId) => reading(() => table.ofSession(subscriptionId, sessionId)),
    refundsOf: (original) => reading(() => table.refundsOf(original)),
    needingAttention: () => reading(() => table.needingAttention()),
    recent: (till, limit) => reading(() => table.recent(till, limit)),
  };
}
