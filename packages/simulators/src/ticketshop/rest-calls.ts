import type { Ticket } from './tickets.ts';
import { describe, isWorthAnother, post, type VenueAnswer } from './venue-answer.ts';

/** The venue's own REST service. */
export class RestCalls {
  private readonly agentUrl: string;

  constructor(agentUrl: string) {
    this.agentUrl = agentUrl;
  }

  /** One order in one call; `idempotencyKey` is the same for all its tries, so that a repeat stores nothing. */
  inject(key: string, tickets: readonly Ticket[], idempotencyKey: string): Promise<VenueAnswer> {
    const vouchers = tickets.map(({ code, orderReference, kind: { product }, visit }) => ({
      code,
      orderReference,
      product,
      ...(visit === null ? {} : { validFrom: visit }),
    }));
    return this.ask(key, '/v1/vouchers', { vouchers }, { 'idempotency-key': idempotencyKey });
  }

  reissue(key: string, code: string, fresh: string): Promise<VenueAnswer> {
    return this.ask(key, `/v1/vouchers/${encodeURIComponent(code)}/reissue`, { code: fresh });
  }

  block(key: string, code: string, reason: 'refunded' | 'cancelled'): Promise<VenueAnswer> {
    return this.ask(key, `/v1/vouchers/${encodeURIComponent(code)}/block`, { reason });
  }

  private async ask(
    key: string,
    path: string,
    body: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<VenueAnswer> {
    const raw = await post(
      `${this.agentUrl}${path}`,
      { ...headers, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      JSON.stringify(body),
    );
    if (raw.status === 200 || raw.status === 201) return { kind: 'done' };
    return { kind: isWorthAnother(raw) ? 'again' : 'refused', why: describe(raw) };
  }
}
