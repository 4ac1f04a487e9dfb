import { TillbridgeError } from '@tillbridge/kernel';
import { STORE_ERRORS } from './errors.ts';
import type { SqlRow } from './sqlite.ts';

/**
 * Reads the columns of one row with a check each: what a file holds is `unknown` until it has the type it must have.
 * Throws `TILL-222` with table and column, never with the value.
 */
export class RowReader {
  private readonly row: SqlRow;
  private readonly table: string;

  constructor(row: SqlRow, table: string) {
    this.row = row;
    this.table = table;
  }

  text(column: string): string {
    const value = this.row[column];
    return typeof value === 'string' ? value : this.refuse(column);
  }

  textOrNull(column: string): string | null {
    const value = this.row[column];
    return value === null || typeof value === 'string' ? value : this.refuse(column);
  }

  integer(column: string): number {
    const value = this.row[column];
    return Number.isSafeInteger(value) ? (value as number) : this.refuse(column);
  }

  integerOrNull(column: string): number | null {
    return this.row[column] === null ? null : this.integer(column);
  }

  /** One of the keys of `words`. */
  word<Word extends string>(column: string, words: Readonly<Record<Word, true>>): Word {
    const value = this.row[column];
    return typeof value === 'string' && Object.hasOwn(words, value) ? (value as Word) : this.refuse(column);
  }

  wordOrNull<Word extends string>(column: string, words: Readonly<Record<Word, true>>): Word | null {
    return this.row[column] === null ? null : this.word(column, words);
  }

  /** Whatever JSON the column holds. */
  json(column: string): unknown {
    const text = this.text(column);
    try {
      return JSON.parse(text);
    } catch (error) {
      return this.refuse(column, error);
    }
  }

  isNull(column: string): boolean {
    return this.row[column] === null;
  }

  refuse(column: string, cause?: unknown): never {
    throw new TillbridgeError(STORE_ERRORS.damaged, { about: `${this.table}.${column}`, cause });
  }
}
