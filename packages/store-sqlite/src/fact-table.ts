import { type ChainHead, canonicalJson, type Fact, GENESIS, sealFact, sealHolds } from '@tillbridge/journal';
import { type Digest, type FactDraft, type PlainJson, TillbridgeError } from '@tillbridge/kernel';
import { STORE_ERRORS } from './errors.ts';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const SELECT = 'SELECT sequence, kind, subject, at, body, previous_hash, hash FROM facts';

/** Every query of the facts table, for the test of their plans. */
export const FACT_QUERIES = {
  range: `${SELECT} WHERE sequence >= ? ORDER BY sequence LIMIT ?`,
  about: `${SELECT} WHERE subject = ? ORDER BY sequence`,
  last: `${SELECT} ORDER BY sequence DESC LIMIT ?`,
  highest: `SELECT seq FROM sqlite_sequence WHERE name = 'facts'`,
} as const;

/** The hash chain in the file. The head is kept in memory; a transaction that is undone puts it back. */
export class FactTable {
  private head: ChainHead;
  private readonly digest: Digest;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly range: Statement<[number, number], SqlRow>;
  private readonly about: Statement<[string], SqlRow>;
  private readonly last: Statement<[number], SqlRow>;

  constructor(connection: Connection, digest: Digest) {
    this.digest = digest;
    this.insertRow = connection.prepare<SqlValue[]>(
      'INSERT INTO facts (sequence, kind, subject, at, body, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.range = connection.prepare(FACT_QUERIES.range);
    this.about = connection.prepare(FACT_QUERIES.about);
    this.last = connection.prepare(FACT_QUERIES.last);
    this.head = this.readHead();
    const highest = connection.prepare<[], unknown>(FACT_QUERIES.highest).pluck().get();
    if (highest !== undefined && highest !== this.head.sequence) broken(this.head.sequence + 1);
  }

  append(draft: FactDraft): Fact {
    const fact = sealFact(this.head.hash, this.head.sequence + 1, draft, this.digest);
    const { sequence, kind, subject, at, body, previousHash, hash } = fact;
    this.insertRow.run(sequence, kind, subject, at, canonicalJson(body), previousHash, hash);
    this.head = { sequence, hash };
    return fact;
  }

  currentHead(): ChainHead {
    return this.head;
  }

  /** Puts the head back after an undone transaction. */
  restoreHead(head: ChainHead): void {
    this.head = head;
  }

  from(sequence: number, limit: number): readonly Fact[] {
    return this.range.all(sequence, limit).map(decodeFact);
  }

  subject(subject: string): readonly Fact[] {
    return this.about.all(subject).map(decodeFact);
  }

  /** Reads the end of the chain from the file and checks that link alone: a start must not walk a year of facts. */
  readHead(): ChainHead {
    const [last, before] = this.last.all(2).map(decodeFact);
    if (last === undefined) return GENESIS;
    const link = before ?? GENESIS;
    if (last.sequence !== link.sequence + 1 || last.previousHash !== link.hash || !sealHolds(last, this.digest)) {
      broken(last.sequence);
    }
    return { sequence: last.sequence, hash: last.hash };
  }
}

function broken(sequence: number): never {
  throw new TillbridgeError(STORE_ERRORS.damaged, { about: `fact ${sequence}`, detail: 'the chain is broken' });
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
