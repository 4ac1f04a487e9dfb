/**
 * The payments room at work: intents become durable before a driver hears of them, everything a driver says becomes
 * durable before anybody acts on it, and every open payment is watched until its end is proved.
 */
import {
  type Clock,
  describeError,
  type InboxReceipt,
  type Log,
  newId,
  type Random,
  TOO_LATE,
  within,
} from '@tillbridge/kernel';
import { canStillBeStopped, isAddressable } from './addressing.ts';
import type {
  AskedRefund,
  PaymentDesk,
  PaymentKey,
  PaymentListener,
  StartAnswer,
  StartPayment,
  WitnessAnswer,
} from './desk.ts';
import { driverOf } from './drivers.ts';
import { newPayment, newRefund, occupiedUntil, orderOf, type PaymentPolicy, wayOf } from './intent.ts';
import { leavesTheWayFree, moveOn } from './next-route.ts';
import {
  answerForTill,
  awaitsProof,
  type BasketLine,
  type CancelledBy,
  type HandOver,
  isOpen,
  isOverAccount,
  isTakenOffline,
  isUnsettled,
  type Payment,
  type PaymentId,
  type Phase,
  type RouteId,
  type TillId,
} from './payment.ts';
import { PaymentWriter } from './payment-writer.ts';
import type { Begun, PaymentDriver, PaymentStore, PaymentTransaction, RouteTable } from './ports.ts';
import { eventOf, intended, type PaymentEvent, showsCode, transition } from './state-machine.ts';
import { CALLED_OFF, type DeviceNews, handleOf, Watch } from './watch.ts';
import { type WayBack, wayBackOf } from './way-back.ts';

export interface PaymentDeskPorts {
  readonly store: PaymentStore;
  readonly routes: RouteTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Something was put into the outbox and may go out at once. */
  outboxFilled(): void;
}

const CLOSE_GRACE_MS = 3_000;
const STARTING: DeviceNews = { phase: 'starting', words: null };

export function createPaymentDesk(ports: PaymentDeskPorts, policy: PaymentPolicy): PaymentDesk {
  return new Desk(ports, policy);
}

class Desk implements PaymentDesk {
  private readonly ports: PaymentDeskPorts;
  private readonly policy: PaymentPolicy;
  private readonly writer: PaymentWriter;
  private readonly watches = new Map<PaymentId, { watch: Watch; done: Promise<void> }>();
  /** Starts on their way to a driver, until what the driver said is durable. */
  private readonly begins = new Map<PaymentId, Promise<unknown>>();
  /** Enquiries that somebody asked for. `again`: there was more news while one was under way. */
  private readonly asks = new Map<PaymentId, { done: Promise<void>; again: boolean }>();
  private readonly closing = new AbortController();

  constructor(ports: PaymentDeskPorts, policy: PaymentPolicy) {
    this.ports = ports;
    this.policy = policy;
    this.writer = new PaymentWriter({
      ...ports,
      closing: this.closing.signal,
      newsOf: (id) => this.newsOf(id),
      stateChanged: (id) => this.watches.get(id)?.watch.wake(),
    });
  }

  // --- the till's side -----------------------------------------------------------------------------------------

  async start(command: StartPayment, budgetMs: number): Promise<StartAnswer> {
    const { store, routes, clock, random } = this.ports;
    let decided: { payment: Payment; repeated: boolean };
    try {
      decided = await store.commit((transaction) => {
        transaction.accept(command.receipt);
        const known = transaction.byKey(command.subscriptionId, command.externalPaymentId);
        if (known !== undefined) return { payment: known, repeated: true };
        const at = clock.now();
        const id = newId(at, random) as PaymentId;
        const way = wayOf(command, routes, transaction);
        const payment = newPayment({ ...command, askedBy: null }, id, way, transaction, this.policy, at);
        insert(payment, transaction);
        return { payment, repeated: false };
      });
    } catch (error) {
      this.ports.log.error('journal refused a new payment', { error: describeError(error) });
      return { kind: 'unwritable' };
    }
    const { payment, repeated } = decided;
    if (repeated) return { kind: 'payment', payment, repeated };
    const begun = this.sendOut(payment, command.lines);
    if (begun === null) return { kind: 'payment', payment, repeated };
    const after = await within(clock, budgetMs, begun);
    const known = after === TOO_LATE ? undefined : after;
    return { kind: 'payment', payment: known ?? this.byId(payment.id) ?? payment, repeated };
  }

