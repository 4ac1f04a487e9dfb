import { assistant } from './fr/assistant.ts';
import { cashier } from './fr/cashier.ts';
import { display } from './fr/display.ts';
import { lookUp } from './fr/look-up.ts';
import { reason } from './fr/reason.ts';
import { reconcile } from './fr/reconcile.ts';
import { till } from './fr/till.ts';
import { voucher } from './fr/voucher.ts';
import { window } from './fr/window.ts';

/** French: vous, calm, no blame. Ordinary spaces before `: ; ! ?` and inside « »; `typeset` narrows them. */
export const fr = {
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
