import type { RigOptions, ShopRig } from '../rig/shop-rig.ts';

/** One story of a shop, played between real processes. */
export interface Scenario {
  readonly name: string;
  /** What has to be true in the end, in one sentence. */
  readonly about: string;
  /** How this story's shop differs from the usual one. */
  readonly shop?: RigOptions;
  /** Throws when something is not as it has to be; otherwise says in a few words what was proven. */
  play(shop: ShopRig): Promise<string>;
}

/** The line `npm run demo -- --json` prints for each scenario. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}
