/** A small world for the tests of the views: one till, its sales and payments, and a clock. */
import { cents } from '@tillbridge/kernel';
import type { SessionNews } from '@tillbridge/mplus';
import type { Approval, BasketLine, Payment, Phase, RouteId, TillId, WayBack } from '@tillbridge/payments';
import { samplePayment } from '@tillbridge/testkit';
import { nextSales, type TillSales } from '../../sessions/sales.ts';
import type { SaleVoucherState } from '../../vouchers/sale-vouchers.ts';
import type { CashierFrame } from '../cashier-view.ts';
import type { SeenDevicePayment } from '../device-list.ts';
import type { DisplayFrame } from '../display-view.ts';
import { PaymentBook } from '../payment-book.ts';
import type { TillPicture } from '../picture.ts';

const TILL = '1-1' as TillId;
export const QR_LIFE_MS = 180_000;

export const CASHIER_FRAME: CashierFrame = {
  till: { id: TILL, name: 'Balie 1' },
  tills: [{ id: TILL, name: 'Balie 1' }],
  language: 'nl',
  theme: 'light',
  demo: false,
  staff: ['Anja'],
  mayWitness: true,
  placesOf: () => 'Kiosk',
  deviceName: (route) => `device ${route}`,
  usualMs: () => null,
};

export const DISPLAY_FRAME: DisplayFrame = {
  till: { id: TILL, name: 'Balie 1' },
  brand: 'Speelpark',
  language: 'nl',
  theme: 'light',
  panel: null,
  placesOf: () => 'Kiosk',
};

function approvalOf(amountCents: number, settlement: Approval['settlement']): Approval {
  return {
    finalCents: cents(amountCents),
    transactionReference: '51007856048X0a4d',
    cardType: 'MAESTRO',
    terminalLabel: null,
    providerMethod: null,
    receipts: [],
    settlement,
  };
}

export function basketLine(lineId: string, unitCents: number): BasketLine {
  return {
    lineId,
    articleNumber: null,
    text: lineId,
    quantity: '1',
    unitCents: cents(unitCents),
    vatPercentage: null,
  };
}

export class ViewWorld {
  now = 1_772_355_600_000;
  starting = false;
  sales: TillSales = [];
  /** How every payment of this world can be given back. */
  wayBack: WayBack | null = 'account';
  devicePayments: readonly SeenDevicePayment[] = [];
  /** What the till was last told of the vouchers of its sale. */
  saleVouchers: SaleVoucherState | null = null;
  private readonly book: PaymentBook;
  private count = 0;

  constructor(startedAt = 0) {
    const empty = {
      recent: () => [],
      needingAttention: () => [],
      open: () => [],
      phaseOf: () => null,
      wordsOf: () => null,
      wayBackOf: () => this.wayBack,
    };
    this.book = new PaymentBook(TILL, empty, () => true, startedAt, this.now);
  }

  get picture(): TillPicture {
    const { now, starting, sales, devicePayments } = this;
    return {
      now,
      starting,
      sales,
      payments: this.book.payments(),
      devicePayments,
      vouchersOf: () => this.saleVouchers,
      vouchers: null,
    };
  }

  pass(ms: number): this {
    this.now += ms;
    return this;
  }

  says(sessionId: string, news: SessionNews): this {
    this.sales = nextSales(this.sales, { till: TILL, subscriptionId: 'shop-1', sessionId, at: this.now, ...news });
    return this;
  }

  basket(sessionId: string, ...lines: BasketLine[]): this {
    return this.says(sessionId, { kind: 'basket', lines, totalCents: null });
  }

  /** A new payment, in `intent` unless said otherwise. */
  pay(sessionId: string | null, changes: Partial<Payment> = {}): Payment {
    this.count += 1;
    const payment = samplePayment(this.count, {
      till: TILL,
      sessionId,
      createdAt: this.now,
      changedAt: this.now,
      leaseUntil: this.now + 90_000,
      ...changes,
    });
    this.book.note(payment, payment.state === 'intent' ? 'starting' : null, null, this.now);
    return payment;
  }

  payQr(sessionId: string | null, changes: Partial<Payment> = {}): Payment {
    return this.pay(sessionId, { means: 'qr', terminal: null, route: 'pay-qr' as RouteId, ...changes });
  }

  /** A change of state; `changedAt` is now unless the state stays. */
  change(payment: Payment, changes: Partial<Payment>, phase: Phase | null = null): Payment {
    const moved = changes.state !== undefined && changes.state !== payment.state;
    const next: Payment = {
      ...payment,
      ...(moved ? { changedAt: this.now, qr: null } : {}),
      ...changes,
      version: payment.version + 1,
    };
    this.book.note(next, phase, null, this.now);
    return next;
  }

  started(payment: Payment, phase: Phase | null = null): Payment {
    const qr =
      payment.means === 'qr'
        ? { payload: `https://pay.example/${payment.id}`, expiresAt: this.now + QR_LIFE_MS }
        : null;
    return this.change(payment, { state: 'started', providerRef: `order-${payment.id}`, qr }, phase);
  }

  phase(payment: Payment, phase: Phase, words: string | null = null): void {
    this.book.note(payment, phase, words, this.now);
  }

  approved(payment: Payment, settlement: Approval['settlement'] = 'final'): Payment {
    return this.change(payment, { state: 'approved', approval: approvalOf(payment.amountCents, settlement) });
  }
}

/** A board whose devices have started nothing themselves. */
export const NO_DEVICES = { of: () => [], onChange: () => undefined } as const;
