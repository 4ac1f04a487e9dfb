import type { CallContext, Cents, EpochMs, FactDraft, InboxReceipt, OutboxDraft, PlainJson } from '@tillbridge/kernel';
import type {
  BasketLine,
  Direction,
  Outcome,
  Payment,
  PaymentId,
  Phase,
  RouteId,
  TerminalId,
  TillId,
} from './payment.ts';
import type { TerminalService } from './terminal-service.ts';

/** What a driver is asked to collect or give back. Durable before the driver sees it. */
export interface PaymentOrder {
  /** Our reference. A driver hands it to the provider, so that every later message can be matched. */
  readonly reference: PaymentId;
  readonly direction: Direction;
  /** Positive. */
  readonly amountCents: Cents;
  readonly till: TillId;
  /** A few words for the payer's statement. */
  readonly description: string;
  readonly lines: readonly BasketLine[];
  /** The provider must not take money after this moment. */
  readonly expiresAt: EpochMs;
  /** With a refund: the payment on the same route that is taken back, when that is known. */
  readonly original?: {
    readonly reference: PaymentId;
    readonly providerRef: string | null;
    readonly transactionReference: string;
    /** What was taken. */
    readonly amountCents: Cents;
  };
}

/** A payment as a driver finds it again. */
export interface PaymentHandle {
  readonly reference: PaymentId;
  /** Null when the reply to `begin` was lost. */
  readonly providerRef: string | null;
  readonly direction: Direction;
  readonly amountCents: Cents;
}

/** What a driver may say to a start. */
export type Begun =
  /** Money can move from now on. `qr` is what the guest scans. */
  | {
      readonly kind: 'accepted';
      readonly providerRef: string;
      readonly qr: { readonly payload: string; readonly expiresAt: EpochMs } | null;
    }
  /** Proven: nothing was started and no money will move. `busyForMs`: how long the terminal may still be occupied. */
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'terminal-in-use'
        | 'terminal-offline'
        | 'provider-refused'
        | 'provider-down'
        | 'refund-not-possible'
        /** What has to be known after a crash could not be written down, so nothing was sent. */
        | 'journal-unwritable';
      readonly detail: string | null;
      readonly busyForMs: number | null;
    }
  /** The order may or may not stand: the reply was lost or unreadable. */
  | { readonly kind: 'unclear'; readonly detail: string };

/** Where a payment stands, as the provider or terminal says. */
export type Standing =
  | { readonly kind: 'pending'; readonly phase: Phase }
  | { readonly kind: 'final'; readonly outcome: Outcome }
  /**
   * The terminal took the payment offline and sends it later: the scheme has not confirmed it. Money will most likely
   * move, and nothing about it is proved.
   */
  | { readonly kind: 'queued'; readonly detail: string | null }
  /** The provider is certain that there is no such order: no money moved. */
  | { readonly kind: 'absent' }
  /** No answer, or none that proves anything. */
  | { readonly kind: 'unreachable'; readonly detail: string };

/** An answer to an abort. Never the proof of an end by itself: the enquiry after it is (P5). */
export type AbortAnswer =
  | { readonly kind: 'accepted' }
  /** The payment has gone too far, or has ended already. */
  | { readonly kind: 'too-late'; readonly detail: string | null }
  | { readonly kind: 'unreachable'; readonly detail: string };

/**
 * One way to move money. All methods answer with values; they reject only when `call.signal` aborts. None of them
 * writes to the journal, and `begin` is never repeated by the driver on its own.
 */
export interface PaymentDriver {
  readonly route: RouteId;
  /** How long an amount may stay armed on this way, in milliseconds (P6). */
  readonly leaseMs: number;
  /**
   * What an abort or enquiry needs: `provider-ref`, a provider's order id, which a lost reply keeps from us; `reference`,
   * nothing but our own name, because the driver talks to the device itself.
   */
  readonly addressedBy: 'provider-ref' | 'reference';
  begin(order: PaymentOrder, call: CallContext): Promise<Begun>;
  enquire(handle: PaymentHandle, call: CallContext): Promise<Standing>;
  /** Stops this payment and no other: when the device is busy with another one or with none, it is `too-late`. */
  abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer>;
  /**
   * Watches a payment until it ends, reporting phases meanwhile. Resolves with `final`, `absent` or `queued`, or with
   * `unreachable` after a silence the driver finds too long; `call.timeoutMs` bounds the whole watch.
   */
  follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing>;
}

/**
 * Hears what happens on the device. `words`: the device's own text, masked, for the cashier's small print; null when it
 * said nothing that the phase doesn't say.
 */
export type Observe = (phase: Phase, words?: string | null) => void;

export interface CardTerminal extends PaymentDriver {
  readonly means: 'card';
  /** The device. Routes that reach one device by different ways have the same, and one payment at a time uses it. */
  readonly terminal: TerminalId;
  readonly canRefund: boolean;
  /** What IT may ask of it, for terminals that we talk to ourselves. */
  readonly service?: TerminalService;
  /** For terminals that show the basket while the sale goes on. */
  readonly basket?: BasketScreen;
  /** The provider's account that took the money: refunds whose original is known go over it. */
  readonly account?: ProviderAccount;
}

/** The terminal's own screen between payments. Both are wishes: they never fail, and a payment always goes first. */
export interface BasketScreen {
  show(lines: readonly BasketLine[], totalCents: Cents): void;
  clear(): void;
}

