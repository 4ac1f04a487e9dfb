export { carriedDiscounts } from './carried-discounts.ts';
export type * from './desk.ts';
export type * from './offer.ts';
export type * from './ports.ts';
export type * from './product.ts';
export type * from './rule.ts';
export type * from './sale.ts';
export type * from './voucher.ts';
