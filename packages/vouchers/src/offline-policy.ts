/**
 * What a till does with vouchers while it is cut off from the others of its site: what it knows may have been spent
 * elsewhere. A till that stands alone is never cut off.
 */
import { assertNever, type EpochMs } from '@tillbridge/kernel';
import type { VenueLink } from './ports.ts';

export type OfflinePolicy =
  | { readonly kind: 'deny' }
  /** Everything that is left, as far as we know. */
  | { readonly kind: 'flag' }
  /** Null: no limit of that sort. */
  | {
      readonly kind: 'limits';
      /** Pieces or sales of one entitlement in one sale. Balance is limited by `cents` alone. */
      readonly units: number | null;
      /** What may come off one sale. */
      readonly cents: number | null;
      /** Since the till was cut off. */
      readonly ageMs: number | null;
    };

export type OfflineDecision =
  | { readonly kind: 'as-usual' }
  | { readonly kind: 'refuse' }
  /** Within these limits, and marked `offline`, so that the others learn of it when they meet again. Null: no limit. */
  | { readonly kind: 'mark'; readonly units: number | null; readonly cents: number | null };

export function decideOffline(
  policy: OfflinePolicy,
  venue: ReturnType<VenueLink['standing']>,
  now: EpochMs,
): OfflineDecision {
  if (venue.kind !== 'cut-off') return { kind: 'as-usual' };
  switch (policy.kind) {
    case 'deny':
      return { kind: 'refuse' };
    case 'flag':
      return { kind: 'mark', units: null, cents: null };
    case 'limits': {
      const { units, cents, ageMs } = policy;
      return ageMs !== null && now - venue.since > ageMs ? { kind: 'refuse' } : { kind: 'mark', units, cents };
    }
    default:
      return assertNever(policy);
  }
}
