/** When a start may go on to the till's next route, and to which. */
import type { EpochMs } from '@tillbridge/kernel';
import type { Payment } from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { Begun, PaymentReads, RouteDriver, RouteTable } from '../ports.ts';
import type { PaymentEvent } from './events.ts';
import { occupiedUntil } from './may-start.ts';

type Refused = Extract<Begun, { readonly kind: 'refused' }>;

/**
 * The device or the provider was out of reach and proved it, so nothing was started. An unclear start never leaves the
 * way free, nor does a terminal in use; a refund belongs where the money was taken.
 */
export function leavesTheWayFree(payment: Payment, begun: Begun): begun is Refused {
  if (payment.direction === 'refund' || begun.kind !== 'refused') return false;
  return begun.reason === 'terminal-offline' || begun.reason === 'provider-down';
}

/** The payment's move to the till's next route of the same means whose terminal is free; undefined when there is none. */
export function moveOn(
  payment: Payment,
  { reason, detail }: Refused,
  routes: RouteTable,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): { readonly driver: RouteDriver; readonly event: PaymentEvent } | undefined {
  const tried = new Set([payment.route]);
  let driver = routes.next(payment.till, payment.method, payment.route);
  while (driver !== undefined && !tried.has(driver.route)) {
    if (driver.means === payment.means && isFree(driver, payment, reads, policy, at)) {
      const terminal = driver.means === 'card' ? driver.terminal : null;
      const to = { route: driver.route, terminal, leaseUntil: at + driver.leaseMs };
      return { driver, event: { type: 'rerouted', to, reason, detail } };
    }
    tried.add(driver.route);
    driver = routes.next(payment.till, payment.method, driver.route);
  }
  return undefined;
}

function isFree(
  driver: RouteDriver,
  payment: Payment,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): boolean {
  if (driver.means === 'qr') return true;
  const others = reads.openOnTerminal(driver.terminal).filter(({ id }) => id !== payment.id);
  return occupiedUntil(others, driver.route, policy, at) === null;
}
