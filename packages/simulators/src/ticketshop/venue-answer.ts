/** What the venue answered to one call. */
export type VenueAnswer =
  /** Durable at the venue, or durable from an earlier try. */
  | { readonly kind: 'done' }
  /** Nothing was stored; `why` in one line. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody answered, or the other side couldn't just now: worth another try of the very same call. */
  | { readonly kind: 'again'; readonly why: string };

export interface RawAnswer {
  /** 0: no answer came. */
  readonly status: number;
  readonly text: string;
}

const AGAIN: ReadonlySet<number> = new Set([0, 408, 429, 500, 502, 503, 504]);

export async function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<RawAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

export function isWorthAnother({ status }: RawAnswer): boolean {
  return AGAIN.has(status);
}

export function describe({ status, text }: RawAnswer): string {
  if (status === 0) return 'no answer';
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    if (error !== undefined) return `${error.code ?? status}: ${error.message ?? ''}`;
  } catch {
    // Not ours: its status says enough.
  }
  return `status ${status}`;
}
