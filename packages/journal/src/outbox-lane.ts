/**
 * Delivers some kinds of what stands in the outbox, at least once each.
 *
 *              claim: owner, lease, attempt counted
 *     waiting ─────────────────────────────────────▶ leased ── done ──────────────────────────▶ removed
 *      ▲  ▲                                          │ │ │
 *      │  └── again, attempts left: backoff ─────────┘ │ └── park, or again with no attempts left,
 *      │                                               │     or a kind nobody handles ───▶ parked
 *      │         the owner died, its lease runs out:   │                                     │
 *      │         due again, that attempt is spent  ◀───┘                                     │
 *      └────────────────────────── a person sends it round again ────────────────────────────┘
 *
 * An item is only ever worked on by the holder of its lease. A delivery is called off well before the lease ends, so
 * that two owners don't work at once unless a handler ignores its signal; handlers are idempotent all the same. What is
 * parked stays in the outbox until a person acts: nothing is dropped (J1).
 */
import {
  backoffMs,
  type Clock,
  describeError,
  type Log,
  newId,
  type Random,
  TillbridgeError,
} from '@tillbridge/kernel';
import { JOURNAL_ERRORS } from './errors.ts';
import type { Delivery, OutboxHandler, OutboxPolicy } from './outbox-handler.ts';
import type { JournalStore, JournalTransaction, OutboxItem, OutboxKinds } from './ports.ts';

export interface OutboxLaneOptions {
  readonly store: JournalStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** By the kind of the item. */
  readonly handlers: ReadonlyMap<string, OutboxHandler>;
  readonly kinds: OutboxKinds;
  readonly policy: OutboxPolicy;
}

interface UnderWay {
  readonly call: AbortController;
  readonly ended: Promise<void>;
}

/** Due times are wall clock, sleeping is not: after this long the wall clock is looked at again. */
const LONGEST_SLEEP_MS = 60_000;

export class OutboxLane {
  private readonly store: JournalStore;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly log: Log;
  private readonly handlers: ReadonlyMap<string, OutboxHandler>;
  private readonly kinds: OutboxKinds;
  private readonly policy: OutboxPolicy;
  private readonly owner: string;
  private readonly running = new Map<number, UnderWay>();
  private loop: Promise<void> | undefined;
  private closing = false;
  private kicked = false;
  private rest: AbortController | undefined;
  /** Claims that failed in a row because the journal couldn't be written. */
  private refusals = 0;

  constructor(options: OutboxLaneOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.random = options.random;
    this.log = options.log;
    this.handlers = options.handlers;
    this.kinds = options.kinds;
    this.policy = options.policy;
    if (this.policy.leaseMs <= this.policy.deliveryMs) throw new RangeError('a lease must outlast its delivery');
    this.owner = newId(options.clock.now(), options.random);
  }

  /** Starts delivering. Calling it again does nothing. */
  start(): void {
    this.loop ??= this.run();
  }

  /** Something was added or sent round again: look now. */
  kick(): void {
    this.kicked = true;
    this.rest?.abort();
  }

  /** How many deliveries are under way. */
  get underWay(): number {
    return this.running.size;
  }

