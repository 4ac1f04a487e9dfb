export { SimulatedTill } from './simulated-till.ts';
export type { TillKnobs, TillOptions } from './till-options.ts';
export type {
  Exchange,
  NewLine,
  SaleState,
  TillLine,
  TillOutcome,
  TillPayment,
  TillPaymentState,
  TillState,
} from './till-state.ts';
