import { assistant } from './en/assistant.ts';
import { cashier } from './en/cashier.ts';
import { display } from './en/display.ts';
import { lookUp } from './en/look-up.ts';
import { reason } from './en/reason.ts';
import { reconcile } from './en/reconcile.ts';
import { till } from './en/till.ts';
import { voucher } from './en/voucher.ts';
import { window } from './en/window.ts';

/** English: calm, no blame. */
export const en = {
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
