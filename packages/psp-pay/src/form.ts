/** The fields of a form or an address; undefined when it is none, or names one field twice with two values. */
export function readForm(text: string): ReadonlyMap<string, string> | undefined {
  const pairs: [string, string][] = [];
  for (const part of text.trim().split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    if (at <= 0) return undefined;
    const [name, value] = [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return fieldsOf(pairs);
}

export function fieldsOf(pairs: Iterable<readonly [string, string]>): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.has(name) && fields.get(name) !== value) return undefined;
    fields.set(name, value);
  }
  return fields;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
