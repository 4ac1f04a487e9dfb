/** What of a voucher goes on to MplusKASSA, as it stands in the outbox. */
import type { PlainJson } from '@tillbridge/kernel';
import type { Forwarding, Product, Voucher } from '@tillbridge/vouchers';

export const FORWARD_KIND = 'mplus.issue-vouchers';

/** A product of the voucher, and how often it was bought. `entitlement`: the first thing it gives. */
export interface ForwardedIssue {
  readonly product: string;
  readonly entitlement: string;
  readonly copies: number;
}

/** Of the products that are listed; null when the voucher has none of them. */
export function forwardingOf(
  products: readonly Product[],
  listed: readonly { readonly product: string }[],
): Forwarding {
  const forwarded = products.filter(({ id }) => listed.some(({ product }) => product === id));
  return (voucher) => {
    const issues = forwarded.flatMap((product) => issuesOf(voucher, product));
    if (issues.length === 0) return null;
    const payload = { issues: issues.map((issue) => ({ ...issue })) };
    return { kind: FORWARD_KIND, key: voucher.id, payload, notBefore: voucher.receivedAt };
  };
}

/** A product stands in a voucher as what it gives, one after the other; bought several times, its units are multiplied. */
function issuesOf({ entitlements }: Voucher, { id, gives }: Product): readonly ForwardedIssue[] {
  const own = entitlements.filter(({ ruleName }) => ruleName === id);
  return own.flatMap((entitlement, index) => {
    if (index % gives.length !== 0) return [];
    const units = gives[0]?.units ?? null;
    const { issued } = entitlement;
    const copies = units === null || issued === null ? 1 : Math.max(1, Math.round(issued / units));
    return [{ product: id, entitlement: entitlement.id, copies }];
  });
}

/** Undefined for what this release did not write. */
export function readForwardItem(payload: PlainJson): readonly ForwardedIssue[] | undefined {
  const issues = membersOf(payload)?.issues;
  if (!Array.isArray(issues)) return undefined;
  const read = issues.map((issue) => {
    const { product, entitlement, copies } = membersOf(issue) ?? {};
    const whole = typeof product === 'string' && typeof entitlement === 'string' && Number.isSafeInteger(copies);
    return whole ? { product, entitlement, copies: Number(copies) } : undefined;
  });
  return read.every((issue) => issue !== undefined) && read.length > 0 ? read : undefined;
}

function membersOf(value: PlainJson): Readonly<Record<string, PlainJson | undefined>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, PlainJson | undefined>>)
    : undefined;
}
