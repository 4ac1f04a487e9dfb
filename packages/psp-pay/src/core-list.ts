import type { Clock } from '@tillbridge/kernel';

/** A core that failed is asked last for this long. */
const REST_MS = 15_000;
/** How many orders are remembered together with the core they live on. */
const MAX_HOMES = 1_000;

/**
 * The cores of the Order API, the one to ask first in front. An order lives on the core that created it, so that is
 * where it is looked for first; for a new order it is the first of the settings that hasn't just failed.
 */
export class CoreList {
  private cores: readonly string[] = [];
  private readonly clock: Clock;
  private readonly restingUntil = new Map<string, number>();
  private readonly homes = new Map<string, { readonly core: string; readonly seenMs: number }>();

  constructor(cores: readonly string[], clock: Clock) {
    this.clock = clock;
    this.replace(cores);
  }

  /** Other cores from now on. An order whose core is gone is looked for in the new order. */
  replace(cores: readonly string[]): void {
    if (cores.length === 0) throw new RangeError('an account at Pay. needs at least one core');
    this.cores = [...new Set(cores.map((core) => core.replace(/\/+$/, '')))];
  }

  get count(): number {
    return this.cores.length;
  }

  /** All cores, in the order to try them. */
  inOrder(orderId: string | null): readonly string[] {
    const home = orderId === null ? undefined : this.homes.get(orderId)?.core;
    const now = this.clock.monotonicMs();
    const rank = (core: string) => {
      if ((this.restingUntil.get(core) ?? 0) > now) return 2;
      return core === home ? 0 : 1;
    };
    return [...this.cores].sort((a, b) => rank(a) - rank(b));
  }

  failed(core: string): void {
    this.restingUntil.set(core, this.clock.monotonicMs() + REST_MS);
  }

  answered(core: string): void {
    this.restingUntil.delete(core);
  }

  /** Whether the order was made or answered for within the last `ms`. */
  sawWithin(orderId: string, ms: number): boolean {
    const home = this.homes.get(orderId);
    return home !== undefined && this.clock.monotonicMs() - home.seenMs < ms;
  }

  /** Remembers where an order lives: the core its status address names when that is one of ours, else `core`. */
  settle(orderId: string, core: string, statusLink: string | null | undefined): void {
    const named =
      typeof statusLink === 'string' && URL.canParse(statusLink)
        ? this.cores.find((candidate) => new URL(candidate).origin === new URL(statusLink).origin)
        : undefined;
    this.homes.delete(orderId);
    this.homes.set(orderId, { core: named ?? core, seenMs: this.clock.monotonicMs() });
    const [oldest] = this.homes.keys();
    if (this.homes.size > MAX_HOMES && oldest !== undefined) this.homes.delete(oldest);
  }
}
