import { awaitsProof, type Payment, type PaymentId } from '../payment.ts';
import { driverOf } from './drivers.ts';
import type { DeskTools } from './tools.ts';
import { type DeviceNews, Watch } from './watch.ts';

/** One watch for each payment that awaits proof. */
export class Watches {
  private readonly tools: DeskTools;
  private readonly watches = new Map<PaymentId, { readonly watch: Watch; readonly done: Promise<void> }>();

  constructor(tools: DeskTools) {
    this.tools = tools;
  }

  /** Begins to watch, unless there is nothing to wait for or somebody watches already. */
  watch(payment: Payment): void {
    const { id } = payment;
    const { store, writer, clock, log, policy, closing } = this.tools;
    if (!awaitsProof(payment) || this.watches.has(id) || closing.aborted) return;
    const driver = driverOf(payment, this.tools);
    if (driver === undefined) {
      log.error('an open payment has no route in the settings any more', { payment: id, route: payment.route });
      return;
    }
    const watch = new Watch(id, driver, {
      clock,
      log,
      policy,
      read: (wanted) => store.byId(wanted),
      record: (wanted, event) => writer.record(wanted, event),
      deviceSaid: (wanted, news) => {
        const current = store.byId(wanted);
        if (current !== undefined) writer.tell(current, news);
      },
    });
    const done = watch.run().then(() => {
      this.watches.delete(id);
    });
    this.watches.set(id, { watch, done });
  }

  of(id: PaymentId): Watch | undefined {
    return this.watches.get(id)?.watch;
  }

  newsOf(id: PaymentId): DeviceNews | null {
    return this.of(id)?.deviceNews ?? null;
  }

  /** Calls all of them off. Resolves when they have ended. */
  async close(): Promise<void> {
    for (const { watch } of this.watches.values()) watch.close();
    await Promise.allSettled([...this.watches.values()].map(({ done }) => done));
  }
}
