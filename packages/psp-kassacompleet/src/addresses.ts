import type { HttpResponse } from '@tillbridge/psp-core';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/**
 * The platform's addresses. Its documentation, its plugins and its clients write paths with and without a slash at the
 * end, so the habit is a setting, and is learned when the server asks for the other one.
 */
export class Addresses {
  /** Without a slash at its end. */
  readonly api: string;
  /** Whether paths end in a slash. */
  slash: boolean;
  private readonly site: string;

  /** Throws a `RangeError` for what is no address. */
  constructor(baseUrl: string, trailingSlash: boolean) {
    if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
      throw new RangeError('the base URL of Kassa Compleet is no address');
    }
    const { origin, pathname } = new URL(baseUrl);
    const path = pathname.replace(/\/+$/, '');
    this.api = origin + (path === '' ? '/v1' : path);
    this.site = this.api.replace(/\/v\d+$/, '');
    this.slash = trailingSlash;
  }

  /** The address of a call. `query` starts with a question mark or is empty. */
  of(path: string, query = '', slash: boolean = this.slash): string {
    return `${this.api}/${path}${slash ? '/' : ''}${query}`;
  }

  /** The hosted page of an order; it lives beside the API, not in it. */
  page(orderId: string): string {
    return `${this.site}/pay/${encodeURIComponent(orderId)}/`;
  }

  /** The server sends us to the same address in the other spelling. */
  wantsOther(reply: HttpResponse, asked: string): boolean {
    if (!REDIRECTS.has(reply.status)) return false;
    const to = reply.headers.location;
    if (to === undefined || !URL.canParse(to, asked)) return false;
    const [there, here] = [new URL(to, asked), new URL(asked)];
    if (there.origin !== here.origin || there.pathname === here.pathname) return false;
    return there.pathname.replace(/\/$/, '') === here.pathname.replace(/\/$/, '');
  }

  /** A guest's address that came with an answer: https where our own is, as captured traffic has it; null for none. */
  forGuest(address: string | null | undefined): string | null {
    if (typeof address !== 'string' || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
    const there = new URL(address);
    const here = new URL(this.api);
    const plain = there.protocol === 'http:' && here.protocol === 'https:' && there.host === here.host;
    return plain ? address.replace(/^http:/i, 'https:') : address;
  }
}
