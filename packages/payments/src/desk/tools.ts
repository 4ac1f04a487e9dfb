import type { Clock, Log, Random } from '@tillbridge/kernel';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentStore, RouteTable } from '../ports.ts';
import type { PaymentWriter } from './payment-writer.ts';

/** What every part of the desk works with. */
export interface DeskTools {
  readonly store: PaymentStore;
  readonly writer: PaymentWriter;
  readonly routes: RouteTable;
  readonly policy: PaymentPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Aborts when the desk closes. */
  readonly closing: AbortSignal;
}
