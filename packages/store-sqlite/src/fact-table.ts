import { type ChainHead, type Fact, GENESIS, JOURNAL_ERRORS, sealDraft, sealHolds } from '@tillbridge/journal';
import { type Digest, type FactDraft, type PlainJson, TillbridgeError } from '@tillbridge/kernel';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const SELECT = 'SELECT sequence, kind, subject, at, body, previous_hash, hash FROM facts';

/** Every query of the facts table, for the test of their plans. */
export const FACT_QUERIES = {
  range: `${SELECT} WHERE sequence >= +? ORDER BY sequence LIMIT +?`,
  about: `${SELECT} WHERE subject = +? ORDER BY sequence`,
  last: `${SELECT} ORDER BY sequence DESC LIMIT +?`,
  highest: `SELECT seq FROM sqlite_sequence WHERE name = 'facts'`,
} as const;

/** The hash chain in the file. */
export class FactTable {
  private head: ChainHead | undefined;
  private readonly digest: Digest;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly range: Statement<[number, number], SqlRow>;
  private readonly about: Statement<[string], SqlRow>;
  private readonly last: Statement<[number], SqlRow>;
  private readonly highest: Statement<[], number>;

  constructor(connection: Connection, digest: Digest) {
    this.digest = digest;
    this.insertRow = connection.prepare<SqlValue[]>(
      'INSERT INTO facts (sequence, kind, subject, at, body, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.range = connection.prepare(FACT_QUERIES.range);
    this.about = connection.prepare(FACT_QUERIES.about);
    this.last = connection.prepare(FACT_QUERIES.last);
    this.highest = connection.prepare<[], number>(FACT_QUERIES.highest).pluck();
  }

  append(draft: FactDraft): Fact {
    const head = this.writersHead();
    const { fact, bodyText } = sealDraft(head.hash, head.sequence + 1, draft, this.digest);
    const { sequence, kind, subject, at, previousHash, hash } = fact;
    this.insertRow.run(sequence, kind, subject, at, bodyText, previousHash, hash);
    this.head = { sequence, hash };
    return fact;
  }

  /** The head as the only writer knows it, without a read. */
  writersHead(): ChainHead {
    this.head ??= this.storedHead();
    return this.head;
  }

  /** After writes were undone: the file knows the head. */
  forgetHead(): void {
    this.head = undefined;
  }

  /** The head as the file has it, also while another process appends. */
  storedHead(): ChainHead {
    const last = this.last.all(1).map(decodeFact)[0];
    return last === undefined ? GENESIS : { sequence: last.sequence, hash: last.hash };
  }

  /** The highest sequence that was ever given, be its fact still there or not. */
  lastSequence(): number {
    return this.highest.get() ?? 0;
  }

  from(sequence: number, limit: number): readonly Fact[] {
    return this.range.all(sequence, limit).map(decodeFact);
  }

  subject(subject: string): readonly Fact[] {
    return this.about.all(subject).map(decodeFact);
  }

  /**
   * Checks the last link of the chain and that nothing was cut off behind it. That link alone: a start must not walk
   * the facts of a year. Throws `TILL-212`.
   */
  assertHead(): void {
    const [last, before] = this.last.all(2).map(decodeFact);
    const link = before ?? GENESIS;
    const broken =
      last === undefined
        ? this.lastSequence() > 0
        : last.sequence !== this.lastSequence() ||
          last.sequence !== link.sequence + 1 ||
          last.previousHash !== link.hash ||
          !sealHolds(last, this.digest);
    if (broken) {
      throw new TillbridgeError(JOURNAL_ERRORS.chainBroken, { about: `fact ${last?.sequence ?? 1} or the one after` });
    }
  }
}

function decodeFact(raw: SqlRow): Fact {
  const row = new RowReader(raw, 'facts');
  return {
    sequence: row.integer('sequence'),
    kind: row.text('kind'),
    subject: row.text('subject'),
    at: row.integer('at'),
    body: row.json('body') as PlainJson,
    previousHash: row.text('previous_hash'),
    hash: row.text('hash'),
  };
}
