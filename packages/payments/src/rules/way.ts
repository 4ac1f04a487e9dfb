import { magnitude } from '@tillbridge/kernel';
import type { StartPayment } from '../desk.ts';
import type { Payment, PaymentId } from '../payment.ts';
import type { PaymentReads, RouteDriver, RouteTable } from '../ports.ts';
import { takenBackBy, type WayBack, wayBackOf } from './way-back.ts';

/** Which way a payment goes. With a refund: what it takes back, and whether over the account of its provider. */
export interface Way {
  readonly driver: RouteDriver | undefined;
  readonly original: Payment | null;
  readonly back: WayBack | null;
}

/**
 * The way of what a till asks for. A refund whose original is found in its own sale follows the route that took the
 * money, whatever route the method names; another one is the terminal's own business.
 */
export function wayOf(command: StartPayment, routes: RouteTable, reads: PaymentReads): Way {
  const direction = command.amountCents < 0 ? 'refund' : 'pay';
  const driver = routes.find(command.till, command.method, direction);
  if (direction === 'pay') return { driver, original: null, back: null };
  const amountCents = magnitude(command.amountCents);
  const ofSale = command.sessionId === null ? [] : reads.ofSession(command.subscriptionId, command.sessionId);
  const refundsOf = (id: PaymentId) => reads.refundsOf(id);
  const original = takenBackBy({ method: command.method, amountCents }, ofSale, routes, refundsOf);
  if (original !== undefined) {
    const itsDriver = routes.byId(original.route);
    return { driver: itsDriver, original, back: wayBackOf(original, itsDriver) };
  }
  return { driver, original: null, back: driver?.means === 'card' && driver.canRefund ? 'terminal' : null };
}