  find(key: PaymentKey): Payment | undefined {
    return this.ports.store.byKey(key.subscriptionId, key.externalPaymentId);
  }

  byId(id: PaymentId): Payment | undefined {
    return this.ports.store.byId(id);
  }

  phaseOf(id: PaymentId): Phase | null {
    return this.newsOf(id)?.phase ?? null;
  }

  wordsOf(id: PaymentId): string | null {
    return this.newsOf(id)?.words ?? null;
  }

  async requestCancel(key: PaymentKey, receipt: InboxReceipt, budgetMs: number): Promise<Payment | undefined> {
    const payment = await this.cancel(key, 'till', receipt);
    if (payment === undefined || !isOpen(payment)) return payment;
    return (await this.untilAnswerable(payment.id, budgetMs)) ?? this.byId(payment.id);
  }

  giveUp(key: PaymentKey, receipt: InboxReceipt): Promise<Payment | undefined> {
    return this.cancel(key, 'till-gave-up', receipt);
  }

  async leaveSale(subscriptionId: string, sessionId: string, receipt: InboxReceipt): Promise<void> {
    await this.writer.change(receipt, (transaction) =>
      transaction
        .openOfSession(subscriptionId, sessionId)
        .map((payment) => ({ payment, event: { type: 'cancel-requested', by: 'sale-left' } as const })),
    );
  }

  async completeSale(
    subscriptionId: string,
    sessionId: string,
    paid: readonly { readonly method: string; readonly amountCents: number }[],
    receipt: InboxReceipt,
  ): Promise<void> {
    await this.writer.change(receipt, (transaction) =>
      transaction
        .ofSession(subscriptionId, sessionId)
        .filter((payment) => payment.state === 'approved' && paid.some((entry) => isPaymentOf(entry, payment)))
        .map((payment) => ({ payment, event: { type: 'handed-over', told: 'paid', by: 'sale-completed' } as const })),
    );
  }

  async handedOver(id: PaymentId, told: HandOver['told'], by: HandOver['by']): Promise<void> {
    await this.writer.record(id, { type: 'handed-over', told, by });
  }

  async tillComplained(key: PaymentKey, receipt: InboxReceipt): Promise<void> {
    await this.writer.change(receipt, (transaction) => {
      const payment = transaction.byKey(key.subscriptionId, key.externalPaymentId);
      return payment === undefined ? [] : [{ payment, event: { type: 'till-complained' } }];
    });
  }

  // --- the provider's side -------------------------------------------------------------------------------------

  async hint(
    route: RouteId,
    providerRef: string,
    reference: string | null,
    receipt: InboxReceipt,
  ): Promise<'noted' | 'no-such-payment'> {
    const [found] = await this.writer.change(receipt, (transaction) => {
      const known = transaction.byProviderRef(route, providerRef);
      if (known !== undefined) return [{ payment: known, event: null }];
      const named = reference === null ? undefined : transaction.byId(reference as PaymentId);
      if (named === undefined || named.route !== route) return [];
      return [{ payment: named, event: { type: 'order-found', providerRef } as const }];
    });
    if (found === undefined) return 'no-such-payment';
    if (found.providerRef !== providerRef) {
      this.ports.log.error('a second order carries the reference of a payment', {
        payment: found.id,
        known: found.providerRef,
        named: providerRef,
      });
    }
    this.askSoon(found);
    // A provider tells of a refund by its payment's order.
    for (const refund of this.ports.store.refundsOf(found.id)) if (isOpen(refund)) this.askSoon(refund);
    return 'noted';
  }

  async deliverAbort(id: PaymentId, signal: AbortSignal): Promise<{ kind: 'done' } | { kind: 'again'; why: string }> {
    await this.begins.get(id);
    const payment = this.byId(id);
    const driver = payment === undefined ? undefined : this.driverOf(payment);
    if (payment === undefined || driver === undefined || !canStillBeStopped(payment, driver)) return { kind: 'done' };
    const answer = await driver.abort(handleOf(payment), { signal, timeoutMs: this.policy.enquiryTimeoutMs });
    if (answer.kind === 'unreachable') return { kind: 'again', why: answer.detail };
    this.askSoon(payment);
    return { kind: 'done' };
  }

