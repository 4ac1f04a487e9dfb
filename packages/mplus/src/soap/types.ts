/**
 * The types of a SOAP message as data: one table reads, writes and describes them (WSDL). Element order is the table's;
 * what is read may come in any order, since some clients sort.
 */
import type { XmlElement } from './xml.ts';
import { escapeXml } from './xml.ts';

/** Numbers beyond 2^53 and decimals stay text. Date and time is ISO 8601 text, `date` a calendar date. */
export type Simple = 'string' | 'int' | 'long' | 'boolean' | 'decimal' | 'dateTime' | 'date';

export interface Choice<Value extends string = string> {
  readonly kind: 'choice';
  readonly name: string;
  readonly values: readonly Value[];
}

export interface Complex<Fields extends FieldTable = FieldTable> {
  readonly kind: 'complex';
  readonly name: string;
  readonly fields: Fields;
}

export type FieldType = Simple | Choice | Complex;
export interface Field<Type extends FieldType = FieldType> {
  readonly type: Type;
  /** `one`: required. `maybe`: may be missing. `many`: any number. */
  readonly occurs: 'one' | 'maybe' | 'many';
}
export type FieldTable = { readonly [name: string]: Field };

type SimpleValue<Type extends Simple> = Type extends 'int' ? number : Type extends 'boolean' ? boolean : string;
type ValueOfType<Type> = Type extends Simple
  ? SimpleValue<Type>
  : Type extends Choice<infer Value>
    ? Value
    : Type extends Complex<infer Fields>
      ? ValueOfFields<Fields>
      : never;
type ValueOfFields<Fields extends FieldTable> = {
  readonly [Name in keyof Fields as Fields[Name]['occurs'] extends 'maybe'
    ? never
    : Name]: Fields[Name]['occurs'] extends 'many'
    ? readonly ValueOfType<Fields[Name]['type']>[]
    : ValueOfType<Fields[Name]['type']>;
} & {
  readonly [Name in keyof Fields as Fields[Name]['occurs'] extends 'maybe' ? Name : never]?:
    | ValueOfType<Fields[Name]['type']>
    | undefined;
};
/** The value of a complex type. */
export type ValueOf<Type extends Complex> = ValueOfType<Type>;

export function complex<const Fields extends FieldTable>(name: string, fields: Fields): Complex<Fields> {
  return { kind: 'complex', name, fields };
}
export function choice<const Value extends string>(name: string, values: readonly Value[]): Choice<Value> {
  return { kind: 'choice', name, values };
}
export const one = <const Type extends FieldType>(type: Type) => ({ type, occurs: 'one' }) as const;
export const maybe = <const Type extends FieldType>(type: Type) => ({ type, occurs: 'maybe' }) as const;
export const many = <const Type extends FieldType>(type: Type) => ({ type, occurs: 'many' }) as const;

export type ReadValue<Type extends Complex> =
  | { readonly ok: true; readonly value: ValueOf<Type> }
  /** `path` as a reader of the message would write it; `reason` never repeats what was sent. */
  | { readonly ok: false; readonly path: string; readonly reason: string };

class Misfit extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** Reads an element. Unknown members are ignored, an empty optional one is a missing one. Never throws. */
export function readComplex<Type extends Complex>(type: Type, element: XmlElement): ReadValue<Type> {
  try {
    return { ok: true, value: membersOf(type, element, element.name) as ValueOf<Type> };
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, path: error.path, reason: error.message };
    throw error;
  }
}

function membersOf(type: Complex, element: XmlElement, path: string): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, { type: member, occurs }] of Object.entries(type.fields)) {
    const found = element.children.filter((child) => child.name === name);
    const where = `${path}.${name}`;
    if (occurs === 'many') {
      value[name] = found.map((child, index) => oneOf(member, child, `${where}[${index}]`));
      continue;
    }
    const [first, second] = found;
    if (second !== undefined) throw new Misfit(where, 'stands there twice');
    if (first === undefined || (occurs === 'maybe' && isEmpty(first))) {
      if (occurs === 'one') throw new Misfit(where, 'is missing');
    } else value[name] = oneOf(member, first, where);
  }
  return value;
}

function isEmpty(element: XmlElement): boolean {
  return element.children.length === 0 && element.text.trim() === '';
}

function oneOf(type: FieldType, element: XmlElement, path: string): unknown {
  if (typeof type === 'string') return simpleOf(type, element, path);
  if (type.kind === 'complex') return membersOf(type, element, path);
  const text = element.text.trim();
  if (!type.values.includes(text)) throw new Misfit(path, `is none of ${type.values.join(', ')}`);
  return text;
}

const SHAPES: Readonly<Record<Exclude<Simple, 'string'>, { readonly pattern: RegExp; readonly reason: string }>> = {
  int: { pattern: /^[+-]?\d{1,10}$/, reason: 'must be a whole number' },
  long: { pattern: /^[+-]?\d{1,19}$/, reason: 'must be a whole number' },
  boolean: { pattern: /^(true|false|1|0)$/, reason: 'must be true or false' },
  decimal: { pattern: /^[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})$/, reason: 'must be a decimal number' },
  dateTime: {
    pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/,
    reason: 'must be a date and time such as 2026-07-01T00:00:00+02:00',
  },
  date: { pattern: /^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/, reason: 'must be a date such as 2026-07-01' },
};

function simpleOf(type: Simple, element: XmlElement, path: string): string | number | boolean {
  if (element.children.length > 0) throw new Misfit(path, 'must be text without elements in it');
  if (type === 'string') return element.text;
  const text = element.text.trim();
  const { pattern, reason } = SHAPES[type];
  if (!pattern.test(text)) throw new Misfit(path, reason);
  if (type === 'boolean') return text === 'true' || text === '1';
  if (type !== 'int') return text;
  const whole = Number(text);
  if (whole < -2_147_483_648 || whole > 2_147_483_647) throw new Misfit(path, reason);
  return whole;
}

/** Writes the members of a value, in the table's order. `prefix` is bound to the types' namespace by the caller. */
export function writeMembers<Type extends Complex>(type: Type, value: ValueOf<Type>, prefix: string): string {
  return written(type, value as Readonly<Record<string, unknown>>, prefix);
}

function written(type: Complex, value: Readonly<Record<string, unknown>>, prefix: string): string {
  let text = '';
  for (const [name, { type: member, occurs }] of Object.entries(type.fields)) {
    const given = value[name];
    const items: readonly unknown[] = occurs === 'many' ? ((given as readonly unknown[] | undefined) ?? []) : [given];
    for (const item of items) {
      if (item === undefined || item === null) continue;
      text += `<${prefix}:${name}>${content(member, item, prefix)}</${prefix}:${name}>`;
    }
  }
  return text;
}

function content(type: FieldType, value: unknown, prefix: string): string {
  if (typeof type === 'string' || type.kind === 'choice') return escapeXml(String(value));
  return written(type, value as Readonly<Record<string, unknown>>, prefix);
}