  /** Claims nothing more, lets what is under way come to its end, calls off what takes too long, and resolves then. */
  async close(): Promise<void> {
    this.closing = true;
    this.kick();
    await this.loop;
    const drained = new AbortController();
    const underWay = [...this.running.values()];
    const all = Promise.all(underWay.map((one) => one.ended)).then(() => drained.abort());
    await this.clock.sleep(this.policy.drainMs, drained.signal).then(
      () => {
        for (const one of underWay) one.call.abort(new Error('the agent stops'));
      },
      () => undefined,
    );
    await all;
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      this.kicked = false;
      const pauseMs = await this.round();
      if (!this.kicked) await this.pause(pauseMs);
    }
  }

  /** Claims what is due and there is room for; answers how long there is nothing to do. */
  private async round(): Promise<number> {
    const room = this.policy.concurrency - this.running.size;
    // An ending delivery kicks.
    if (room <= 0) return LONGEST_SLEEP_MS;
    try {
      const due = this.store.nextDue(this.kinds);
      const now = this.clock.now();
      if (due === null) return LONGEST_SLEEP_MS;
      if (due > now) return due - now;
      const items = await this.store.commit((tx) => tx.claim(this.owner, now, this.policy.leaseMs, room, this.kinds));
      this.refusals = 0;
      for (const item of items) this.begin(item);
      return 0;
    } catch (error) {
      this.refusals += 1;
      this.log.error('the outbox could not be read', { error: describeError(error), refusals: this.refusals });
      return backoffMs(this.policy.backoff, this.refusals, this.random.fraction());
    }
  }

  private async pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    this.rest = new AbortController();
    try {
      await this.clock.sleep(Math.min(ms, LONGEST_SLEEP_MS), this.rest.signal);
    } catch {
      // Kicked.
    } finally {
      this.rest = undefined;
    }
  }

  private begin(item: OutboxItem): void {
    // The wall clock jumped and our own lease looked over: it has been renewed, and the delivery goes on.
    if (this.running.has(item.id)) return;
    const call = new AbortController();
    const ended = this.work(item, call).finally(() => {
      this.running.delete(item.id);
      this.kick();
    });
    this.running.set(item.id, { call, ended });
  }

  /** One attempt from claim to note. Never rejects. */
  private async work(item: OutboxItem, call: AbortController): Promise<void> {
    const ending = await this.attempt(item, call);
    const about = { id: item.id, kind: item.kind, key: item.key, attempt: item.attempts };
    try {
      const held = await this.store.commit((tx) => this.note(tx, item, ending));
      if (!held) this.log.warn('the lease ran out before the delivery ended', about);
      else if (ending.kind === 'again')
        this.log.warn('a delivery failed and is tried again', { ...about, why: ending.why });
      else if (ending.kind === 'park') {
        const parked = new TillbridgeError(JOURNAL_ERRORS.parked, {
          about: `${item.kind} ${item.key}`,
          detail: ending.why,
        });
        this.log.error(parked.message, { ...about, code: parked.code });
      }
    } catch (error) {
      // The lease runs out by itself, and the item is due again.
      this.log.error('the end of a delivery could not be noted', { ...about, error: describeError(error) });
    }
  }

  private note(tx: JournalTransaction, item: OutboxItem, ending: Delivery): boolean {
    switch (ending.kind) {
      case 'done':
        return tx.deliver(item.id, this.owner);
      case 'park':
        return tx.park(item.id, this.owner, ending.why);
      case 'again': {
        const waitMs = backoffMs(this.policy.backoff, item.attempts, this.random.fraction());
        return tx.retryLater(item.id, this.owner, this.clock.now() + waitMs, ending.why);
      }
    }
  }

  private async attempt(item: OutboxItem, call: AbortController): Promise<Delivery> {
    const handler = this.handlers.get(item.kind);
    if (handler === undefined) return { kind: 'park', why: 'nobody delivers this kind' };
    // More than allowed: the attempts before took the process down before they could end.
    if (item.attempts > this.policy.attempts) return gaveUp(item.attempts - 1, 'the agent stopped each time');
    const ending = await this.deliver(handler, item, call);
    if (ending.kind === 'again' && item.attempts >= this.policy.attempts) return gaveUp(item.attempts, ending.why);
    return ending;
  }

  /** Runs the handler until it ends or is called off, whether or not it heeds its signal. */
  private async deliver(handler: OutboxHandler, item: OutboxItem, call: AbortController): Promise<Delivery> {
    const { signal } = call;
    const over = new AbortController();
    const calledOff = new Promise<Delivery>((resolve) => {
      signal.addEventListener('abort', () => resolve({ kind: 'again', why: describeError(signal.reason) }), {
        once: true,
      });
    });
    this.clock.sleep(this.policy.deliveryMs, over.signal).then(
      () => call.abort(new Error(`no end after ${this.policy.deliveryMs} ms`)),
      () => undefined,
    );
    try {
      return await Promise.race([handler.deliver(item, signal), calledOff]);
    } catch (error) {
      return { kind: 'again', why: describeError(error) };
    } finally {
      over.abort();
    }
  }
}

function gaveUp(attempts: number, why: string): Delivery {
  return { kind: 'park', why: `gave up after ${attempts} attempts: ${why}` };
}