  // --- people --------------------------------------------------------------------------------------------------

  async stop(id: PaymentId): Promise<'requested' | 'not-found' | 'not-now'> {
    const payment = this.byId(id);
    if (payment === undefined) return 'not-found';
    if (!isOpen(payment) || isTakenOffline(payment) || isOverAccount(payment)) return 'not-now';
    await this.writer.record(id, { type: 'cancel-requested', by: 'cashier' });
    return 'requested';
  }

  async enquire(id: PaymentId): Promise<'asked' | 'not-found' | 'not-now'> {
    const payment = this.byId(id);
    if (payment === undefined) return 'not-found';
    if (!awaitsProof(payment)) return 'not-now';
    this.askSoon(payment);
    return 'asked';
  }

  async witness(id: PaymentId, says: 'approved' | 'declined', person: string): Promise<WitnessAnswer> {
    const payment = this.byId(id);
    if (payment === undefined) return 'not-found';
    if (payment.state !== 'unknown') return 'not-now';
    // Of a refund over an account no terminal prints anything: there is no paper to witness.
    if (this.policy.secondTenderOnWitness === 'off' || isOverAccount(payment)) return 'not-allowed';
    // The enquiry comes first: a machine that can tell is believed before a person is.
    await this.watches.get(id)?.watch.askNow();
    const after = await this.writer.record(id, { type: 'witnessed', says, person });
    return after?.witness?.person === person && after.state === 'unknown' ? 'recorded' : 'not-now';
  }

  async settle(id: PaymentId, person: string): Promise<'settled' | 'not-found' | 'not-now'> {
    const before = this.byId(id);
    if (before === undefined) return 'not-found';
    const after = await this.writer.record(id, { type: 'settled', person });
    return after !== undefined && after.version > before.version ? 'settled' : 'not-now';
  }

  async refund(request: AskedRefund): Promise<'asked' | 'not-found' | 'not-now' | 'not-allowed'> {
    const { store, routes, clock, random } = this.ports;
    const decided = await store.commit((transaction) => {
      const at = clock.now();
      const id = newId(at, random) as PaymentId;
      const payment = newRefund(request, id, routes, transaction, this.policy, at);
      if (typeof payment !== 'string') insert(payment, transaction);
      return payment;
    });
    if (typeof decided === 'string') return decided;
    this.sendOut(decided, []);
    return 'asked';
  }

  // --- looking -------------------------------------------------------------------------------------------------

  needingAttention(): readonly Payment[] {
    return this.ports.store.needingAttention();
  }

  open(): readonly Payment[] {
    return this.ports.store.open();
  }

  recent(till: TillId, limit: number): readonly Payment[] {
    return this.ports.store.recent(till, limit);
  }

  occupiedUntil(route: RouteId): number | null {
    const driver = this.ports.routes.byId(route);
    if (driver?.means !== 'card') return null;
    return occupiedUntil(this.ports.store.openOnTerminal(driver.terminal), this.policy, this.ports.clock.now());
  }

  wayBackOf(payment: Payment): WayBack | null {
    return wayBackOf(payment, this.ports.routes.byId(payment.route));
  }

  onChange(listener: PaymentListener): () => void {
    return this.writer.onChange(listener);
  }

  // --- life ----------------------------------------------------------------------------------------------------

  async recover(): Promise<void> {
    const { store } = this.ports;
    for (const payment of [...store.open(), ...store.needingAttention().filter(isUnsettled)]) {
      if (this.begins.has(payment.id)) continue;
      if (payment.state === 'intent') {
        // What a QR shows comes with the driver's answer, and that was never stored: nobody has seen it. A card
        // terminal may have shown the amount before we heard anything.
        await this.writer.keepRecording(
          payment.id,
          showsCode(payment)
            ? { type: 'never-shown' }
            : { type: 'lost', reason: 'interrupted', detail: 'the agent stopped while it was starting' },
        );
      }
      const after = this.byId(payment.id) ?? payment;
      this.watch(after);
      this.writer.tell(after, null);
    }
  }

