import type { PlainJson } from '@tillbridge/kernel';

/**
 * Writes plain JSON in its one canonical form: compact, members sorted by the UTF-16 units of their keys, members that
 * are `undefined` left out, strings as `JSON.stringify` writes them. Equal values give equal texts, so the text can be
 * hashed and stored. Throws a `TypeError` on a number that is not a safe whole number.
 */
export function canonicalJson(value: PlainJson): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe whole number: ${value}`);
      // Adding 0 turns -0 into 0.
      return String(value + 0);
    default:
      return Array.isArray(value) ? arrayText(value) : objectText(value as { readonly [key: string]: PlainJson });
  }
}

function arrayText(items: readonly PlainJson[]): string {
  let text = '';
  for (const item of items) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
  return `[${text}]`;
}

function objectText(members: { readonly [key: string]: PlainJson | undefined }): string {
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
