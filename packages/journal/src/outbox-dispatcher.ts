import type { Clock, Log, Random } from '@tillbridge/kernel';
import { DEFAULT_OUTBOX_POLICY, type OutboxHandler, type OutboxPolicy } from './outbox-handler.ts';
import { OutboxLane } from './outbox-lane.ts';
import type { JournalStore } from './ports.ts';

export interface OutboxDispatcherOptions {
  readonly store: JournalStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** By the kind of the item. */
  readonly handlers: ReadonlyMap<string, OutboxHandler>;
  /** Of the lane of all kinds whose handler has no policy of its own. */
  readonly policy?: OutboxPolicy;
}

/** Empties the outbox: each kind with a policy of its own in its own lane, everything else in one. */
export class OutboxDispatcher {
  private readonly lanes: readonly OutboxLane[];

  constructor({ handlers, policy = DEFAULT_OUTBOX_POLICY, ...ports }: OutboxDispatcherOptions) {
    const apart = [...handlers].flatMap(([kind, { policy: own }]) =>
      own === undefined ? [] : [{ kind, policy: own }],
    );
    const others = { except: apart.map(({ kind }) => kind) };
    this.lanes = [
      new OutboxLane({ ...ports, handlers, policy, kinds: others }),
      ...apart.map(({ kind, policy }) => new OutboxLane({ ...ports, handlers, policy, kinds: { only: [kind] } })),
    ];
  }

  /** Starts delivering. Calling it again does nothing. */
  start(): void {
    for (const lane of this.lanes) lane.start();
  }

  /** Something was added or sent round again: look now. */
  kick(): void {
    for (const lane of this.lanes) lane.kick();
  }

  /** How many deliveries are under way. */
  get underWay(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.underWay, 0);
  }

  /** Claims nothing more, lets what is under way come to its end, calls off what takes too long, and resolves then. */
  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }
}
