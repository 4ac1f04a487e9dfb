import type { Clock } from '@tillbridge/kernel';
import { isOverAccount, type Payment } from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentDriver, PaymentReads, RouteTable } from '../ports.ts';
import { isRefunding } from '../rules/way-back.ts';
import { providerRefundDriver } from './provider-refunds.ts';

export interface DriversPorts {
  readonly store: Pick<PaymentReads, 'byId'>;
  readonly routes: Pick<RouteTable, 'byId'>;
  readonly clock: Clock;
  readonly policy: Pick<PaymentPolicy, 'statementText'>;
}

/**
 * Who is asked about a payment: the driver of its route, or, with a refund over an account, that account. Undefined when
 * the settings have neither any more.
 */
export function driverOf(payment: Payment, ports: DriversPorts): PaymentDriver | undefined {
  const { store, routes, clock, policy } = ports;
  const driver = routes.byId(payment.route);
  if (driver === undefined || !isOverAccount(payment)) return driver;
  const { account, route, leaseMs } = driver;
  const original = payment.original === null ? undefined : store.byId(payment.original);
  if (!isRefunding(account) || original?.approval == null || original.providerRef === null) return undefined;
  const { id, providerRef, approval } = original;
  return providerRefundDriver({
    route,
    leaseMs,
    account,
    refund: {
      reference: payment.id,
      original: { reference: id, providerRef, amountCents: approval.finalCents },
      amountCents: payment.amountCents,
      description: policy.statementText,
    },
    askedAt: payment.createdAt,
    clock,
  });
}
