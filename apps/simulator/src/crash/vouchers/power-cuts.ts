import { setTimeout as sleep } from 'node:timers/promises';
import type { ShopRig } from '../../rig/shop-rig.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** What is under way when the power goes. */
export const DEEDS = [
  'inject by REST',
  'inject by SOAP',
  'new code',
  'withdraw',
  'scan',
  'complete',
  'credit',
] as const;
export type Deed = (typeof DEEDS)[number];

const WEIGHTS = [
  ['inject by REST', 5],
  ['inject by SOAP', 3],
  ['new code', 2],
  ['withdraw', 1],
  ['scan', 5],
  ['complete', 6],
  ['credit', 2],
] as const satisfies readonly (readonly [Deed, number])[];

/** Most answers take less. */
const CUT_WITHIN_MS = 14;
/** A deed that doesn't come: then the power goes anyhow. */
const WAIT_FOR_DEED_MS = 400;

/** Kills the agent again and again, shortly after something began, and starts it anew on the same data. */
export class PowerCuts {
  readonly #shop: ShopRig;
  readonly #random: SeededRandom;
  readonly #total: number;
  readonly #progress: (kills: number) => void;
  readonly #kills = new Map<Deed | 'nothing', number>();
  #awaited: { readonly deed: Deed; readonly begun: () => void } | null = null;
  #count = 0;
  #slowestRestartMs = 0;

  constructor(shop: ShopRig, total: number, random: SeededRandom, progress: (kills: number) => void) {
    this.#shop = shop;
    this.#total = total;
    this.#random = random;
    this.#progress = progress;
  }

  get over(): boolean {
    return this.#count >= this.#total;
  }

  get kills(): ReadonlyMap<Deed | 'nothing', number> {
    return this.#kills;
  }

  get slowestRestartMs(): number {
    return this.#slowestRestartMs;
  }

  /** Whoever does something says so first. */
  begins(deed: Deed): void {
    if (this.#awaited?.deed === deed) this.#awaited.begun();
  }

  /** Resolves after the last restart. */
  async run(): Promise<void> {
    while (!this.over) {
      const deed = this.#random.pick(WEIGHTS);
      const came = await this.#comes(deed);
      await sleep(this.#random.whole(CUT_WITHIN_MS));
      await this.#shop.agent.kill9();
      const struck = came ? deed : 'nothing';
      this.#kills.set(struck, (this.#kills.get(struck) ?? 0) + 1);
      await this.#shop.startAgent();
      this.#slowestRestartMs = Math.max(this.#slowestRestartMs, this.#shop.agent.readyMs ?? 0);
      this.#count += 1;
      this.#progress(this.#count);
    }
  }

  async #comes(deed: Deed): Promise<boolean> {
    const tooLate = new AbortController();
    const begun = new Promise<boolean>((resolve) => {
      this.#awaited = { deed, begun: () => resolve(true) };
    });
    try {
      return await Promise.race([begun, sleep(WAIT_FOR_DEED_MS, false, { signal: tooLate.signal })]);
    } finally {
      this.#awaited = null;
      tooLate.abort();
    }
  }
}
