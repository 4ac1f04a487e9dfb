import { printEuros } from '@tillbridge/kernel';
import { METHOD_SOFT_POS, METHOD_TERMINAL } from './order-book.ts';
import { atom } from './order-view.ts';
import { DEMO_CARD } from './receipt-lines.ts';
import { ACTIONS, type SimOrder, type SimRefund, type StatusCode } from './sim-order.ts';

/** Refunds as the books have them: fewer than there are while an answer may be old. */
export interface BooksView {
  readonly refunds: readonly SimRefund[];
  readonly listRefunds: boolean;
  readonly serviceId: string;
}

type Status = { readonly code: number; readonly action: string; readonly phase: string };

/**
 * A transaction as rest.pay.nl and the status calls of Pay.POS show it (developer.pay.nl, "Exchange: Pay.POS"): every
 * scalar a text or null, and `""` beside null for nothing.
 */
export function transactionView(order: SimOrder, view: BooksView, status: StatusCode = order.status) {
  const money = (value: number) => ({ value: String(value), currency: 'EUR' });
  const paid = status === 100;
  const givenBack = sum(view.refunds);
  const card = paid && order.terminalCode !== null;
  const method = order.attempt?.methodId ?? METHOD_TERMINAL;
  const shown = statusOf(order, status, givenBack);
  return {
    id: order.transactionId,
    orderId: order.orderId,
    serviceCode: view.serviceId,
    description: order.description ?? '',
    reference: order.reference ?? '',
    ipAddress: null,
    amount: money(order.amountCents),
    amountConverted: money(order.amountCents),
    amountPaid: money(paid ? order.amountCents : 0),
    amountRefunded: money(givenBack),
    ...(view.listRefunds
      ? {
          refundedTransactions: view.refunds.map((refund) => ({
            amountRefunded: money(refund.amountCents),
            refund: { id: refund.id },
            createdAt: atom(refund.at),
            createdBy: 'A-1234-5678',
          })),
        }
      : {}),
    status: { ...shown, code: String(shown.code) },
    paymentData: {
      method: order.terminalCode === null ? 'ideal' : 'creditcard',
      customerKey: 'c0ffee00c0ffee00c0ffee00c0ffee00',
      customerId: card ? DEMO_CARD.masked : null,
      customerName: null,
      ipAddress: null,
      secureStatus: '',
      paymentVerificationMethod: card ? '17' : null,
      creditcard: card ? { number: DEMO_CARD.masked, expireMonth: null, expireYear: '', name: null } : null,
    },
    paymentMethod: {
      id: String(method),
      subId: '',
      name: method === METHOD_SOFT_POS ? 'SoftPos' : 'Pin',
      terminalCode: order.terminalCode ?? '',
    },
    billingLineId: null,
    integration: { testMode: order.test ? '1' : '' },
    stats: { info: '', tool: '', object: '', extra1: order.extra1 ?? '', extra2: '', extra3: '', domainId: null },
    transferData: [],
    expiresAt: order.onDevice ? null : atom(order.expiresAt),
    createdAt: atom(order.createdAt),
    createdBy: null,
    modifiedAt: atom(view.refunds.at(-1)?.at ?? order.modifiedAt),
    modifiedBy: null,
    deletedAt: null,
    deletedBy: null,
  };
}

/** The legacy fields: flat texts, and the amount in decimal euros (developer.pay.nl, "Exchange: Pay.POS", legacy). */
export function legacyFields(order: SimOrder, action: string): Readonly<Record<string, string>> {
  return {
    action,
    website_id: '3',
    website_location_id: '1',
    program_id: '248439',
    payment_profile_id: String(order.attempt?.methodId ?? METHOD_TERMINAL),
    payment_method_id: '4',
    payment_session_id: order.orderId.replace(/\D/g, '').slice(0, 10),
    promotor_id: '0',
    tool: '',
    info: '',
    object: '',
    domain_id: '0',
    ip_address: '127.0.0.1',
    pincode: '000000000',
    amount: printEuros(order.amountCents, '.'),
    extra1: order.extra1 ?? '',
    extra2: '',
    extra3: '',
    transfer_data: '',
    product_id: '0',
    secret: '0',
    order_id: order.orderId,
    enduser_id: '0',
  };
}

/** One refund as `GET /v2/refunds/{id}` shows it. */
export function refundView(refund: SimRefund) {
  return {
    id: refund.id,
    paymentSessionId: refund.order.orderId.replace(/\D/g, '').slice(0, 10),
    amount: { value: refund.amountCents, currency: 'EUR' },
    description: refund.description,
    bankAccount: { iban: null, bic: null, owner: null },
    status: { code: refund.state === 'SUCCESS' ? 91 : 0, action: refund.state, phase: refund.state },
    processDate: atom(refund.at),
  };
}

export function sum(refunds: readonly SimRefund[]): number {
  return refunds.filter((refund) => refund.state !== 'CANCELLED').reduce((all, refund) => all + refund.amountCents, 0);
}

function statusOf(order: SimOrder, status: StatusCode, givenBack: number): Status {
  if (status === 100 && givenBack > 0) {
    return givenBack >= order.amountCents
      ? { code: -81, action: 'REFUND', phase: 'SUCCESS' }
      : { code: -82, action: 'PARTIAL_REFUND', phase: 'SUCCESS' };
  }
  const phase = status === 100 ? 'SUCCESS' : status > 0 ? 'PENDING' : 'CANCELLED';
  return { code: status, action: ACTIONS[status], phase };
}
