/** An account at Pay., with its secrets resolved. */
export interface PayAccount {
  /** `SL-####-####`. */
  readonly serviceId: string;
  /** `AT-####-####`. */
  readonly tokenCode: string;
  readonly apiToken: string;
  /** Base addresses of the Order API, tried in this order, without a trailing slash. At least one. */
  readonly cores: readonly string[];
  /** Where Pay. can reach us with status calls; the payment's reference becomes its last path segment. */
  readonly exchangeUrl?: string;
  /** Sandbox orders. */
  readonly test?: boolean;
  /** Whether the basket's lines travel with the order. Default true. */
  readonly sendLines?: boolean;
  /** Whether one status call with credentials follows the end of an order, for the reason of a refusal. Default true. */
  readonly finalDetails?: boolean;
  /**
   * What 95 AUTHORIZE means: the money is reserved and waits for a capture that My.pay does by itself or by hand.
   * Pay.'s own plugins count it as paid, and so do we by default.
   */
  readonly authorisedCountsAsPaid?: boolean;
}
