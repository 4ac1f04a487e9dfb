import { assistant } from './nl/assistant.ts';
import { cashier } from './nl/cashier.ts';
import { display } from './nl/display.ts';
import { lookUp } from './nl/look-up.ts';
import { reason } from './nl/reason.ts';
import { reconcile } from './nl/reconcile.ts';
import { till } from './nl/till.ts';
import { voucher } from './nl/voucher.ts';
import { window } from './nl/window.ts';

/** Dutch: u, calm, no blame. The reference: its keys and placeholders are those of every language. */
export const nl = {
  ...display,
  ...cashier,
  ...assistant,
  ...window,
  ...reason,
  ...reconcile,
  ...till,
  ...voucher,
  ...lookUp,
} as const;
