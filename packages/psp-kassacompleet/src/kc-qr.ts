import { assertNever, type CallContext, type Clock, type EpochMs } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Begun,
  Observe,
  PaymentHandle,
  PaymentOrder,
  QrProvider,
  RouteId,
  Standing,
} from '@tillbridge/payments';
import { failure } from '@tillbridge/psp-core';
import { toOrderRequest } from './create-order.ts';
import { KC_ERRORS } from './errors.ts';
import type { KcClient } from './kc-client.ts';
import type { KcOrder } from './order.wire.ts';
import { type LastCall, pollPauseMs, silenceMs } from './poll-pace.ts';
import type { KcErrorEnds, KcMethod } from './settings.ts';
import { isTest, lastReason, type Seen, seenOf } from './standing.ts';
import { orderMeaning } from './status-table.ts';
import { transferOf, transferQr } from './transfer.ts';

export interface KcDriverPorts {
  /** One per account, shared by its routes. */
  readonly client: KcClient;
  readonly clock: Clock;
}

export interface KcQrSettings {
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly method: KcMethod;
  /** Default `single-method`. */
  readonly errorEnds?: KcErrorEnds;
  /** Whether the platform can cancel an order by DELETE. Known from newer brands, so `delete` is the default. */
  readonly cancel?: 'delete' | 'none';
}

const STATUS_CALL_MS = 8_000;
const MAX_REMEMBERED = 1_000;
const NEEDS_RETURN_URL: ReadonlySet<KcMethod['kind']> = new Set(['ideal', 'credit-card', 'bancontact']);

/**
 * Kassa Compleet as a QR: the hosted page, one method's own start address, or a bank transfer. Throws a `RangeError`
 * when the method needs a return address and the account has none.
 */
export function createKcQr(settings: KcQrSettings, ports: KcDriverPorts): QrProvider {
  if (NEEDS_RETURN_URL.has(settings.method.kind) && ports.client.account.returnUrl === undefined) {
    throw new RangeError(`payments by ${settings.method.kind} need a return address`);
  }
  return Object.assign(new KcQr(settings, ports), { means: 'qr' as const });
}

class KcQr {
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly addressedBy = 'provider-ref';
  private readonly settings: KcQrSettings;
  private readonly client: KcClient;
  private readonly clock: Clock;
  /** Orders of this run that nobody has looked at since they were made. */
  private readonly fresh = new Map<string, Seen>();
  /** Bank transfers of this run, with the end of their lease. */
  private readonly leases = new Map<string, EpochMs>();

