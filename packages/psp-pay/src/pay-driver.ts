import { assertNever, type CallContext, type Clock, type ErrorEntry } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Begun,
  CardTerminal,
  Means,
  PaymentHandle,
  PaymentOrder,
  Phase,
  QrProvider,
  RouteId,
  Standing,
  TerminalId,
} from '@tillbridge/payments';
import { type OrderChoices, toOrderRequest } from './create-order.ts';
import { PAY_ERRORS } from './errors.ts';
import type { PayOrder } from './order.wire.ts';
import type { PayClient } from './pay-client.ts';
import { pollPauseMs, SILENCE_MS } from './poll-pace.ts';
import type { PayAccount } from './settings.ts';
import { standingOf } from './standing.ts';
import { meaningOf } from './status-table.ts';

export interface PayDriverPorts {
  /** One per account, shared by its routes. */
  readonly client: PayClient;
  readonly clock: Clock;
}

export interface PayTerminalSettings {
  readonly route: RouteId;
  /** `TH-####-####`. */
  readonly terminalCode: string;
  /** The device, where other routes reach it too. Default: by its code. */
  readonly terminal?: TerminalId;
  readonly refunds: boolean;
  readonly leaseMs: number;
  /** For a device that is locked with a PIN of its own. */
  readonly terminalPin?: string;
  /** A kiosk: nobody of the shop stands beside it. Default false. */
  readonly unattended?: boolean;
}

export interface PayQrSettings {
  readonly route: RouteId;
  readonly leaseMs: number;
  /** The page as a paylink (method 961) instead of an order without a method. Default false. */
  readonly paylink?: boolean;
}

/** A terminal gives up without a card after 45 seconds (developer.pay.nl and Pay.'s own web till). */
const TERMINAL_WINDOW_MS = 45_000;
const STATUS_CALL_MS = 8_000;
const DETAILS_CALL_MS = 1_500;

/** A card terminal that is started through Pay.'s cloud. */
export function createPayTerminal(settings: PayTerminalSettings, ports: PayDriverPorts): CardTerminal {
  const driver = new PayDriver('card', settings, settings.terminalCode, settings.refunds, settings, ports);
  return Object.assign(driver, {
    means: 'card' as const,
    terminal: settings.terminal ?? (settings.terminalCode as TerminalId),
    canRefund: settings.refunds,
  });
}

/** Pay.'s hosted page as a QR: every method of the sales location, on the guest's own phone. */
export function createPayQr(settings: PayQrSettings, ports: PayDriverPorts): QrProvider {
  return Object.assign(new PayDriver('qr', settings, null, false, settings, ports), { means: 'qr' as const });
}

class PayDriver {
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly addressedBy = 'provider-ref';
  private readonly kind: Means;
  private readonly merchant: PayAccount;
  private readonly terminalCode: string | null;
  private readonly refunds: boolean;
  private readonly choices: OrderChoices;
  private readonly client: PayClient;
  private readonly clock: Clock;
  /** Orders of this run that nobody has looked at yet. */
  private readonly unseen = new Set<string>();

  constructor(
    kind: Means,
    settings: Pick<PayQrSettings, 'route' | 'leaseMs'>,
    terminalCode: string | null,
    refunds: boolean,
    choices: OrderChoices,
    { client, clock }: PayDriverPorts,
  ) {
    this.route = settings.route;
    this.leaseMs = settings.leaseMs;
    this.kind = kind;
    this.merchant = client.account;
    this.terminalCode = terminalCode;
    this.refunds = refunds;
    this.choices = choices;
    this.client = client;
    this.clock = clock;
  }

