/** The path of a request line, undecoded, without the query. */
export function pathOf(url: string | undefined): string {
  const text = url ?? '/';
  const query = text.indexOf('?');
  return query === -1 ? text : text.slice(0, query);
}

/** A backslash, a dot segment, or an escaped slash, backslash, dot or zero byte. */
const TRICK = /\\|\/\.{1,2}(?:\/|$)|%(?:2f|5c|2e|00)/i;

/**
 * False for a path that could mean another one to a proxy or to us: a till or a window never sends these. A doubled
 * slash is no trick: a base address that ends in a slash gives one.
 */
export function isPlainPath(path: string): boolean {
  return path.startsWith('/') && !TRICK.test(path);
}
