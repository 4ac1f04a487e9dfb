/** An account at Pay., with its secrets resolved. */
export interface PayAccount {
  /** `SL-####-####`. */
  readonly serviceId: string;
  /** `AT-####-####`. */
  readonly tokenCode: string;
  readonly apiToken: string;
  /**
   * Base addresses of the Order API, tried in this order. None: the public cores, until `PayServiceConfigs` told which
   * cores serve the sales location.
   */
  readonly cores: readonly string[];
  /** Whether `adoptCores` may take the cores from the service config when `cores` is empty. Default true. */
  readonly coresFromConfig?: boolean;
  /** Where a core of the service config is. Default `https://connect.{domain}`. */
  readonly coreAddress?: string;
  /** Base addresses of the management API, without `/v2`. Default: the public ones. */
  readonly managementHosts?: readonly string[];
  /** Where Pay. can reach us with status calls; the payment's reference becomes its last path segment. */
  readonly exchangeUrl?: string;
  /** Where a guest's browser goes after the hosted page. Default: as the sales location is set up. */
  readonly returnUrl?: string;
  /** Most status calls a second, over all payments of the account. Default 100, of the 150 that Pay. allows. */
  readonly readsPerSecond?: number;
  /** Sandbox orders. Without it an order that says of itself that it is one never counts as paid. */
  readonly test?: boolean;
  /** Whether the basket's lines travel with the order. Default true. */
  readonly sendLines?: boolean;
  /** Whether our reference also travels in `stats.extra1`, which the legacy status calls echo. Default true. */
  readonly sendStats?: boolean;
  /** Whether one status call with credentials follows the end of an order, for the reason of a refusal. Default true. */
  readonly finalDetails?: boolean;
  /**
   * What 95 AUTHORIZE means: the money is reserved and waits for a capture that My.pay does by itself or by hand.
   * Pay.'s own plugins count it as paid, and so do we by default.
   */
  readonly authorisedCountsAsPaid?: boolean;
}
