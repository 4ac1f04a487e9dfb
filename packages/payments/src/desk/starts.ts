import { describeError, newId, TOO_LATE, within } from '@tillbridge/kernel';
import type { AskedRefund, NoRefund, StartAnswer, StartPayment } from '../desk.ts';
import type { BasketLine, Payment, PaymentId } from '../payment.ts';
import type { Begun, PaymentDriver, PaymentTransaction } from '../ports.ts';
import { eventOf, type PaymentEvent } from '../rules/events.ts';
import { intended, isSameRefund, newPayment, newRefund, orderOf, refundOfRequest } from '../rules/intent.ts';
import { leavesTheWayFree, moveOn } from '../rules/next-route.ts';
import { transition } from '../rules/state-machine.ts';
import { wayOf } from '../rules/way.ts';
import { driverOf } from './drivers.ts';
import type { DeskTools } from './tools.ts';
import type { DeviceNews } from './watch.ts';
import type { Watches } from './watches.ts';

const STARTING: DeviceNews = { phase: 'starting', words: null };

/** From a till's or a person's wish to what the driver said: durable before the driver hears of it, asked once. */
export class Starts {
  private readonly tools: DeskTools;
  private readonly watches: Watches;
  /** On their way to a driver, until what the driver said is durable. */
  private readonly begins = new Map<PaymentId, Promise<unknown>>();

  constructor(tools: DeskTools, watches: Watches) {
    this.tools = tools;
    this.watches = watches;
  }

  async start(command: StartPayment, budgetMs: number): Promise<StartAnswer> {
    const { store, routes, clock, random, log, policy } = this.tools;
    let decided: { payment: Payment; repeated: boolean };
    try {
      decided = await store.commit((transaction) => {
        transaction.accept(command.receipt);
        const known = transaction.byKey(command.subscriptionId, command.externalPaymentId);
        if (known !== undefined) return { payment: known, repeated: true };
        const at = clock.now();
        const id = newId(at, random) as PaymentId;
        const way = wayOf(command, routes, transaction);
        const payment = newPayment({ ...command, askedBy: null }, id, way, transaction, policy, at);
        insert(payment, transaction);
        return { payment, repeated: false };
      });
    } catch (error) {
      log.error('journal refused a new payment', { error: describeError(error) });
      return { kind: 'unwritable' };
    }
    const { payment, repeated } = decided;
    if (repeated) return { kind: 'payment', payment, repeated };
    const begun = this.sendOut(payment, command.lines);
    if (begun === null) return { kind: 'payment', payment, repeated };
    const after = await within(clock, budgetMs, begun);
    const known = after === TOO_LATE ? undefined : after;
    return { kind: 'payment', payment: known ?? store.byId(payment.id) ?? payment, repeated };
  }

  async refund(request: AskedRefund): Promise<'asked' | NoRefund> {
    const { store, routes, clock, random, policy } = this.tools;
    const decided = await store.commit((transaction) => {
      // A window whose answer was lost asks again, and a held button may be held twice.
      const known = refundOfRequest(request, transaction);
      if (known !== undefined) return isSameRefund(request, known) ? 'repeated' : 'not-now';
      const at = clock.now();
      const id = newId(at, random) as PaymentId;
      const payment = newRefund(request, id, routes, transaction, policy, at);
      if (typeof payment !== 'string') insert(payment, transaction);
      return payment;
    });
    if (decided === 'repeated') return 'asked';
    if (typeof decided === 'string') return decided;
    this.sendOut(decided, []);
    return 'asked';
  }

  newsOf(id: PaymentId): DeviceNews | null {
    return this.begins.has(id) ? STARTING : null;
  }

  isUnderWay(id: PaymentId): boolean {
    return this.begins.has(id);
  }

  anyUnderWay(): boolean {
    return this.begins.size > 0;
  }

  /** Resolves when what the driver said to this start is durable; at once when no start of it is on its way. */
  async answered(id: PaymentId): Promise<void> {
    await this.begins.get(id);
  }

  /** Resolves when that is so for all of them. */
  async allAnswered(): Promise<void> {
    await Promise.allSettled(this.begins.values());
  }

  /** Tells of a new payment and sends its order out; null when it was refused. */
  private sendOut(payment: Payment, lines: readonly BasketLine[]): Promise<Payment> | null {
    const isIntent = payment.state === 'intent';
    this.tools.writer.tell(payment, isIntent ? STARTING : null);
    const driver = isIntent ? driverOf(payment, this.tools) : undefined;
    return driver === undefined ? null : this.begin(payment, lines, driver);
  }

  /** Sends the order out, once on each route. Resolves with the payment as the till may hear of it. */
  private begin(payment: Payment, lines: readonly BasketLine[], driver: PaymentDriver): Promise<Payment> {
    const asked = this.startOn(payment, lines, driver);
    const stored = asked.then(async ({ event }) => {
      const after = await this.tools.writer.keepRecording(payment.id, event);
      this.begins.delete(payment.id);
      if (after !== undefined) this.watches.watch(after);
      return after ?? payment;
    });
    this.begins.set(payment.id, stored);
    if (payment.means === 'qr') return stored;
    // A terminal shows its amount before we hear of it, so making the till wait for our second write protects nobody.
    // A QR is different: it is shown because of our answer, which therefore waits until the order is on disk.
    return asked.then(({ on, event }) => transition(on, event, this.tools.clock.now())?.payment ?? on);
  }

  /** One route after the other, each only when the one before it has proved that it started nothing. */
  private async startOn(
    payment: Payment,
    lines: readonly BasketLine[],
    driver: PaymentDriver,
  ): Promise<{ readonly on: Payment; readonly event: PaymentEvent }> {
    const { policy, closing, clock } = this.tools;
    let way: { readonly on: Payment; readonly driver: PaymentDriver } = { on: payment, driver };
    for (;;) {
      const { on } = way;
      const begun = await way.driver
        .begin(orderOf(on, lines, policy, this.originalOf(on)), { signal: closing, timeoutMs: policy.beginTimeoutMs })
        .catch((error: unknown): Begun => ({ kind: 'unclear', detail: describeError(error) }));
      const next = leavesTheWayFree(on, begun) ? await this.moveOn(on, begun) : undefined;
      if (next === undefined) return { on, event: eventOf(begun, clock.now()) };
      way = next;
    }
  }

  /** Durable before the next route hears of it. Undefined when the payment stays where it is. */
  private async moveOn(payment: Payment, refused: Extract<Begun, { kind: 'refused' }>) {
    const { writer, clock, routes, log, policy, closing } = this.tools;
    if (closing.aborted) return undefined;
    let move: ReturnType<typeof moveOn>;
    try {
      const [on] = await writer.change(null, (transaction) => {
        const found = transaction.byId(payment.id);
        move = found === undefined ? undefined : moveOn(found, refused, routes, transaction, policy, clock.now());
        return found === undefined || move === undefined ? [] : [{ payment: found, event: move.event }];
      });
      // A stop came in between, and the payment doesn't move any more.
      return move === undefined || on?.route !== move.driver.route ? undefined : { on, driver: move.driver };
    } catch (error) {
      log.error('a payment could not move to its next route', { payment: payment.id, error: describeError(error) });
      return undefined;
    }
  }

  private originalOf({ original }: Payment): Payment | undefined {
    return original === null ? undefined : this.tools.store.byId(original);
  }
}

function insert(payment: Payment, transaction: PaymentTransaction): void {
  transaction.insert(payment);
  for (const fact of intended(payment)) transaction.appendFact(fact);
}