  busy(): boolean {
    return this.begins.size > 0 || this.open().some((payment) => payment.state !== 'unknown');
  }

  async close(): Promise<void> {
    // A start that is out is worth a short wait: its answer saves the next start an unknown outcome.
    await within(this.ports.clock, CLOSE_GRACE_MS, Promise.allSettled(this.begins.values()));
    this.closing.abort(CALLED_OFF);
    await Promise.allSettled(this.begins.values());
    for (const { watch } of this.watches.values()) watch.close();
    await Promise.allSettled([...this.watches.values()].map(({ done }) => done));
    await Promise.allSettled([...this.asks.values()].map(({ done }) => done));
  }

  // --- inside --------------------------------------------------------------------------------------------------

  /** Tells of a new payment and sends its order out; null when it was refused. */
  private sendOut(payment: Payment, lines: readonly BasketLine[]): Promise<Payment> | null {
    const isIntent = payment.state === 'intent';
    this.writer.tell(payment, isIntent ? STARTING : null);
    const driver = isIntent ? this.driverOf(payment) : undefined;
    return driver === undefined ? null : this.begin(payment, lines, driver);
  }

  /** Sends the order out, once on each route. Resolves with the payment as the till may hear of it. */
  private begin(payment: Payment, lines: readonly BasketLine[], driver: PaymentDriver): Promise<Payment> {
    const asked = this.startOn(payment, lines, driver);
    const stored = asked.then(async ({ event }) => {
      const after = await this.writer.keepRecording(payment.id, event);
      this.begins.delete(payment.id);
      if (after !== undefined) this.watch(after);
      return after ?? payment;
    });
    this.begins.set(payment.id, stored);
    if (payment.means === 'qr') return stored;
    // A terminal shows its amount before we hear of it, so making the till wait for our second write protects nobody.
    // A QR is different: it is shown because of our answer, which therefore waits until the order is on disk.
    return asked.then(({ on, event }) => transition(on, event, this.ports.clock.now())?.payment ?? on);
  }

  /** One route after the other, each only when the one before it has proved that it started nothing. */
  private async startOn(
    payment: Payment,
    lines: readonly BasketLine[],
    driver: PaymentDriver,
  ): Promise<{ readonly on: Payment; readonly event: PaymentEvent }> {
    let way: { readonly on: Payment; readonly driver: PaymentDriver } = { on: payment, driver };
    for (;;) {
      const { on } = way;
      const begun = await way.driver
        .begin(orderOf(on, lines, this.policy, this.originalOf(on)), {
          signal: this.closing.signal,
          timeoutMs: this.policy.beginTimeoutMs,
        })
        .catch((error: unknown): Begun => ({ kind: 'unclear', detail: describeError(error) }));
      const next = leavesTheWayFree(on, begun) ? await this.moveOn(on, begun) : undefined;
      if (next === undefined) return { on, event: eventOf(begun, this.ports.clock.now()) };
      way = next;
    }
  }

  /** Durable before the next route hears of it. Undefined when the payment stays where it is. */
  private async moveOn(payment: Payment, refused: Extract<Begun, { kind: 'refused' }>) {
    const { clock, routes, log } = this.ports;
    if (this.closing.signal.aborted) return undefined;
    let move: ReturnType<typeof moveOn>;
    try {
      const [on] = await this.writer.change(null, (transaction) => {
        const found = transaction.byId(payment.id);
        move = found === undefined ? undefined : moveOn(found, refused, routes, transaction, this.policy, clock.now());
        return found === undefined || move === undefined ? [] : [{ payment: found, event: move.event }];
      });
      // A stop came in between, and the payment doesn't move any more.
      return move === undefined || on?.route !== move.driver.route ? undefined : { on, driver: move.driver };
    } catch (error) {
      log.error('a payment could not move to its next route', { payment: payment.id, error: describeError(error) });
      return undefined;
    }
  }

  private newsOf(id: PaymentId): DeviceNews | null {
    if (this.begins.has(id)) return STARTING;
    return this.watches.get(id)?.watch.deviceNews ?? null;
  }

