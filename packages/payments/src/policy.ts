/** What a shop decides about payments. */
export interface PaymentPolicy {
  /** `pin`: a witnessed "declined" lets the sale go on with another tender. `off`: nothing but proof does. */
  readonly secondTenderOnWitness: 'pin' | 'off';
  /** The longest a provider may take to answer a start. */
  readonly beginTimeoutMs: number;
  /** The longest an enquiry or abort may take. */
  readonly enquiryTimeoutMs: number;
  /** After a lease ran out and the abort went out: how long the proof of the end may take before it counts as lost. */
  readonly proofAfterLeaseMs: number;
  /** The words on the payer's statement. */
  readonly statementText: string;
}

export const DEFAULT_POLICY: PaymentPolicy = {
  secondTenderOnWitness: 'pin',
  beginTimeoutMs: 20_000,
  enquiryTimeoutMs: 8_000,
  proofAfterLeaseMs: 20_000,
  statementText: 'Kassa',
};
