/** How waits grow between attempts. */
export interface BackoffPolicy {
  /** The first wait. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly capMs: number;
  /** Each wait is this much longer than the one before. */
  readonly factor: number;
  /** The share of a wait that chance may take away, 0 to 1: 0.2 gives 80 to 100 %. */
  readonly jitter: number;
}

/** The wait before attempt `attempt + 1`, after `attempt` (1, 2, …) failed ones. Pure: `fraction` is the chance. */
export function backoffMs(policy: BackoffPolicy, attempt: number, fraction: number): number {
  const grown = policy.firstMs * policy.factor ** Math.max(0, attempt - 1);
  const capped = Math.min(policy.capMs, grown);
  return Math.round(capped * (1 - policy.jitter * fraction));
}
