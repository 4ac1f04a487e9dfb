import { assertNever, type CallContext } from '@tillbridge/kernel';
import type { Begun, CardTerminal, PaymentOrder, RouteId, TerminalId } from '@tillbridge/payments';
import { toTerminalOrder } from './create-order.ts';
import { MSP_ERRORS } from './errors.ts';
import { MspDriver, type MspDriverPorts } from './msp-driver.ts';
import { failure } from './problem.ts';

export interface MspTerminalSettings {
  readonly route: RouteId;
  /** The TID of the dashboard. Opaque, and capitals count: `000004Og` and `000004og` are two terminals. */
  readonly terminalId: string;
  /** The device, where other routes reach it too. Default: by its id. */
  readonly terminal?: TerminalId;
  /** Whether unreferenced refunds are switched on for the account and the terminal. */
  readonly refunds: boolean;
  /** A terminal gives up by itself after a minute without a card, so longer than that. */
  readonly leaseMs: number;
  /** Whether the receipt of a paid order is fetched. Default true; the test host has none. */
  readonly receipts?: boolean;
  /** How long a terminal waits for a card, in milliseconds. Default 60 000. */
  readonly inactivityMs?: number;
}

const INACTIVITY_MS = 60_000;
const LOOK_MS = 3_000;
/** However it ended, an order this old no longer occupies a terminal. */
const FORGET_AFTER_MS = 10 * 60_000;

/**
 * A card terminal of MultiSafepay, started through its cloud with the key of its terminal group. Throws a `RangeError`
 * for a client with another kind of key.
 */
export function createMspTerminal(settings: MspTerminalSettings, ports: MspDriverPorts): CardTerminal {
  if (ports.client.account.keyOf !== 'terminal-group') {
    throw new RangeError('a terminal needs the API key of its terminal group');
  }
  return Object.assign(new MspTerminal(settings, ports), {
    means: 'card' as const,
    terminal: settings.terminal ?? (settings.terminalId as TerminalId),
    canRefund: settings.refunds,
  });
}

/**
 * MultiSafepay doesn't say what becomes of a second order for an occupied terminal, only that there must be none. So the
 * first one is looked at before another is sent, unless its end was seen already.
 */
class MspTerminal extends MspDriver {
  private occupant: Occupant | null = null;
  private readonly ports: MspDriverPorts;
  private readonly busyForMs: number;

  constructor(settings: MspTerminalSettings, ports: MspDriverPorts) {
    const { account } = ports.client;
    const inactivityMs = settings.inactivityMs ?? INACTIVITY_MS;
    super(
      {
        means: 'card',
        route: settings.route,
        leaseMs: settings.leaseMs,
        terminalId: settings.terminalId,
        refunds: settings.refunds,
        receipts: settings.receipts ?? true,
        inactivityMs,
        request: (order) => toTerminalOrder(order, account, settings.terminalId),
      },
      ports,
    );
    this.ports = ports;
    this.busyForMs = inactivityMs;
  }

  override async begin(order: PaymentOrder, call: CallContext): Promise<Begun> {
    const { clock } = this.ports;
    const until = clock.monotonicMs() + call.timeoutMs;
    const before = this.occupant;
    if (before !== null) {
      const occupied = await this.occupiedBy(before, call);
      if (occupied !== null) return occupied;
      // Somebody else was quicker while we looked.
      const now = this.occupant;
      if (now !== null && now !== before) return this.refusedFor(`order ${now.reference}`);
    }
    // Nothing waits between the look and this line, so that two starts at once can't both get the terminal.
    const mine = { reference: order.reference, direction: order.direction, sinceMs: clock.monotonicMs() };
    this.occupant = mine;
    const begun = await super.begin(order, { ...call, timeoutMs: Math.max(1, until - clock.monotonicMs()) });
    if (begun.kind === 'refused' && this.occupant === mine) this.occupant = null;
    return begun;
  }

  private async occupiedBy(occupant: Occupant, call: CallContext): Promise<Refused | null> {
    if (this.ports.clock.monotonicMs() - occupant.sinceMs >= FORGET_AFTER_MS) return null;
    const timeoutMs = Math.min(LOOK_MS, call.timeoutMs);
    const open = await this.underWay(occupant, { signal: call.signal, timeoutMs });
    const { reference } = occupant;
    switch (open.kind) {
      case 'no':
        return null;
      case 'yes':
        return this.refusedFor(`order ${reference}`);
      case 'nobody-knows': {
        const { entry, detail } = open.failure;
        // Where the look never left, no order would: that is no busy terminal, and the till's next route may help.
        return entry === MSP_ERRORS.notReached
          ? { kind: 'refused', reason: 'provider-down', detail, busyForMs: null }
          : this.refusedFor(`order ${reference} could not be looked up`);
      }
      default:
        return assertNever(open);
    }
  }

  private refusedFor(words: string): Refused {
    const { detail } = failure(MSP_ERRORS.terminalOccupied, words);
    return { kind: 'refused', reason: 'terminal-in-use', detail, busyForMs: this.busyForMs };
  }
}

interface Occupant extends Pick<PaymentOrder, 'reference' | 'direction'> {
  readonly sinceMs: number;
}
type Refused = Extract<Begun, { kind: 'refused' }>;
