/** Permissions a page of ours may have; every other one, and every other page, gets none. */
const PERMITTED: readonly string[] = ['clipboard-sanitized-write', 'fullscreen', 'screen-wake-lock'];

/** Is this address a page of the agent? Compared as an origin: a prefix would let `127.0.0.1:8620.evil.example` in. */
export function isOwnPage(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}

export function isPermitted(permission: string, requestingUrl: string, origin: string): boolean {
  return PERMITTED.includes(permission) && isOwnPage(requestingUrl, origin);
}

/** Is this a table that a page of the agent made itself, to be kept by whoever asked for it? Nothing else is ever saved. */
export function isOwnTable(url: string, mimeType: string, origin: string): boolean {
  return isOwnPage(url, origin) && new URL(url).protocol === 'blob:' && /^text\/csv(?:;|$)/.test(mimeType);
}