/**
 * What a driver has to know again after a crash, in its own words. Kept per route and key; a key is our reference of a
 * payment, or `terminal` for what concerns the device itself. No secrets, no card numbers beyond first six and last four.
 */
export interface DriverMemory {
  read(route: RouteId, key: string): PlainJson | undefined;
  /** Durable when it resolves; rejects when the journal can't be written. */
  write(route: RouteId, key: string, note: PlainJson): Promise<void>;
}

export interface QrProvider extends PaymentDriver {
  readonly means: 'qr';
  /** The provider's account that took the money: refunds whose original is known go over it. */
  readonly account?: ProviderAccount;
}

/** A driver as the settings name it: a route. */
export type RouteDriver = CardTerminal | QrProvider;

/** Money to be given back for a payment that this provider took. */
export interface ProviderRefund {
  /** Our name of the refund, also the idempotency key where the provider has one. */
  readonly reference: PaymentId;
  readonly original: {
    readonly reference: PaymentId;
    readonly providerRef: string;
    readonly amountCents: Cents;
  };
  /** Positive, always explicit: providers take a missing amount for everything that is left. */
  readonly amountCents: Cents;
  readonly description: string;
}

export type RefundAnswer =
  /** The provider took it: `done` is on its way to the guest, `pending` may still be refused. */
  | { readonly kind: 'done' | 'pending'; readonly refundRef: string }
  | { readonly kind: 'refused'; readonly detail: string }
  /** The reply was lost: it may stand. Never asked for again before `enquireRefund` has looked. */
  | { readonly kind: 'unclear'; readonly detail: string };

export type RefundStanding =
  | { readonly kind: 'done' | 'pending'; readonly refundRef: string }
  | { readonly kind: 'failed'; readonly detail: string }
  /** The provider is certain that it has no such refund. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** A line of a provider's own list. */
export interface ListedPayment {
  readonly providerRef: string;
  /** Ours, when the provider keeps it. */
  readonly reference: string | null;
  readonly direction: Direction;
  readonly amountCents: Cents;
  readonly state: 'paid' | 'open' | 'not-paid';
  readonly at: EpochMs;
}

/** A terminal as the provider knows it. */
export interface ListedTerminal {
  readonly code: string;
  readonly name: string;
  /** Null: the provider doesn't say. */
  readonly online: boolean | null;
}

/** What an account at a provider can do beside collecting. What it can't is left out. Answers with values, never throws. */
export interface ProviderAccount {
  refund?(refund: ProviderRefund, call: CallContext): Promise<RefundAnswer>;
  enquireRefund?(refund: ProviderRefund, refundRef: string | null, call: CallContext): Promise<RefundStanding>;
  /** All it knows of a time, oldest first; for reconciliation. */
  list?(
    from: EpochMs,
    until: EpochMs,
    call: CallContext,
  ): Promise<
    | { readonly kind: 'list'; readonly payments: readonly ListedPayment[] }
    | { readonly kind: 'unreachable'; readonly detail: string }
  >;
  terminals?(
    call: CallContext,
  ): Promise<
    | { readonly kind: 'list'; readonly terminals: readonly ListedTerminal[] }
    | { readonly kind: 'unreachable'; readonly detail: string }
  >;
}

/** What the payments room reads. Synchronous: the store is a file beside us. */
export interface PaymentReads {
  byId(id: PaymentId): Payment | undefined;
  byKey(subscriptionId: string, externalPaymentId: string): Payment | undefined;
  byProviderRef(route: RouteId, providerRef: string): Payment | undefined;
  /** All payments in `intent`, `started` or `unknown`, oldest first. */
  open(): readonly Payment[];
  openOfSession(subscriptionId: string, sessionId: string): readonly Payment[];
  openOnTerminal(terminal: TerminalId): readonly Payment[];
  ofSession(subscriptionId: string, sessionId: string): readonly Payment[];
  /** All refunds that name this payment as their original, oldest first. */
  refundsOf(original: PaymentId): readonly Payment[];
  /** Those that `needsAttention` holds for, oldest first. */
  needingAttention(): readonly Payment[];
  /** The till's newest payments, newest first. */
  recent(till: TillId, limit: number): readonly Payment[];
}

/** One transaction: all of it becomes durable, or none. */
export interface PaymentTransaction extends PaymentReads {
  insert(payment: Payment): void;
  /** Stores a change of version `payment.version - 1`. Throws when the stored version is another. */
  update(payment: Payment): void;
  appendFact(draft: FactDraft): void;
  /** Notes what somebody sent. False when the same thing is there already. */
  accept(receipt: InboxReceipt): boolean;
  /** Adds what must reach somebody. */
  enqueue(draft: OutboxDraft): void;
}

/** The store as the payments room needs it. */
export interface PaymentStore extends PaymentReads {
  /**
   * Runs `work` in a transaction of the one writer and resolves with its result once it is durable. What arrives
   * together may share one commit. A throw in `work` undoes that work alone and rejects. `work` is synchronous.
   */
  commit<T>(work: (transaction: PaymentTransaction) => T): Promise<T>;
}

/** Which driver serves a till's method. Answered from the settings. */
export interface RouteTable {
  /** The first way. Undefined when the settings have none. */
  find(till: TillId, method: string, direction: Direction): RouteDriver | undefined;
  /** The way to try when `after` has proved that it started nothing. Undefined when there is none. */
  next(till: TillId, method: string, after: RouteId): RouteDriver | undefined;
  byId(route: RouteId): RouteDriver | undefined;
}
