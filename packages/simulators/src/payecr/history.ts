import type { Clock } from '@tillbridge/kernel';
import { printEuros } from '@tillbridge/kernel';

export type HistoryStatus = 'CANCEL' | 'FAILED' | 'SUCCESS' | 'EXPIRED' | 'QUEUED';

export interface Transaction {
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly description: string | null;
}

export interface HistoryEntry extends Transaction {
  readonly id: string | null;
  readonly orderId: string | null;
  readonly createdAt: string;
  status: HistoryStatus;
  readonly ticket: string | null;
}

/** What moved money, for comparing with what everybody was told. */
export interface PayEcrCharge {
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  /** Wall clock, milliseconds. */
  readonly at: number;
}

/** How many finished transactions a terminal keeps (paynl/PAY.ECR, message protocol). */
const KEPT = 20;

/** The terminal's own book: the last 20 transactions, and, unlike a real one's, everything that ever moved money. */
export class HistoryBook {
  private readonly clock: Clock;
  private readonly offsetMs: number;
  private readonly merchant: string;
  private entries: HistoryEntry[] = [];
  private readonly moved: PayEcrCharge[] = [];
  private number = 0;

  constructor(clock: Clock, offsetMs: number, merchant: string) {
    this.clock = clock;
    this.offsetMs = offsetMs;
    this.merchant = merchant;
  }

  /** Newest first. */
  list(): readonly HistoryEntry[] {
    return this.entries;
  }

  charges(): readonly PayEcrCharge[] {
    return this.moved;
  }

  find(needle: string): HistoryEntry | undefined {
    return this.entries.find(({ id, orderId, reference }) => [id, orderId, reference].includes(needle));
  }

  charge({ reference, direction, amountCents }: Transaction): void {
    this.moved.push({ reference, direction, amountCents, at: this.clock.now() });
  }

  /** The entry as it will stand in the history; `add` puts it there. */
  entryFor(transaction: Transaction, status: HistoryStatus): HistoryEntry {
    this.number += 1;
    const serial = String(this.number).padStart(4, '0');
    const isBooked = status === 'SUCCESS' || status === 'QUEUED';
    return {
      ...transaction,
      id: isBooked ? `MV-0000-${serial}` : null,
      orderId: isBooked ? `51007${serial}X7f31` : null,
      createdAt: new Date(this.clock.now() + this.offsetMs).toISOString(),
      status,
      ticket: isBooked ? this.ticket(transaction, serial, status) : null,
    };
  }

  add(entry: HistoryEntry): void {
    this.entries = [entry, ...this.entries].slice(0, KEPT);
  }

  /** The oldest offline transaction is sent: money moves, or the scheme refuses it. False when there is none. */
  settle(status: 'SUCCESS' | 'FAILED'): boolean {
    const entry = this.entries.findLast((one) => one.status === 'QUEUED');
    if (entry === undefined) return false;
    entry.status = status;
    if (status === 'SUCCESS') this.charge(entry);
    return true;
  }

  /** Payments of other tills, until nothing older is left. */
  fill(): void {
    for (let i = 0; i < KEPT; i += 1) {
      this.add(
        this.entryFor(
          { reference: `OTHER${this.number}`, direction: 'pay', amountCents: 100, description: null },
          'SUCCESS',
        ),
      );
    }
  }

  clear(): void {
    this.entries = [];
  }

  private ticket(transaction: Transaction, serial: string, status: HistoryStatus): string {
    const euros = `EUR ${printEuros(transaction.amountCents, ',')}`;
    const lines = [
      this.merchant,
      transaction.direction === 'refund' ? 'TERUGBETALING' : 'BETALING',
      `Transactie   MV-0000-${serial}`,
      'Kaart        411111******1111',
      `Bedrag       ${euros}`,
      status === 'QUEUED' ? 'OFFLINE AKKOORD' : 'AKKOORD',
    ];
    return Buffer.from(lines.join('\n'), 'utf8').toString('base64');
  }
}
