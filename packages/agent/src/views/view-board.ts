import type { CashierView, DisplayView, HealthLine, Language, Notice } from '@tillbridge/contracts';
import type { Clock } from '@tillbridge/kernel';
import type { Payment, PaymentListener, TillId } from '@tillbridge/payments';
import type { SaleBook } from '../sessions/sale-book.ts';
import type { DeviceList } from './device-list.ts';
import { type BookSource, PaymentBook } from './payment-book.ts';
import { type TillFrame, type VoucherSight, Wall } from './wall.ts';

export interface ViewBoardPorts {
  readonly clock: Clock;
  /** Runs work once the present turn of the event loop is over. */
  defer(work: () => void): void;
  readonly payments: BookSource & { onChange(listener: PaymentListener): () => void };
  readonly sales: SaleBook;
  /** Null: this shop has no vouchers. */
  readonly vouchers: VoucherSight | null;
  readonly devices: Pick<DeviceList, 'of' | 'onChange'>;
  health(till: TillId): readonly HealthLine[];
  notices(): readonly Notice[];
}

/**
 * Keeps every open window up to date: computes a till's views anew when something about it changed and pushes what
 * differs. Changes of one turn of the event loop go out as one. Without windows it does next to nothing.
 */
export class ViewBoard {
  private readonly ports: ViewBoardPorts;
  private readonly walls: ReadonlyMap<TillId, Wall>;
  private readonly firstTill: TillId | undefined;
  private readonly release: readonly (() => void)[];
  private readonly dirty = new Set<Wall>();
  private scheduled = false;
  private closed = false;

  constructor(frames: ReadonlyMap<TillId, TillFrame>, ports: ViewBoardPorts) {
    this.ports = ports;
    const { clock, payments, sales, devices } = ports;
    const startedAt = clock.now();
    this.firstTill = frames.keys().next().value;
    this.walls = new Map(
      [...frames].map(([till, frame]) => [
        till,
        new Wall(frame, {
          clock,
          openBook: () =>
            new PaymentBook(till, payments, (payment) => this.homeOf(payment) === till, startedAt, clock.now()),
          sales: () => sales.of(till),
          vouchers: ports.vouchers,
          devicePayments: (now) => devices.of(till, now),
          health: () => ports.health(till),
          notices: ports.notices,
        }),
      ]),
    );
    // Rare, and every till that shares the terminal shows them.
    devices.onChange(() => this.changed());
    this.release = [
      payments.onChange((payment, phase, words) => {
        const till = this.homeOf(payment);
        if (till === undefined) return;
        this.walls.get(till)?.note(payment, phase, words);
        this.changed(till);
      }),
      sales.onChange((till) => this.changed(till)),
    ];
  }

  /** Every payment that was open has been taken up: the windows may speak about payments. */
  ready(): void {
    for (const wall of this.walls.values()) wall.ready();
    this.changed();
  }

  /** Calls `listener` at once with the present view, then with every other one. A till nobody knows gets nothing. */
  showCashier(till: TillId, listener: (view: CashierView) => void): () => void {
    return this.walls.get(till)?.showCashier(listener) ?? (() => undefined);
  }

  showDisplay(till: TillId, listener: (view: DisplayView) => void): () => void {
    return this.walls.get(till)?.showDisplay(listener) ?? (() => undefined);
  }

  /** How many customer displays of a till are connected. */
  displays(till: TillId): number {
    return this.walls.get(till)?.displays ?? 0;
  }

  /** The display speaks this language until the next guest. */
  speak(till: TillId, language: Language): void {
    this.walls.get(till)?.speak(language);
    this.changed(till);
  }

  /** Something changed; without a till: for all of them. Costs next to nothing for tills nobody looks at. */
  changed(till?: TillId): void {
    const walls = till === undefined ? this.walls.values() : [this.walls.get(till)];
    for (const wall of walls) if (wall?.isWatched) this.dirty.add(wall);
    if (this.scheduled || this.closed || this.dirty.size === 0) return;
    this.scheduled = true;
    this.ports.defer(() => {
      this.scheduled = false;
      const dirty = [...this.dirty];
      this.dirty.clear();
      if (!this.closed) for (const wall of dirty) wall.refresh();
    });
  }

  close(): void {
    this.closed = true;
    for (const release of this.release) release();
    for (const wall of this.walls.values()) wall.close();
  }

  /** A payment of a till that left the settings is shown at the first one: somebody has to see it. */
  private homeOf(payment: Payment): TillId | undefined {
    return this.walls.has(payment.till) ? payment.till : this.firstTill;
  }
}
