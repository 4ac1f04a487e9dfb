import type { RowReader } from './row-reader.ts';

/**
 * Reads the members of JSON in a column, with a check each. Throws `TILL-222` with table and column, never with the value.
 */
export class JsonReader {
  private readonly value: Readonly<Record<string, unknown>>;
  private readonly refuse: () => never;

  constructor(value: unknown, refuse: () => never) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse();
    this.value = value as Readonly<Record<string, unknown>>;
    this.refuse = refuse;
  }

  /** The object in a column. */
  static of(row: RowReader, column: string): JsonReader {
    return new JsonReader(row.json(column), () => row.refuse(column));
  }

  /** The list of objects in a column. */
  static list<T>(row: RowReader, column: string, decode: (item: JsonReader) => T): T[] {
    return items(row.json(column), decode, () => row.refuse(column));
  }

  text(member: string): string {
    const value = this.value[member];
    return typeof value === 'string' ? value : this.refuse();
  }

  textOrNull(member: string): string | null {
    return this.value[member] === null ? null : this.text(member);
  }

  integer(member: string): number {
    const value = this.value[member];
    return Number.isSafeInteger(value) ? (value as number) : this.refuse();
  }

  integerOrNull(member: string): number | null {
    return this.value[member] === null ? null : this.integer(member);
  }

  boolean(member: string): boolean {
    const value = this.value[member];
    return typeof value === 'boolean' ? value : this.refuse();
  }

  /** One of the keys of `words`. */
  word<Word extends string>(member: string, words: Readonly<Record<Word, true>>): Word {
    const value = this.value[member];
    return typeof value === 'string' && Object.hasOwn(words, value) ? (value as Word) : this.refuse();
  }

  has(member: string): boolean {
    return this.value[member] !== undefined;
  }

  objectOrNull(member: string): JsonReader | null {
    return this.value[member] === null ? null : this.object(member);
  }

  texts(member: string): readonly string[] {
    const value = this.value[member];
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : this.refuse();
  }

  integers(member: string): readonly number[] {
    const value = this.value[member];
    return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one)) ? value : this.refuse();
  }

  object(member: string): JsonReader {
    return new JsonReader(this.value[member], this.refuse);
  }

  list<T>(member: string, decode: (item: JsonReader) => T): readonly T[] {
    return items(this.value[member], decode, this.refuse);
  }
}

function items<T>(value: unknown, decode: (item: JsonReader) => T, refuse: () => never): T[] {
  if (!Array.isArray(value)) return refuse();
  return value.map((item: unknown) => decode(new JsonReader(item, refuse)));
}
