import type { Clock, Digest } from '@tillbridge/kernel';
import type { ShopId } from '@tillbridge/vouchers';

export interface ShopKey {
  readonly id: string;
  readonly key: string;
}

const utf8 = new TextEncoder();
/** Whoever guesses gets this many tries a minute, from wherever they come. */
const TRIES = 30;
const WITHIN_MS = 60_000;

/** Who may inject. Keys are compared by their MACs under a key of this run, so that time tells nothing about them. */
export class ShopKeys {
  private readonly digest: Digest;
  private readonly clock: Clock;
  private readonly blind: Uint8Array;
  private readonly known: readonly { readonly id: ShopId; readonly mac: Uint8Array }[];
  private failures: number[] = [];

  constructor(shops: readonly ShopKey[], blind: Uint8Array, ports: { readonly digest: Digest; readonly clock: Clock }) {
    this.digest = ports.digest;
    this.clock = ports.clock;
    this.blind = blind;
    this.known = shops.map(({ id, key }) => ({ id: id as ShopId, mac: this.macOf(key) }));
  }

  /** `id`: as the caller names itself; null: by its key alone. */
  admit(id: string | null, key: string): ShopId | null {
    if (this.isClosed()) return null;
    const mac = this.macOf(key);
    let found: ShopId | null = null;
    // All are compared, so that the place of the right one can't be measured.
    for (const shop of this.known) {
      if (this.digest.equal(shop.mac, mac) && (id === null || id === shop.id)) found = shop.id;
    }
    if (found === null) this.failures.push(this.clock.monotonicMs());
    return found;
  }

  /** Wrong keys came too often; right ones are not taken either until a minute has gone by. */
  isClosed(): boolean {
    const since = this.clock.monotonicMs() - WITHIN_MS;
    this.failures = this.failures.filter((at) => at > since);
    return this.failures.length >= TRIES;
  }

  private macOf(key: string): Uint8Array {
    return this.digest.hmac('sha256', this.blind, utf8.encode(key));
  }
}