  private originalOf({ original }: Payment): Payment | undefined {
    return original === null ? undefined : this.byId(original);
  }

  private driverOf(payment: Payment): PaymentDriver | undefined {
    return driverOf(payment, { ...this.ports, statementText: this.policy.statementText });
  }

  private watch(payment: Payment): void {
    const { id } = payment;
    if (!awaitsProof(payment) || this.watches.has(id) || this.closing.signal.aborted) return;
    const driver = this.driverOf(payment);
    if (driver === undefined) {
      this.ports.log.error('an open payment has no route in the settings any more', {
        payment: id,
        route: payment.route,
      });
      return;
    }
    const watch = new Watch(id, driver, {
      clock: this.ports.clock,
      log: this.ports.log,
      policy: this.policy,
      read: (wanted) => this.byId(wanted),
      record: (wanted, event) => this.writer.record(wanted, event),
      deviceSaid: (wanted, news) => {
        const current = this.byId(wanted);
        if (current !== undefined) this.writer.tell(current, news);
      },
    });
    const done = watch.run().then(() => {
      this.watches.delete(id);
    });
    this.watches.set(id, { watch, done });
  }

  /** Asks about a payment without making anybody wait. */
  private askSoon(payment: Payment): void {
    if (this.closing.signal.aborted) return;
    const underWay = this.asks.get(payment.id);
    if (underWay !== undefined) {
      // Its answer may be older than this news.
      underWay.again = true;
      return;
    }
    this.watch(payment);
    const watched = this.watches.get(payment.id)?.watch;
    const done = (watched === undefined ? this.askAboutClosed(payment) : watched.askNow())
      .catch((error: unknown) => {
        this.ports.log.warn('enquiry failed', { payment: payment.id, error: describeError(error) });
      })
      .then(() => {
        const again = this.asks.get(payment.id)?.again ?? false;
        this.asks.delete(payment.id);
        if (again) this.askSoon(this.byId(payment.id) ?? payment);
      });
    this.asks.set(payment.id, { done, again: false });
  }

  /** A message about a payment that has ended: the only news that counts is that it was paid after all. */
  private async askAboutClosed(payment: Payment): Promise<void> {
    const driver = this.driverOf(payment);
    if (driver === undefined || !isAddressable(payment, driver)) return;
    const standing = await driver.enquire(handleOf(payment), {
      signal: this.closing.signal,
      timeoutMs: this.policy.enquiryTimeoutMs,
    });
    if (standing.kind !== 'final') return;
    const after = await this.writer.record(payment.id, { type: 'proved', outcome: standing.outcome });
    // Paid after all, and not confirmed by the scheme yet: from now on it is looked after like any other.
    if (after !== undefined) this.watch(after);
  }

  private async cancel(key: PaymentKey, by: CancelledBy, receipt: InboxReceipt): Promise<Payment | undefined> {
    const [payment] = await this.writer.change(receipt, (transaction) => {
      const found = transaction.byKey(key.subscriptionId, key.externalPaymentId);
      return found === undefined ? [] : [{ payment: found, event: { type: 'cancel-requested', by } as const }];
    });
    return payment;
  }

  /** The payment as soon as the till can be told something final; undefined when the budget ran out first. */
  private async untilAnswerable(id: PaymentId, budgetMs: number): Promise<Payment | undefined> {
    let off = () => {};
    const answerable = new Promise<Payment>((resolve) => {
      off = this.onChange((payment) => {
        if (payment.id === id && answerForTill(payment) !== 'pending') resolve(payment);
      });
      const now = this.byId(id);
      if (now !== undefined && answerForTill(now) !== 'pending') resolve(now);
    });
    try {
      const answered = await within(this.ports.clock, budgetMs, answerable);
      return answered === TOO_LATE ? undefined : answered;
    } finally {
      off();
    }
  }
}

function insert(payment: Payment, transaction: PaymentTransaction): void {
  transaction.insert(payment);
  for (const fact of intended(payment)) transaction.appendFact(fact);
}

function isPaymentOf(entry: { readonly method: string; readonly amountCents: number }, payment: Payment): boolean {
  const signed = payment.direction === 'refund' ? -payment.amountCents : payment.amountCents;
  return entry.method === payment.method && entry.amountCents === signed;
}
