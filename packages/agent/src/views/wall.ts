import type { CashierView, DisplayView, HealthLine, Language, Notice } from '@tillbridge/contracts';
import type { Clock, EpochMs } from '@tillbridge/kernel';
import type { Payment, Phase, TillId } from '@tillbridge/payments';
import { currentSale, type Sale, type TillSales } from '../sessions/sales.ts';
import type { SaleVoucherState } from '../vouchers/sale-vouchers.ts';
import { type CashierFrame, cashierView } from './cashier-view.ts';
import { Channel } from './channel.ts';
import type { SeenDevicePayment } from './device-list.ts';
import { type DisplayFrame, displayView } from './display-view.ts';
import type { PaymentBook } from './payment-book.ts';
import { soonest, type TillPicture } from './picture.ts';

/** What the settings say about a till's windows. */
export interface TillFrame {
  readonly cashier: CashierFrame;
  readonly display: DisplayFrame;
}

/** What a till's windows see of vouchers. */
export interface VoucherSight {
  of(sale: Pick<Sale, 'subscriptionId' | 'sessionId'>): SaleVoucherState | null;
  view(till: TillId): CashierView['vouchers'];
}

export interface WallPorts {
  readonly clock: Clock;
  /** Opens the till's payment book; called once, for the first window. */
  openBook(): PaymentBook;
  sales(): TillSales;
  /** Null: this shop has no vouchers. */
  readonly vouchers: VoucherSight | null;
  devicePayments(now: EpochMs): readonly SeenDevicePayment[];
  health(): readonly HealthLine[];
  notices(): readonly Notice[];
}

/** A language chosen for one guest. `met`: the guest has had something on the display since. */
interface GuestLanguage {
  readonly language: Language;
  readonly met: boolean;
  readonly sessionId: string | null;
}

const SUPERSEDED = new Error('superseded');

/** The windows of one till. Computes what they show, and again when time alone changes it. */
export class Wall {
  private readonly frame: TillFrame;
  private readonly ports: WallPorts;
  private readonly cashier = new Channel<CashierView>();
  private readonly display = new Channel<DisplayView>();
  private book: PaymentBook | null = null;
  private guest: GuestLanguage | null = null;
  /** Waits for the moment when time alone changes a view; null when there is none. */
  private timer: AbortController | null = null;
  private starting = true;

  constructor(frame: TillFrame, ports: WallPorts) {
    this.frame = frame;
    this.ports = ports;
  }

  get isWatched(): boolean {
    return this.cashier.size + this.display.size > 0;
  }

  get displays(): number {
    return this.display.size;
  }

  showCashier(listener: (view: CashierView) => void): () => void {
    const { value } = this.cashierNow(this.picture());
    const release = this.cashier.show(value, listener);
    this.refresh();
    return release;
  }

  showDisplay(listener: (view: DisplayView) => void): () => void {
    const { value } = this.displayNow(this.picture());
    const release = this.display.show(value, listener);
    this.refresh();
    return release;
  }

  note(payment: Payment, phase: Phase | null, words: string | null): void {
    this.book?.note(payment, phase, words, this.ports.clock.now());
  }

  /** Payments may be spoken of from now on. */
  ready(): void {
    this.starting = false;
  }

  speak(language: Language): void {
    this.guest = { language, met: false, sessionId: currentSale(this.ports.sales())?.sessionId ?? null };
  }

  /** Computes anew and pushes what differs. */
  refresh(): void {
    this.stopWaiting();
    if (!this.isWatched) return;
    const picture = this.picture();
    // The guest's screen first: a QR that has to go is the most urgent thing here.
    const display = this.displayNow(picture);
    if (this.display.size > 0) this.display.push(display.value);
    const cashier = this.cashierNow(picture);
    if (this.cashier.size > 0) this.cashier.push(cashier.value);
    this.wakeAt(soonest(picture.now, [display.changesAt, cashier.changesAt]));
  }

  close(): void {
    this.stopWaiting();
  }

  private stopWaiting(): void {
    // With a reason made once: an abort without one builds an exception each time, and this runs for every event.
    this.timer?.abort(SUPERSEDED);
    this.timer = null;
  }

  private picture(): TillPicture {
    this.book ??= this.ports.openBook();
    const now = this.ports.clock.now();
    return {
      now,
      starting: this.starting,
      sales: this.ports.sales(),
      vouchersOf: (sale) => this.ports.vouchers?.of(sale) ?? null,
      vouchers: this.ports.vouchers?.view(this.frame.cashier.till.id as TillId) ?? null,
      payments: this.book.payments(),
      devicePayments: this.ports.devicePayments(now),
    };
  }

  private displayNow(picture: TillPicture) {
    const plain = displayView(picture, this.frame.display);
    this.guest = stillThere(this.guest, plain.value, currentSale(picture.sales)?.sessionId ?? null);
    const language = this.guest?.language ?? this.frame.display.language;
    return { value: { ...plain.value, language }, changesAt: plain.changesAt };
  }

  private cashierNow(picture: TillPicture) {
    return cashierView(picture, this.frame.cashier, this.ports.health(), this.ports.notices());
  }

  private wakeAt(at: EpochMs | null): void {
    if (at === null) return;
    const timer = new AbortController();
    this.timer = timer;
    this.ports.clock.sleep(Math.max(1, at - this.ports.clock.now()), timer.signal).then(
      () => this.refresh(),
      () => undefined,
    );
  }
}

/** Keeps a guest's language until the display has gone idle after that guest, or the till turned to another sale. */
function stillThere(guest: GuestLanguage | null, view: DisplayView, sessionId: string | null): GuestLanguage | null {
  if (guest === null) return null;
  const busy = view.screen.kind !== 'idle' && view.screen.kind !== 'starting-up' && view.screen.kind !== 'closed';
  if (!busy) return guest.met ? null : guest;
  if (guest.sessionId !== null && sessionId !== null && sessionId !== guest.sessionId) return null;
  return { ...guest, met: true, sessionId: guest.sessionId ?? sessionId };
}