  async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    if (order.direction === 'refund' && !this.refunds) {
      return { kind: 'refused', reason: 'refund-not-possible', detail: null, busyForMs: null };
    }
    const answer = await this.client.create(
      toOrderRequest(order, this.merchant, this.terminalCode, this.choices),
      call,
    );
    switch (answer.kind) {
      case 'created':
        this.unseen.add(answer.order.id);
        return {
          kind: 'accepted',
          providerRef: answer.order.id,
          qr: this.kind === 'qr' ? qrOf(answer.order, order) : null,
        };
      case 'refused': {
        const { entry, detail } = answer.failure;
        const busyForMs = entry === PAY_ERRORS.terminalInUse ? TERMINAL_WINDOW_MS : null;
        return { kind: 'refused', reason: refusalOf(entry, order), detail, busyForMs };
      }
      case 'unclear':
        return { kind: 'unclear', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    if (handle.providerRef === null) return NO_ORDER_ID;
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const answer = await this.client.status(handle.providerRef, call, { full: false });
    switch (answer.kind) {
      case 'order':
        return this.conclude(answer.order, { ...call, timeoutMs: until - this.clock.monotonicMs() });
      case 'absent':
        return { kind: 'absent' };
      case 'failed':
        return { kind: 'unreachable', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async abort(handle: PaymentHandle, call: CallContext): Promise<AbortAnswer> {
    if (handle.providerRef === null) return NO_ORDER_ID;
    const answer = await this.client.abort(handle.providerRef, call);
    switch (answer.kind) {
      case 'done':
        return { kind: 'accepted' };
      case 'refused':
        return { kind: 'too-late', detail: answer.failure.detail };
      case 'failed':
        return { kind: 'unreachable', detail: answer.failure.detail };
      default:
        return assertNever(answer);
    }
  }

  async follow(handle: PaymentHandle, observe: (phase: Phase) => void, call: CallContext): Promise<Standing> {
    const orderId = handle.providerRef;
    if (orderId === null) return NO_ORDER_ID;
    const startedMs = this.clock.monotonicMs();
    let heardMs = startedMs;
    let slowDowns = 0;
    // Pay. has just told us all there is about a new order; no guest is that quick.
    if (this.unseen.delete(orderId)) await this.clock.sleep(pollPauseMs(0, 0, null), call.signal);
    for (;;) {
      call.signal.throwIfAborted();
      const rest = { ...call, timeoutMs: startedMs + call.timeoutMs - this.clock.monotonicMs() };
      const answer = await this.client.gate.through(rest, ({ signal, timeoutMs }) =>
        this.client.status(orderId, { signal, timeoutMs: Math.min(timeoutMs, STATUS_CALL_MS) }, { full: false }),
      );
      if (answer === null) return { kind: 'unreachable', detail: 'no end within the time of the watch' };
      const nowMs = this.clock.monotonicMs();
      let askedMs: number | null = null;
      if (answer.kind === 'order') {
        const standing = await this.conclude(answer.order, call);
        if (standing.kind !== 'pending') return standing;
        observe(standing.phase);
        heardMs = nowMs;
        slowDowns = 0;
      } else if (answer.kind === 'absent') {
        return { kind: 'absent' };
      } else if (answer.slowDownMs !== null) {
        // Pay. is there and talks to us, so this is no silence.
        askedMs = answer.slowDownMs;
        heardMs = nowMs;
        slowDowns += 1;
      } else if (nowMs - heardMs >= SILENCE_MS) {
        return { kind: 'unreachable', detail: answer.failure.detail };
      }
      const pauseMs = pollPauseMs(nowMs - startedMs, slowDowns, askedMs);
      await this.clock.sleep(Math.min(pauseMs, Math.max(0, startedMs + call.timeoutMs - nowMs)), call.signal);
    }
  }

  /** The standing an order shows; for an end also with what Pay. tells only those who sign in. */
  private async conclude(order: PayOrder, call: CallContext): Promise<Standing> {
    const rules = {
      means: this.kind,
      authorisedCountsAsPaid: this.merchant.authorisedCountsAsPaid ?? true,
      sandbox: this.merchant.test ?? false,
    };
    const standing = standingOf(order, rules);
    // Only an end that isn't "paid" has a reason worth another call; a guest who paid shall not wait for it.
    if (standing.kind !== 'final' || standing.outcome.kind === 'approved' || this.merchant.finalDetails === false) {
      return standing;
    }
    const timeoutMs = Math.min(DETAILS_CALL_MS, Math.max(0, call.timeoutMs));
    const full = await this.client.status(order.id, { signal: call.signal, timeoutMs }, { full: true });
    if (full.kind !== 'order' || meaningOf(full.order.status.code).kind === 'pending') return standing;
    return standingOf(full.order, rules);
  }
}

const NO_ORDER_ID = {
  kind: 'unreachable',
  detail: `${PAY_ERRORS.noOrderId.code} ${PAY_ERRORS.noOrderId.title}: the reply with the order id was lost`,
} as const;

function refusalOf(entry: ErrorEntry, order: PaymentOrder): (Begun & { kind: 'refused' })['reason'] {
  switch (entry) {
    case PAY_ERRORS.terminalInUse:
      return 'terminal-in-use';
    case PAY_ERRORS.terminalOffline:
      return 'terminal-offline';
    case PAY_ERRORS.notReached:
      return 'provider-down';
    case PAY_ERRORS.methodNotEnabled:
      return order.direction === 'refund' ? 'refund-not-possible' : 'provider-refused';
    default:
      return 'provider-refused';
  }
}

/** What the guest scans, or null when the answer has no page: nobody can pay an order that nobody sees. */
function qrOf(answer: PayOrder, order: PaymentOrder): { payload: string; expiresAt: number } | null {
  const redirect = answer.links?.redirect;
  if (typeof redirect !== 'string' || !/^https?:\/\//i.test(redirect) || !URL.canParse(redirect)) return null;
  const theirs = typeof answer.expiresAt === 'string' ? Date.parse(answer.expiresAt) : Number.NaN;
  return { payload: redirect, expiresAt: Number.isNaN(theirs) ? order.expiresAt : Math.min(theirs, order.expiresAt) };
}