  constructor(settings: KcQrSettings, { client, clock }: KcDriverPorts) {
    this.route = settings.route;
    this.leaseMs = settings.leaseMs;
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    call.signal.throwIfAborted();
    if (order.direction === 'refund') return refused('refund-not-possible', null);
    const request = toOrderRequest(order, this.client.account, this.settings.method, this.clock.now());
    if (request === undefined) {
      return refused('provider-refused', failure(KC_ERRORS.orderRefused, 'no time left to pay in').detail);
    }
    const answer = await this.client.create(request, call);
    switch (answer.kind) {
      case 'created':
        return this.begun(answer.order, order);
      case 'refused': {
        const { entry, detail } = answer.failure;
        return refused(entry === KC_ERRORS.notReached ? 'provider-down' : 'provider-refused', detail);
      }
      case 'unclear':
        return { kind: 'unclear', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    if (handle.providerRef === null) return NEVER_SHOWN;
    const orderId = handle.providerRef;
    const answer = await this.client.gate.through(call, (left) => this.client.order(orderId, left));
    if (answer === null) return NO_TURN;
    switch (answer.kind) {
      case 'order':
        return this.seen(answer.order, handle).standing;
      case 'absent':
        return { kind: 'absent' };
      case 'failed':
        return { kind: 'unreachable', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    if (handle.providerRef === null) return { kind: 'too-late', detail: NEVER_SHOWN.outcome.detail };
    if (this.settings.method.kind === 'bank-transfer' && !this.withinLease(handle.providerRef)) {
      return tooLate(KC_ERRORS.transferUnderWay, 'the order stays open');
    }
    const until = this.clock.monotonicMs() + call.timeoutMs;
    if (this.settings.cancel !== 'none') {
      const answer = await this.client.cancel(handle.providerRef, call);
      if (answer.kind === 'failed') return { kind: 'unreachable', detail: answer.failure.detail };
      if (answer.kind === 'done') return answer.order === null ? ACCEPTED : afterCancel(answer.order);
    }
    return this.whyNot(handle.providerRef, { ...call, timeoutMs: Math.max(0, until - this.clock.monotonicMs()) });
  }

  async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    if (handle.providerRef === null) return NEVER_SHOWN;
    this.client.watched += 1;
    try {
      return await this.watch(handle.providerRef, handle, observe, call);
    } finally {
      this.client.watched -= 1;
    }
  }

  private async watch(orderId: string, handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    const { client } = this;
    const startedMs = this.clock.monotonicMs();
    const endMs = startedMs + call.timeoutMs;
    let silentSinceMs: number | null = null;
    let slowDowns = 0;
    const fresh = this.fresh.get(orderId);
    if (fresh?.standing.kind === 'pending') {
      // The platform has just told us all there is about a new order; no guest is that quick.
      this.fresh.delete(orderId);
      observe(fresh.standing.phase, fresh.words);
      await this.clock.sleep(Math.min(pollPauseMs(0, 'heard', client), call.timeoutMs), call.signal);
    }
    for (;;) {
      call.signal.throwIfAborted();
      let calledMs = 0;
      const rest = { ...call, timeoutMs: endMs - this.clock.monotonicMs() };
      const answer = await client.gate.through(rest, ({ signal, timeoutMs }) => {
        calledMs = this.clock.monotonicMs();
        return client.order(orderId, { signal, timeoutMs: Math.min(timeoutMs, STATUS_CALL_MS) });
      });
      if (answer === null) return { kind: 'unreachable', detail: 'no end within the time of the watch' };
      const nowMs = this.clock.monotonicMs();
      let last: LastCall = 'heard';
      if (answer.kind === 'absent') return { kind: 'absent' };
      if (answer.kind === 'order') {
        const { standing, words } = this.seen(answer.order, handle);
        if (standing.kind !== 'pending') return standing;
        observe(standing.phase, words);
        silentSinceMs = null;
        slowDowns = 0;
      } else if (answer.slowDownMs !== null) {
        // It is there and talks to us, so this is no silence.
        silentSinceMs = null;
        slowDowns += 1;
        last = { slowDowns, askedMs: answer.slowDownMs };
      } else {
        silentSinceMs ??= calledMs;
        last = 'silent';
      }
      const pauseMs = pollPauseMs(nowMs - startedMs, last, client);
      if (answer.kind === 'failed' && silentSinceMs !== null && nowMs - silentSinceMs >= silenceMs(pauseMs)) {
        return { kind: 'unreachable', detail: answer.failure.detail };
      }
      await this.clock.sleep(Math.min(pauseMs, Math.max(0, endMs - nowMs)), call.signal);
    }
  }

  private begun(made: KcOrder, order: PaymentOrder): Begun {
    if (isTest(made) && !this.rules().test) {
      // Nobody has seen it, and no money can move.
      return refused('provider-refused', failure(KC_ERRORS.testOrder, `order ${made.id}`).detail);
    }
    const meaning = orderMeaning(made.status);
    if (meaning === 'failed' || meaning === 'cancelled' || meaning === 'expired') {
      // Answered with 201 all the same: a method that isn't active, for example. Nobody has seen it, nobody can pay it.
      const words = `${made.status}: ${lastReason(made) ?? 'no reason given'}`;
      return refused('provider-refused', failure(KC_ERRORS.methodNotEnabled, words).detail);
    }
    const payload = this.payload(made, order);
    remember(this.fresh, made.id, seenOf(made, this.rules()));
    if (this.settings.method.kind === 'bank-transfer') remember(this.leases, made.id, order.expiresAt);
    // Without anything to scan the order is withdrawn by whoever asked for it.
    const qr = payload === null ? null : { payload, expiresAt: order.expiresAt };
    return { kind: 'accepted', providerRef: made.id, qr };
  }

  /** What the guest scans; null when the answer has nothing. */
  private payload(made: KcOrder, order: PaymentOrder): string | null {
    const { method } = this.settings;
    const { addresses } = this.client;
    switch (method.kind) {
      case 'page':
        return addresses.forGuest(made.order_url) ?? addresses.page(made.id);
      case 'bank-transfer': {
        const transfer = transferOf(made, method.payee);
        return transfer === null ? null : transferQr(transfer, order.amountCents);
      }
      default:
        return addresses.forGuest((made.transactions ?? []).findLast((one) => one.payment_url)?.payment_url);
    }
  }

  private seen(order: KcOrder, handle: PaymentHandle): Seen {
    const reference = order.merchant_order_id;
    if (reference && reference !== handle.reference) {
      const { detail } = failure(KC_ERRORS.otherOrder, `order ${order.id} carries another reference`);
      return { standing: { kind: 'unreachable', detail }, words: null };
    }
    return seenOf(order, this.rules());
  }

  private rules() {
    const { method, errorEnds } = this.settings;
    const test = this.client.account.test ?? false;
    return { method, errorEnds: errorEnds ?? 'single-method', test, now: this.clock.now() };
  }

  /** Whether somebody stops it while the guest is still at the till. Of orders from before a restart nobody knows. */
  private withinLease(orderId: string): boolean {
    return this.clock.now() < (this.leases.get(orderId) ?? 0);
  }

  /** The platform won't or can't cancel: what the order itself says decides. */
  private async whyNot(orderId: string, call: CallContext): Promise<AbortAnswer> {
    const answer = await this.client.order(orderId, call);
    if (answer.kind === 'order') {
      const meaning = orderMeaning(answer.order.status);
      const open = meaning !== 'paid' && meaning !== 'cancelled' && meaning !== 'expired';
      return open
        ? tooLate(KC_ERRORS.cancelNotPossible, `the order is ${answer.order.status}`)
        : afterCancel(answer.order);
    }
    if (answer.kind === 'absent') return tooLate(KC_ERRORS.orderNotFound, 'there is nothing to cancel');
    return { kind: 'unreachable', detail: answer.failure.detail };
  }
}

const ACCEPTED = { kind: 'accepted' } as const;

const NO_TURN = { kind: 'unreachable', detail: 'more to ask than the pace allows' } as const;

/**
 * A lost answer to a create leaves an order that has no name for us. Its address was made by the platform and came with
 * that answer alone, so no guest has ever seen it.
 */
const NEVER_SHOWN = {
  kind: 'final',
  outcome: {
    kind: 'cancelled',
    reason: 'never-shown',
    detail: `${KC_ERRORS.neverShown.code} ${KC_ERRORS.neverShown.title}: the answer with its address was lost`,
  },
} as const satisfies Standing;

/** What a cancel achieved, as the order shows it. */
function afterCancel(order: KcOrder): AbortAnswer {
  const meaning = orderMeaning(order.status);
  if (meaning === 'paid' || meaning === 'expired') return tooLate(KC_ERRORS.tooLateToCancel, order.status);
  return ACCEPTED;
}

function tooLate(entry: (typeof KC_ERRORS)[keyof typeof KC_ERRORS], words: string): AbortAnswer {
  return { kind: 'too-late', detail: failure(entry, words).detail };
}

function refused(reason: (Begun & { kind: 'refused' })['reason'], detail: string | null): Begun {
  return { kind: 'refused', reason, detail, busyForMs: null };
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}
