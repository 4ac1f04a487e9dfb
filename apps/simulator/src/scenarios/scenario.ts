import type { RigOptions, ShopRig } from '../rig/shop-rig.ts';

/** One story of a shop, played between real processes. */
export interface Scenario {
  readonly name: string;
  /** What has to be true in the end, in one sentence. */
  readonly about: string;
  /** How this story's shop differs from the usual one. */
  readonly shop?: RigOptions;
  /** What this machine lacks to play it, and how to change that; null when it lacks nothing. */
  lacks?(): string | null;
  /** Throws when something is not as it has to be; otherwise says in a few words what was proven. */
  play(shop: ShopRig): Promise<string>;
}

/** The line `npm run demo -- --json` prints for each scenario. */
export interface ScenarioResult {
  readonly scenario: string;
  /** It was played, and everything was as it has to be. */
  readonly ok: boolean;
  /** It was not played: this machine lacks something, which `detail` names. */
  readonly skipped: boolean;
  readonly ms: number;
  readonly detail: string;
}
