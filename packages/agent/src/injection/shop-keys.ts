import { isIPv6 } from 'node:net';
import type { Clock, Digest } from '@tillbridge/kernel';
import type { ShopId } from '@tillbridge/vouchers';

export interface ShopKey {
  readonly id: string;
  readonly key: string;
}

export type Admission =
  | { readonly kind: 'shop'; readonly shop: ShopId }
  /** `last`: nothing more is taken from this address for a while. */
  | { readonly kind: 'refused'; readonly last: boolean }
  /** Wrong keys came too often from this address. */
  | { readonly kind: 'shut-out'; readonly afterMs: number };

const utf8 = new TextEncoder();
/** Wrong keys that one address may send a minute. Keys have twenty characters or more: this is for those chosen badly. */
const TRIES = 30;
const WITHIN_MS = 60_000;
/** Addresses that are counted, and addresses that are known of each shop. */
const MOST_ADDRESSES = 1_000;

/**
 * Who may inject. Keys are compared by their MACs under a key of this run, so that time tells nothing about them. Tries are
 * limited for each address. A shop that was let in from an address is let in from there whoever guesses beside it: behind
 * one proxy all callers may look alike.
 */
export class ShopKeys {
  private readonly digest: Digest;
  private readonly clock: Clock;
  private readonly blind: Uint8Array;
  private readonly known: readonly { readonly id: ShopId; readonly mac: Uint8Array; readonly from: Set<string> }[];
  private readonly failures = new Map<string, { count: number; readonly untilMs: number }>();

  /** `blind`: 32 bytes of chance. */
  constructor(shops: readonly ShopKey[], blind: Uint8Array, ports: { readonly digest: Digest; readonly clock: Clock }) {
    this.digest = ports.digest;
    this.clock = ports.clock;
    this.blind = blind;
    this.known = shops.map(({ id, key }) => ({ id: id as ShopId, mac: this.macOf(key), from: new Set<string>() }));
  }

  /** `id`: as the caller names itself; null: by its key alone. `address`: the caller's. */
  admit(id: string | null, key: string, address: string): Admission {
    const from = networkOf(address);
    const mac = this.macOf(key);
    let found: (typeof this.known)[number] | null = null;
    // All are compared, so that the place of the right one can't be measured.
    for (const shop of this.known) {
      if (this.digest.equal(shop.mac, mac) && (id === null || id === shop.id)) found = shop;
    }
    const failed = this.failuresOf(from);
    const isShut = failed !== undefined && failed.count >= TRIES;
    if (isShut && !found?.from.has(from)) {
      return { kind: 'shut-out', afterMs: failed.untilMs - this.clock.monotonicMs() };
    }
    if (found === null) return { kind: 'refused', last: key !== '' && this.fail(from) >= TRIES };
    if (found.from.size < MOST_ADDRESSES) found.from.add(from);
    return { kind: 'shop', shop: found.id };
  }

  private failuresOf(from: string) {
    const failed = this.failures.get(from);
    if (failed === undefined || failed.untilMs > this.clock.monotonicMs()) return failed;
    this.failures.delete(from);
    return undefined;
  }

  private fail(from: string): number {
    const failed = this.failuresOf(from) ?? { count: 0, untilMs: this.clock.monotonicMs() + WITHIN_MS };
    failed.count += 1;
    // The address that was counted first makes room.
    const [oldest] = this.failures.keys();
    if (oldest !== undefined && this.failures.size >= MOST_ADDRESSES) this.failures.delete(oldest);
    this.failures.set(from, failed);
    return failed.count;
  }

  private macOf(key: string): Uint8Array {
    return this.digest.hmac('sha256', this.blind, utf8.encode(key));
  }
}

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  if (tail !== undefined) groups.push(...Array(8).fill('0'));
  return `${groups.slice(0, 4).join(':').toLowerCase()}::/64`;
}
