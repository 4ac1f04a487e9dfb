export { lineCents, type TillArticles } from './line-discounts.ts';
export { SimulatedTill } from './simulated-till.ts';
export type { TillKnobs, TillOptions } from './till-options.ts';
export type {
  Exchange,
  NewLine,
  SaleState,
  ScanOutcome,
  TillDialog,
  TillDiscount,
  TillLine,
  TillOutcome,
  TillPayment,
  TillPaymentState,
  TillState,
} from './till-state.ts';
