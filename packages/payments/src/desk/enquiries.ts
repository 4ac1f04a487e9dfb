import { describeError, type InboxReceipt } from '@tillbridge/kernel';
import type { WitnessAnswer } from '../desk.ts';
import { awaitsProof, isOpen, isOverAccount, type Payment, type PaymentId, type RouteId } from '../payment.ts';
import type { Standing } from '../ports.ts';
import { isAddressable } from '../rules/addressing.ts';
import { provedElsewhere } from '../rules/proof.ts';
import { driverOf } from './drivers.ts';
import type { DeskTools } from './tools.ts';
import { handleOf } from './watch.ts';
import type { Watches } from './watches.ts';

/** What makes us ask the driver again: a status call, a person, a stop that went out. None of them is believed by itself. */
export class Enquiries {
  private readonly tools: DeskTools;
  private readonly watches: Watches;
  /** Under way. `again`: there was more news meanwhile. */
  private readonly asks = new Map<PaymentId, { done: Promise<void>; again: boolean }>();

  constructor(tools: DeskTools, watches: Watches) {
    this.tools = tools;
    this.watches = watches;
  }

  async hint(
    route: RouteId,
    providerRef: string,
    reference: string | null,
    receipt: InboxReceipt,
    proof: Standing | null,
  ): Promise<'noted' | 'no-such-payment'> {
    const { store, writer, log } = this.tools;
    const [found] = await writer.change(receipt, (transaction) => {
      const known = transaction.byProviderRef(route, providerRef);
      if (known !== undefined) return [{ payment: known, event: provedElsewhere(known, proof) }];
      const named = reference === null ? undefined : transaction.byId(reference as PaymentId);
      if (named === undefined || named.route !== route) return [];
      const orderFound = { type: 'order-found', providerRef } as const;
      return [{ payment: named, event: provedElsewhere(named, proof) ?? orderFound }];
    });
    if (found === undefined) return 'no-such-payment';
    // A device that we talk to ourselves knows its payments by our own name, and its provider by another.
    if (found.providerRef !== null && found.providerRef !== providerRef && found.providerRef !== found.id) {
      log.error('a second order carries the reference of a payment', {
        payment: found.id,
        known: found.providerRef,
        named: providerRef,
      });
    }
    this.askSoon(found);
    // A provider tells of a refund by its payment's order.
    for (const refund of store.refundsOf(found.id)) if (isOpen(refund)) this.askSoon(refund);
    return 'noted';
  }

  async enquire(id: PaymentId): Promise<'asked' | 'not-found' | 'not-now'> {
    const payment = this.tools.store.byId(id);
    if (payment === undefined) return 'not-found';
    if (!awaitsProof(payment)) return 'not-now';
    this.askSoon(payment);
    return 'asked';
  }

  async witness(id: PaymentId, says: 'approved' | 'declined', person: string): Promise<WitnessAnswer> {
    const { store, writer, policy } = this.tools;
    const payment = store.byId(id);
    if (payment === undefined) return 'not-found';
    if (payment.state !== 'unknown') return 'not-now';
    // Of a refund over an account no terminal prints anything: there is no paper to witness.
    if (policy.secondTenderOnWitness === 'off' || isOverAccount(payment)) return 'not-allowed';
    // The enquiry comes first: a machine that can tell is believed before a person is.
    await this.watches.of(id)?.askNow();
    const after = await writer.record(id, { type: 'witnessed', says, person });
    return after?.witness?.person === person && after.state === 'unknown' ? 'recorded' : 'not-now';
  }

  /** Asks about a payment without making anybody wait. */
  askSoon(payment: Payment): void {
    const { store, log, closing } = this.tools;
    if (closing.aborted) return;
    const underWay = this.asks.get(payment.id);
    if (underWay !== undefined) {
      // Its answer may be older than this news.
      underWay.again = true;
      return;
    }
    this.watches.watch(payment);
    const watched = this.watches.of(payment.id);
    const done = (watched === undefined ? this.askAboutClosed(payment) : watched.askNow())
      .catch((error: unknown) => {
        log.warn('enquiry failed', { payment: payment.id, error: describeError(error) });
      })
      .then(() => {
        const again = this.asks.get(payment.id)?.again ?? false;
        this.asks.delete(payment.id);
        if (again) this.askSoon(store.byId(payment.id) ?? payment);
      });
    this.asks.set(payment.id, { done, again: false });
  }

  async allAnswered(): Promise<void> {
    await Promise.allSettled([...this.asks.values()].map(({ done }) => done));
  }

  /** A message about a payment that has ended: the only news that counts is that it was paid after all. */
  private async askAboutClosed(payment: Payment): Promise<void> {
    const { writer, closing, policy } = this.tools;
    const driver = driverOf(payment, this.tools);
    if (driver === undefined || !isAddressable(payment, driver)) return;
    const standing = await driver.enquire(handleOf(payment), { signal: closing, timeoutMs: policy.enquiryTimeoutMs });
    if (standing.kind !== 'final') return;
    const after = await writer.record(payment.id, { type: 'proved', outcome: standing.outcome });
    // Paid after all, and not confirmed by the scheme yet: from now on it is looked after like any other.
    if (after !== undefined) this.watches.watch(after);
  }
}
