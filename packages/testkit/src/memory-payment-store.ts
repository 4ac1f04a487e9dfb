import type { FactDraft, InboxReceipt, OutboxDraft } from '@tillbridge/kernel';
import {
  isOpen,
  needsAttention,
  type Payment,
  type PaymentId,
  type PaymentStore,
  type PaymentTransaction,
  type RouteId,
  type TerminalId,
  type TillId,
} from '@tillbridge/payments';

interface Tables {
  payments: Map<PaymentId, Payment>;
  facts: FactDraft[];
  inbox: Map<string, InboxReceipt>;
  outbox: Map<string, OutboxDraft>;
}

/** A payment store in memory with the manners of the real one: transactions, unique keys, checked versions. */
export class MemoryPaymentStore implements PaymentStore {
  private tables: Tables = { payments: new Map(), facts: [], inbox: new Map(), outbox: new Map() };
  /** When set, commits fail with it, as on a full disk. */
  failWith: Error | null = null;

  async commit<T>(work: (transaction: PaymentTransaction) => T): Promise<T> {
    await Promise.resolve();
    if (this.failWith !== null) throw this.failWith;
    const draft: Tables = {
      payments: new Map(this.tables.payments),
      facts: [...this.tables.facts],
      inbox: new Map(this.tables.inbox),
      outbox: new Map(this.tables.outbox),
    };
    const result = work(new MemoryTransaction(draft));
    this.tables = draft;
    return result;
  }

  facts(): readonly FactDraft[] {
    return this.tables.facts;
  }

  outbox(): readonly OutboxDraft[] {
    return [...this.tables.outbox.values()];
  }

  /** Takes an item out, as the dispatcher does after delivery. */
  delivered(kind: string, key: string): void {
    this.tables.outbox.delete(`${kind}\n${key}`);
  }

  all(): readonly Payment[] {
    return [...this.tables.payments.values()];
  }

  byId(id: PaymentId) {
    return new MemoryTransaction(this.tables).byId(id);
  }
  byKey(subscriptionId: string, externalPaymentId: string) {
    return new MemoryTransaction(this.tables).byKey(subscriptionId, externalPaymentId);
  }
  byProviderRef(route: RouteId, providerRef: string) {
    return new MemoryTransaction(this.tables).byProviderRef(route, providerRef);
  }
  open() {
    return new MemoryTransaction(this.tables).open();
  }
  openOfSession(subscriptionId: string, sessionId: string) {
    return new MemoryTransaction(this.tables).openOfSession(subscriptionId, sessionId);
  }
  openOnTerminal(terminal: TerminalId) {
    return new MemoryTransaction(this.tables).openOnTerminal(terminal);
  }
  ofSession(subscriptionId: string, sessionId: string) {
    return new MemoryTransaction(this.tables).ofSession(subscriptionId, sessionId);
  }
  refundsOf(original: PaymentId) {
    return new MemoryTransaction(this.tables).refundsOf(original);
  }
  needingAttention() {
    return new MemoryTransaction(this.tables).needingAttention();
  }
  recent(till: TillId, limit: number) {
    return new MemoryTransaction(this.tables).recent(till, limit);
  }
}

class MemoryTransaction implements PaymentTransaction {
  private readonly tables: Tables;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  private where(test: (payment: Payment) => boolean): Payment[] {
    return [...this.tables.payments.values()].filter(test);
  }

  byId(id: PaymentId): Payment | undefined {
    return this.tables.payments.get(id);
  }
  byKey(subscriptionId: string, externalPaymentId: string): Payment | undefined {
    return this.where((p) => p.subscriptionId === subscriptionId && p.externalPaymentId === externalPaymentId)[0];
  }
  byProviderRef(route: RouteId, providerRef: string): Payment | undefined {
    return this.where((p) => p.route === route && p.providerRef === providerRef)[0];
  }
  open(): readonly Payment[] {
    return this.where(isOpen);
  }
  openOfSession(subscriptionId: string, sessionId: string): readonly Payment[] {
    return this.ofSession(subscriptionId, sessionId).filter(isOpen);
  }
  openOnTerminal(terminal: TerminalId): readonly Payment[] {
    return this.where((p) => p.terminal === terminal && isOpen(p));
  }
  ofSession(subscriptionId: string, sessionId: string): readonly Payment[] {
    return this.where((p) => p.subscriptionId === subscriptionId && p.sessionId === sessionId);
  }
  refundsOf(original: PaymentId): readonly Payment[] {
    return this.where((p) => p.original === original);
  }
  needingAttention(): readonly Payment[] {
    return this.where(needsAttention);
  }
  recent(till: TillId, limit: number): readonly Payment[] {
    return this.where((p) => p.till === till)
      .reverse()
      .slice(0, limit);
  }

  insert(payment: Payment): void {
    if (this.byId(payment.id) !== undefined) throw new Error(`payment ${payment.id} is there already`);
    if (this.byKey(payment.subscriptionId, payment.externalPaymentId) !== undefined) {
      throw new Error(`payment key ${payment.subscriptionId}/${payment.externalPaymentId} is taken`);
    }
    this.tables.payments.set(payment.id, payment);
  }
  update(payment: Payment): void {
    const stored = this.byId(payment.id);
    if (stored?.version !== payment.version - 1) throw new Error(`payment ${payment.id} has another version`);
    this.tables.payments.set(payment.id, payment);
  }
  appendFact(draft: FactDraft): void {
    this.tables.facts.push(draft);
  }
  accept(receipt: InboxReceipt): boolean {
    const key = `${receipt.source}\n${receipt.identity}`;
    if (this.tables.inbox.has(key)) return false;
    this.tables.inbox.set(key, receipt);
    return true;
  }
  enqueue(draft: OutboxDraft): void {
    const key = `${draft.kind}\n${draft.key}`;
    if (!this.tables.outbox.has(key)) this.tables.outbox.set(key, draft);
  }
}
