/** Payments that somebody started on a device itself: written into the journal as facts, and read back from there. */
import type { Cents, Clock, EpochMs, FactDraft, InboxReceipt } from '@tillbridge/kernel';
import type { Direction } from '@tillbridge/payments';
import type { DevicePayment } from '@tillbridge/psp-pay';
import type { Store } from '@tillbridge/store-sqlite';

/** The fact that a payment was started on a device, and how it stood when its provider told. */
const DEVICE_PAYMENT_FACT = 'device.payment';
const FACTS_A_PAGE = 500;

/** What the journal says of such a payment. */
export interface DeviceEntry {
  /** The provider's order number, as people see it. */
  readonly orderId: string;
  readonly account: string;
  /** `TH-####-####`; null where the provider doesn't say. */
  readonly terminal: string | null;
  readonly direction: Direction;
  readonly amountCents: Cents;
  /** When it was made; when we heard of it where the provider doesn't say. */
  readonly at: EpochMs;
  /** When we heard of it last. */
  readonly toldAt: EpochMs;
  readonly state: DevicePayment['state'];
}

export class DeviceJournal {
  private readonly store: Pick<Store, 'commit' | 'facts' | 'head'>;
  private readonly clock: Clock;
  private readonly listeners = new Set<(entry: DeviceEntry) => void>();

  constructor(store: Pick<Store, 'commit' | 'facts' | 'head'>, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Writes a payment that nobody's till started, once for each receipt. Nobody's sale waits for it. */
  async note(account: string, payment: DevicePayment, receipt: InboxReceipt): Promise<void> {
    const { orderId, terminalCode, direction, amountCents, at, state, status } = payment;
    const fact = await this.store.commit((transaction) => {
      if (!transaction.accept(receipt)) return undefined;
      const body = { account, terminal: terminalCode, direction, amountCents, madeAt: at, state, status };
      const draft = { kind: DEVICE_PAYMENT_FACT, subject: orderId, at: this.clock.now(), body };
      transaction.appendFact(draft);
      return draft;
    });
    const entry = fact === undefined ? undefined : entryOf(fact);
    if (entry !== undefined) for (const listener of this.listeners) listener(entry);
  }

  since(since: EpochMs): readonly DeviceEntry[] {
    return devicePaymentsSince(this.store, since);
  }

  onChange(listener: (entry: DeviceEntry) => void): void {
    this.listeners.add(listener);
  }
}

/** The payments that were told of since then, in no order. Reads the facts from the newest backwards. */
export function devicePaymentsSince(store: Pick<Store, 'facts' | 'head'>, since: EpochMs): readonly DeviceEntry[] {
  const entries: DeviceEntry[] = [];
  for (let end = store.head().sequence; end > 0; end -= FACTS_A_PAGE) {
    const from = Math.max(1, end - FACTS_A_PAGE + 1);
    const page = store.facts(from, end - from + 1);
    for (const fact of page) {
      const entry = fact.at < since ? undefined : entryOf(fact);
      if (entry !== undefined) entries.push(entry);
    }
    if (page.every(({ at }) => at < since)) break;
  }
  return latest(entries);
}

/** Each payment as it was told last. Status calls overtake each other: what has an end is not open again. */
export function latest(entries: Iterable<DeviceEntry>): readonly DeviceEntry[] {
  const found = new Map<string, DeviceEntry>();
  for (const entry of [...entries].sort((one, other) => one.toldAt - other.toldAt)) {
    const before = found.get(entry.orderId);
    if (before === undefined || before.state === 'open' || entry.state !== 'open') found.set(entry.orderId, entry);
  }
  return [...found.values()];
}

/** Undefined: another fact, or one whose body isn't as we write it. */
function entryOf({ kind, subject, at, body }: FactDraft): DeviceEntry | undefined {
  if (kind !== DEVICE_PAYMENT_FACT || body === null || typeof body !== 'object' || Array.isArray(body))
    return undefined;
  const { account, terminal, direction, amountCents, madeAt, state } = body as Readonly<Record<string, unknown>>;
  if (typeof account !== 'string' || !Number.isSafeInteger(amountCents)) return undefined;
  if (direction !== 'pay' && direction !== 'refund') return undefined;
  return {
    orderId: subject,
    account,
    terminal: typeof terminal === 'string' ? terminal : null,
    direction,
    amountCents: amountCents as Cents,
    at: Number.isSafeInteger(madeAt) ? (madeAt as EpochMs) : at,
    toldAt: at,
    state: STATES.find((known) => known === state) ?? 'review',
  };
}

const STATES: readonly DevicePayment['state'][] = ['paid', 'open', 'not-paid', 'review'];
