/** docs/providers.md says which fields are used and which are left out; the wire types of each provider must agree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PAGE = readFileSync(join(ROOT, 'docs/providers.md'), 'utf8');

/** Section of the page, and the rooms whose code it is about. */
const SECTIONS = [
  ['Pay.', ['psp-pay', 'psp-core', 'agent']],
  ['PAY.POS on the shop’s own network', ['pay-ecr']],
  ['MultiSafepay', ['psp-multisafepay', 'psp-core', 'agent']],
  ['Kassa Compleet', ['psp-kassacompleet', 'psp-core', 'agent']],
] as const;

/** Fields as a wire has them: no sentences, no addresses, no numbers. */
const FIELD = /^[A-Za-z][A-Za-z0-9_]{2,}$/;

interface Row {
  readonly part: string;
  readonly used: ReadonlySet<string>;
  readonly leftOut: ReadonlySet<string>;
}

function rowsOf(section: string): readonly Row[] {
  const from = PAGE.indexOf('## What is used, and what is left out');
  const title = `\n### ${section.replace('’', "'")}\n`;
  const start = PAGE.indexOf(title, from);
  expect(start, section).toBeGreaterThan(from);
  const text = PAGE.slice(start, PAGE.indexOf('\n### ', start + title.length));
  const rows = [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+) \|$/gm)].slice(2);
  return rows.map(([, part = '', used = '', leftOut = '']) => ({
    part,
    used: fieldsIn(used),
    leftOut: fieldsIn(leftOut),
  }));
}

/** `payments[].{type,status}` names two of them, `customer.locale` the last. */
function fieldsIn(cell: string): ReadonlySet<string> {
  const quoted = [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  const fields = quoted.flatMap((text) => {
    const group = /\{(.+)\}/.exec(text)?.[1];
    const names = group === undefined ? [text] : group.split(',');
    return names.map((name) => name.replace(/\[\]$/, '').split('.').at(-1) ?? '');
  });
  return new Set(fields.filter((field) => FIELD.test(field)));
}

function sourceOf(room: string, wireOnly: boolean): string {
  const folder = join(ROOT, 'packages', room, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(wireOnly ? '.wire.ts' : '.ts') && !/\.test\.ts$|test(ing)?\//.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

describe.each(SECTIONS)('%s', (section, rooms) => {
  const rows = rowsOf(section);
  const source = rooms.map((room) => sourceOf(room, false)).join('\n');
  const wire = sourceOf(rooms[0], true);

  test('what the page calls used stands in the code', () => {
    const used = rows.flatMap((row) => [...row.used].map((field) => `${row.part}: ${field}`));
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((one) => !new RegExp(`\\b${one.split(': ')[1]}\\b`, 'i').test(source))).toEqual([]);
  });

  test('what the page calls left out is not read', () => {
    const used = new Set(rows.flatMap((row) => [...row.used]));
    const leftOut = rows.flatMap((row) => [...row.leftOut]).filter((field) => !used.has(field));
    expect(leftOut.filter((field) => new RegExp(`^\\s+(?:readonly )?${field}\\??:`, 'm').test(wire))).toEqual([]);
  });
});

test('S1: no provider’s wire type reads a card’s number, its expiry, or who the guest is', () => {
  const personal =
    /^\s+(?:readonly )?(cardNumber|maskedPan|card_expiry_date|truncated_pan|consumer_\w+|customerId|email|phone|birthdate|ip_address|account_holder_name)\??:/m;
  for (const [, [room]] of SECTIONS) expect(sourceOf(room, true)).not.toMatch(personal);
});
