/**
 * Payments at MultiSafepay, on a terminal or on a payment page. An order is named by our own reference, so it is found
 * and stopped without the answer to its create. Whatever the event stream or a notification says, `GET /orders/{id}` is
 * the only thing that is believed.
 */
import { assertNever, type CallContext, type Clock, type ErrorEntry } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Begun,
  Means,
  Observe,
  Outcome,
  PaymentHandle,
  PaymentOrder,
  RouteId,
  Standing,
} from '@tillbridge/payments';
import { MSP_ERRORS } from './errors.ts';
import type { EventStream } from './event-stream.ts';
import type { MspClient } from './msp-client.ts';
import { Nudge } from './nudge.ts';
import type { MspCreated, MspOrder, MspOrderRequest } from './order.wire.ts';
import { type EventAccess, listenToOrder, TokenWays } from './order-listener.ts';
import { pollPauseMs, silenceMs } from './poll-pace.ts';
import { failure, type MspFailure } from './problem.ts';
import { receiptLines } from './receipt.ts';
import { Recent } from './recent.ts';
import { READS_PER_SECOND } from './settings.ts';
import { type Decline, standingOf } from './standing.ts';
import { isUnderWay, meaningOf } from './status-table.ts';

export interface MspDriverPorts {
  /** One per key, shared by its routes. */
  readonly client: MspClient;
  readonly clock: Clock;
  /** Without one, orders are only asked after. */
  readonly stream?: EventStream;
}

/** What terminals and pages do differently. */
export interface MspWay {
  readonly means: Means;
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly terminalId: string | null;
  readonly refunds: boolean;
  readonly receipts: boolean;
  readonly inactivityMs: number;
  request(order: PaymentOrder): MspOrderRequest;
}

const ORDER_CALL_MS = 8_000;
const RECEIPT_CALL_MS = 1_500;
/** A create that may still be on its way is not called absent before this long. */
const STILL_ARRIVING_MS = 20_000;
/** A terminal on which nothing happens for this long after the start may not be showing the amount at all. */
const HINT_AFTER_MS = 20_000;
const MOST_EAGER_ASKS = 10;
const MOST_REMEMBERED = 500;

interface Memory {
  readonly access: EventAccess | null;
  /** When the create ended, on the steady clock; long ago for an order of an earlier run. */
  readonly begunMs: number;
  stoppedByUs: boolean;
  lastDecline: Decline | null;
  /** Its end was seen, or that it never was: it has left its terminal. */
  over: boolean;
}

/** Whether an order may still be on its terminal. */
export type UnderWay =
  | { readonly kind: 'yes' | 'no' }
  | { readonly kind: 'nobody-knows'; readonly failure: MspFailure };

export class MspDriver {
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly addressedBy = 'reference';
  private readonly way: MspWay;
  private readonly client: MspClient;
  private readonly clock: Clock;
  private readonly stream: EventStream | undefined;
  private readonly tokenWays: TokenWays;
  /** Orders of this run. Tokens live here and nowhere else. */
  private readonly known = new Recent<Memory>(MOST_REMEMBERED);

  constructor(way: MspWay, { client, clock, stream }: MspDriverPorts) {
    this.way = way;
    this.route = way.route;
    this.leaseMs = way.leaseMs;
    this.client = client;
    this.clock = clock;
    this.stream = stream;
    this.tokenWays = new TokenWays(client.account.eventToken);
  }

