import { TillbridgeError } from '@tillbridge/kernel';
import { isDiskFailure, STORE_ERRORS, unwritable } from './errors.ts';
import type { Connection, Statement } from './sqlite.ts';

/** What goes with the file's transactions in memory. */
export interface Companion {
  /** Writes were undone: whatever was remembered of them has to be read again. */
  undone(): void;
  /** Runs after each COMMIT, before anybody is told. What it throws rejects the whole batch. */
  committed(): void;
}

interface Entry<Transaction> {
  readonly work: (transaction: Transaction) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Ending = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/**
 * One writer, one queue: what arrives in one turn of the event loop shares one COMMIT, and so one wait for the disk.
 *
 *     commit() ──▶ queued ──setImmediate──▶ BEGIN IMMEDIATE ─▶ work, work, … ─▶ COMMIT ─▶ all promises settle
 *                                             │                │ throws             │ refused by the disk
 *                                             │                └▶ that work undone  └▶ all undone, all reject TILL-201
 *                                             └ refused by the disk: all reject TILL-201
 *
 * A work sees what the works before it in the same batch wrote. A promise resolves only after COMMIT returned, which
 * with `synchronous=FULL` is after the disk has it. A rejected one was not acknowledged; should the power fail at that
 * very moment, it may still be found in the file afterwards.
 */
export class GroupCommit<Transaction> {
  private queue: Entry<Transaction>[] = [];
  private scheduled = false;
  private closed = false;
  private readonly idleWaiters: (() => void)[] = [];
  private readonly connection: Connection;
  private readonly transaction: Transaction;
  private readonly companion: Companion;
  private readonly begin: Statement<[]>;
  private readonly finish: Statement<[]>;
  private readonly savepoint: Statement<[]>;
  private readonly release: Statement<[]>;
  private readonly rollbackTo: Statement<[]>;

  constructor(connection: Connection, transaction: Transaction, companion: Companion) {
    this.connection = connection;
    this.transaction = transaction;
    this.companion = companion;
    this.begin = connection.prepare('BEGIN IMMEDIATE');
    this.finish = connection.prepare('COMMIT');
    this.savepoint = connection.prepare('SAVEPOINT work');
    this.release = connection.prepare('RELEASE work');
    this.rollbackTo = connection.prepare('ROLLBACK TO work');
  }

  commit<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.closed) return Promise.reject(new TillbridgeError(STORE_ERRORS.closed));
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  /** Resolves when nothing is queued. */
  idle(): Promise<void> {
    if (this.queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  /** Commits what is queued, and refuses everything from now on. */
  close(): void {
    this.closed = true;
    this.flush();
  }

  private flush(): void {
    this.scheduled = false;
    const batch = this.queue;
    this.queue = [];
    if (batch.length > 0) settle(batch, this.run(batch));
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  private run(batch: readonly Entry<Transaction>[]): readonly Ending[] {
    try {
      this.begin.run();
      const endings = batch.length === 1 ? this.runAlone(batch) : this.runTogether(batch);
      if (this.connection.inTransaction) this.finish.run();
      this.companion.committed();
      return endings;
    } catch (error) {
      this.abandon();
      const failure = error instanceof TillbridgeError ? error : unwritable(error, this.connection.name);
      return batch.map(() => ({ ok: false, error: failure }));
    }
  }

  private runAlone(batch: readonly Entry<Transaction>[]): readonly Ending[] {
    return batch.map((entry) => {
      const ending = this.attempt(entry);
      if (!ending.ok) {
        this.connection.exec('ROLLBACK');
        this.companion.undone();
      }
      return ending;
    });
  }

  private runTogether(batch: readonly Entry<Transaction>[]): readonly Ending[] {
    return batch.map((entry) => {
      this.savepoint.run();
      const ending = this.attempt(entry);
      if (!ending.ok) {
        this.rollbackTo.run();
        this.companion.undone();
      }
      this.release.run();
      return ending;
    });
  }

  /** Runs one work. Throws only when the disk refused, which ends the whole batch. */
  private attempt(entry: Entry<Transaction>): Ending {
    let ending: Ending;
    try {
      const value = entry.work(this.transaction);
      if (value instanceof Promise) throw new TypeError('work in a transaction must be synchronous');
      ending = { ok: true, value };
    } catch (error) {
      if (isDiskFailure(error)) throw error;
      ending = { ok: false, error };
    }
    // SQLite ends a transaction by itself when the disk is full or fails; the work may have swallowed the error.
    if (!this.connection.inTransaction) throw new Error('the transaction was ended by the engine');
    return ending;
  }

  private abandon(): void {
    this.companion.undone();
    try {
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
    } catch {
      // The first error tells the story; an open transaction is found by the next BEGIN.
    }
  }
}

function settle<Transaction>(batch: readonly Entry<Transaction>[], endings: readonly Ending[]): void {
  for (const [place, entry] of batch.entries()) {
    const ending = endings[place];
    if (ending?.ok) entry.resolve(ending.value);
    else entry.reject(ending?.error);
  }
}
