import { assistant } from './de/assistant.ts';
import { cashier } from './de/cashier.ts';
import { display } from './de/display.ts';
import { lookUp } from './de/look-up.ts';
import { reason } from './de/reason.ts';
import { reconcile } from './de/reconcile.ts';
import { till } from './de/till.ts';
import { voucher } from './de/voucher.ts';
import { window } from './de/window.ts';

/** German: Sie, calm, no blame. */
export const de = {
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
