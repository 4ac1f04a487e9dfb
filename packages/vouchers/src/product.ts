import type { LocalText, Rule } from './rule.ts';

/**
 * What a ticket shop sells, and what a guest gets for it at the tills: the venue's mapping. Shops name a product; the
 * venue says what it is worth.
 */
export interface Product {
  /** As the shop calls it. A SOAP client gives it as `voucherId`. */
  readonly id: string;
  readonly label: LocalText;
  readonly gives: readonly ProductShare[];
}

export interface ProductShare {
  readonly ruleName: string;
  readonly rule: Rule;
  /** In the units of the rule's benefit; null: without end. */
  readonly units: number | null;
  /** Calendar days at the venue from its first day on; null: until somebody withdraws it. */
  readonly validDays: number | null;
}