  async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    if (order.direction === 'refund' && !this.way.refunds) {
      return { kind: 'refused', reason: 'refund-not-possible', detail: null, busyForMs: null };
    }
    const request = this.way.request(order);
    const closesAt = this.clock.now() + (request.seconds_active ?? Number.POSITIVE_INFINITY) * 1_000;
    const answer = await this.client.create(request, call);
    switch (answer.kind) {
      case 'created':
        this.remember(order.reference, accessOf(answer.order, this.client.account.baseUrl));
        return {
          kind: 'accepted',
          providerRef: answer.order.order_id,
          qr: this.way.means === 'qr' ? qrOf(answer.order, Math.min(order.expiresAt, closesAt)) : null,
        };
      case 'refused': {
        const { entry, detail } = answer.failure;
        return { kind: 'refused', reason: refusalOf(entry), detail, busyForMs: null };
      }
      case 'unclear':
        this.remember(order.reference, null);
        return { kind: 'unclear', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const answer = await this.client.gate.through(call, (left) => this.client.order(addressOf(handle), left));
    if (answer === null) return NO_TURN;
    switch (answer.kind) {
      case 'order': {
        const leftMs = until - this.clock.monotonicMs();
        return (await this.conclude(handle, answer.order, { ...call, timeoutMs: leftMs })).standing;
      }
      case 'absent':
        return this.absence(handle);
      case 'failed':
        return { kind: 'unreachable', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const id = addressOf(handle);
    const { client } = this;
    const answer = await (this.way.means === 'card' ? client.cancel(id, call) : client.closePage(id, call));
    if (answer.kind === 'failed') return { kind: 'unreachable', detail: answer.failure.detail };
    // The answer to a cancel is thin and may be wrong: the order is what counts.
    const timeoutMs = Math.max(1, until - this.clock.monotonicMs());
    const seen = await client.order(id, { signal: call.signal, timeoutMs });
    const done = answer.kind === 'done';
    const memory = this.memoryOf(handle.reference);
    if (seen.kind === 'order') {
      const { status, financial_status } = seen.order;
      memory.over ||= !isUnderWay(status, handle.direction);
      const meaning = meaningOf(status, financial_status, handle.direction);
      if (done && meaning !== 'paid' && meaning !== 'reserved') {
        memory.stoppedByUs = true;
        return { kind: 'accepted' };
      }
      return tooLate(answer.kind === 'refused' ? `${status}, ${answer.failure.detail}` : status);
    }
    if (done) {
      memory.stoppedByUs = true;
      return { kind: 'accepted' };
    }
    // Refused, and the order can't be seen: it may be the key, or a create that hasn't arrived yet.
    if (seen.kind === 'absent' && this.absence(handle).kind === 'absent') return tooLate(seen.failure.detail);
    return { kind: 'unreachable', detail: seen.failure.detail };
  }

  async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    const over = new AbortController();
    this.client.watched += 1;
    try {
      return await this.watch(handle, observe, call, AbortSignal.any([call.signal, over.signal]));
    } finally {
      this.client.watched -= 1;
      over.abort();
    }
  }

  /** Asks only about an order whose end nobody has seen yet. */
  protected async underWay(
    { reference, direction }: Pick<PaymentOrder, 'reference' | 'direction'>,
    call: CallContext,
  ): Promise<UnderWay> {
    const memory = this.memoryOf(reference);
    if (memory.over) return { kind: 'no' };
    const answer = await this.client.order(reference, call);
    if (answer.kind === 'failed') return { kind: 'nobody-knows', failure: answer.failure };
    memory.over = answer.kind === 'order' ? !isUnderWay(answer.order.status, direction) : !this.mayArrive(memory);
    return { kind: memory.over ? 'no' : 'yes' };
  }

  private async watch(
    handle: PaymentHandle,
    observe: Observe,
    call: CallContext,
    listening: AbortSignal,
  ): Promise<Standing> {
    const { clock, client, way } = this;
    const startedMs = clock.monotonicMs();
    const nudge = new Nudge(clock);
    let live = false;
    let toldStatus: string | null = null;
    let eagerAsks = 0;
    let changes = 0;
    let lastStatus: string | null = null;
    let heardMs = startedMs;
    let slowDowns = 0;
    const access = this.known.get(handle.reference)?.access ?? null;
    if (access !== null && this.stream !== undefined) {
      const ports = { stream: this.stream, clock, ways: this.tokenWays };
      const ear = {
        live: (now: boolean) => {
          live = now;
          // What happened while nobody listened is asked for.
          nudge.nudge();
        },
        heard: ({ status }: { readonly status: string | null }) => {
          toldStatus = status;
          eagerAsks = 0;
          nudge.nudge();
        },
      };
      listenToOrder(ports, access, addressOf(handle), ear, listening).catch(() => undefined);
    }
    for (;;) {
      call.signal.throwIfAborted();
      const rest = { ...call, timeoutMs: startedMs + call.timeoutMs - clock.monotonicMs() };
      const answer = await client.gate.through(rest, ({ signal, timeoutMs }) =>
        client.order(addressOf(handle), { signal, timeoutMs: Math.min(timeoutMs, ORDER_CALL_MS) }),
      );
      if (answer === null) return { kind: 'unreachable', detail: 'no end within the time of the watch' };
      const nowMs = clock.monotonicMs();
      let askedMs: number | null = null;
      let lost: string | null = null;
      if (answer.kind === 'order') {
        heardMs = nowMs;
        slowDowns = 0;
        if (lastStatus !== null && lastStatus !== answer.order.status) changes += 1;
        lastStatus = answer.order.status;
        const { standing, decline } = await this.conclude(handle, answer.order, call);
        if (standing.kind !== 'pending') return standing;
        const silent = way.means === 'card' && changes === 0 && nowMs - startedMs >= HINT_AFTER_MS;
        observe(standing.phase, decline?.words || (silent ? SILENT_TERMINAL : null));
      } else if (answer.kind === 'absent') {
        const absence = this.absence(handle);
        if (absence.kind === 'absent') return absence;
        lost = absence.detail;
      } else if (answer.slowDownMs !== null) {
        // MultiSafepay is there and talks to us, so this is no silence.
        askedMs = answer.slowDownMs;
        heardMs = nowMs;
        slowDowns += 1;
      } else {
        lost = answer.failure.detail;
      }
      if (toldStatus === lastStatus || eagerAsks >= MOST_EAGER_ASKS) toldStatus = null;
      const eager = toldStatus !== null;
      if (eager) eagerAsks += 1;
      const pauseMs = pollPauseMs({
        means: way.means,
        // An answer that was lost or unreadable is soon asked for again, stream or not.
        live: live && lost === null,
        eager,
        elapsedMs: nowMs - startedMs,
        watched: client.watched,
        readsPerSecond: client.account.readsPerSecond ?? READS_PER_SECOND,
        slowDowns,
        askedMs,
      });
      if (lost !== null && nowMs - heardMs >= silenceMs(pauseMs)) return { kind: 'unreachable', detail: lost };
      // Asked to slow down, no event makes us quicker.
      const pause = Math.min(pauseMs, Math.max(0, startedMs + call.timeoutMs - clock.monotonicMs()));
      await (askedMs === null ? nudge.pause(pause, call.signal) : clock.sleep(pause, call.signal));
    }
  }

  /** The standing an order shows, with the receipt of a paid one. */
  private async conclude(handle: PaymentHandle, order: MspOrder, call: CallContext) {
    const memory = this.memoryOf(handle.reference);
    memory.over ||= !isUnderWay(order.status, handle.direction);
    const concluded = standingOf(order, {
      means: this.way.means,
      direction: handle.direction,
      terminalId: this.way.terminalId,
      stoppedByUs: memory.stoppedByUs,
      lastDecline: memory.lastDecline,
      inactivityMs: this.way.inactivityMs,
    });
    if (concluded.decline !== null) memory.lastDecline = concluded.decline;
    const { standing } = concluded;
    if (standing.kind !== 'final' || standing.outcome.kind !== 'approved' || !this.way.receipts) return concluded;
    const outcome = await this.withReceipt(handle, standing.outcome, call);
    return { ...concluded, standing: { kind: 'final', outcome } as const };
  }

  private async withReceipt(
    handle: PaymentHandle,
    outcome: Extract<Outcome, { kind: 'approved' }>,
    call: CallContext,
  ): Promise<Outcome> {
    const timeoutMs = Math.max(1, Math.min(RECEIPT_CALL_MS, call.timeoutMs));
    const receipt = await this.client.receipt(addressOf(handle), { signal: call.signal, timeoutMs });
    const language = this.client.account.locale?.startsWith('en') ? 'en' : 'nl';
    const lines = receipt === null ? [] : receiptLines(receipt, handle.direction, language);
    if (lines.length === 0) return outcome;
    return { ...outcome, approval: { ...outcome.approval, receipts: [{ kind: 'cardholder', lines }] } };
  }

  /**
   * What "no such order" means. Nothing at all for an order that MultiSafepay took before: another key can't see it. And
   * nothing yet for one whose create may still be on its way.
   */
  private absence(handle: PaymentHandle): Extract<Standing, { kind: 'absent' | 'unreachable' }> {
    if (handle.providerRef === handle.reference) {
      return { kind: 'unreachable', detail: failure(MSP_ERRORS.orderVanished, 'it was taken before').detail };
    }
    const memory = this.memoryOf(handle.reference);
    if (this.mayArrive(memory)) {
      return { kind: 'unreachable', detail: failure(MSP_ERRORS.orderNotFound, 'it may still arrive').detail };
    }
    memory.over = true;
    return { kind: 'absent' };
  }

  private mayArrive({ begunMs }: Memory): boolean {
    return this.clock.monotonicMs() - begunMs < STILL_ARRIVING_MS;
  }

  private memoryOf(reference: string): Memory {
    return this.known.get(reference) ?? this.remember(reference, null, Number.NEGATIVE_INFINITY);
  }

  private remember(reference: string, access: EventAccess | null, begunMs = this.clock.monotonicMs()): Memory {
    const memory = { access, begunMs, stoppedByUs: false, lastDecline: null, over: false };
    this.known.set(reference, memory);
    return memory;
  }
}

const NO_TURN = { kind: 'unreachable', detail: 'more to ask than the pace allows' } as const;
const SILENT_TERMINAL = `${MSP_ERRORS.terminalSilent.code} ${MSP_ERRORS.terminalSilent.cashier}`;

/** The order id at MultiSafepay is our reference; `providerRef` is the same once an answer has named it. */
function addressOf(handle: PaymentHandle): string {
  return handle.providerRef ?? handle.reference;
}

function tooLate(words: string): AbortAnswer {
  return { kind: 'too-late', detail: failure(MSP_ERRORS.tooLateToCancel, words).detail };
}

function refusalOf(entry: ErrorEntry): (Begun & { kind: 'refused' })['reason'] {
  switch (entry) {
    case MSP_ERRORS.notReached:
      return 'provider-down';
    case MSP_ERRORS.refundRefused:
      return 'refund-not-possible';
    default:
      return 'provider-refused';
  }
}

/** What to listen with, in either spelling; null when the answer has none. */
function accessOf(created: MspCreated, baseUrl: string): EventAccess | null {
  const token = created.events_token ?? created.event_token;
  if (token === null || token === undefined || token === '') return null;
  const named = created.events_stream_url ?? created.event_stream_url;
  const url = named ?? `${new URL(baseUrl).origin}/events/stream/`;
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? { url, token } : null;
}

/** What the guest scans, or null when the answer has no page: nobody can pay an order that nobody sees. */
function qrOf({ payment_url }: MspCreated, expiresAt: number): { payload: string; expiresAt: number } | null {
  if (typeof payment_url !== 'string' || !/^https?:\/\//i.test(payment_url) || !URL.canParse(payment_url)) return null;
  return { payload: payment_url, expiresAt };
}
