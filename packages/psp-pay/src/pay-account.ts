import {
  type CallContext,
  type Cents,
  type Clock,
  cents,
  type EpochMs,
  LARGEST_AMOUNT_CENTS,
} from '@tillbridge/kernel';
import type { ListedPayment, ListedTerminal, ProviderAccount } from '@tillbridge/payments';
import { stateOfCode } from './exchange-actions.ts';
import type { PayTransaction, WireTerminal } from './management.wire.ts';
import type { PayManagement } from './management-client.ts';
import type { PayOrder } from './order.wire.ts';
import type { PayClient } from './pay-client.ts';
import { RefundDesk } from './refund-desk.ts';
import { isSandboxOrder } from './standing.ts';

/** An order that we know of: of our payments, or of a payment that a status call brought. */
export interface KnownOrder {
  readonly providerRef: string;
}

export interface PayAccountPorts {
  readonly client: PayClient;
  readonly management: PayManagement;
  readonly clock: Clock;
  /**
   * The orders of a time, from our own books. Pay. has no list per payment (its statistics and clearing lines name no
   * order), so `list` asks Pay. about each of these; without it the account has no `list`.
   */
  readonly ordersOf?: (from: EpochMs, until: EpochMs) => readonly KnownOrder[];
}

/** A terminal as Pay. lists it. */
export interface PayListedTerminal extends ListedTerminal {
  /** Whether the cloud may start payments on it; null where Pay. doesn't say. */
  readonly cloudStart: boolean | null;
  /** Whether it gives money back to a card; null where Pay. doesn't say. */
  readonly refunds: boolean | null;
  /** `ACTIVE`, `INACTIVE` …, as Pay. words it. */
  readonly status: string | null;
  readonly model: string | null;
}

export interface PayProviderAccount extends ProviderAccount {
  readonly refund: NonNullable<ProviderAccount['refund']>;
  readonly enquireRefund: NonNullable<ProviderAccount['enquireRefund']>;
  readonly terminals: (
    call: CallContext,
  ) => Promise<
    | { readonly kind: 'list'; readonly terminals: readonly PayListedTerminal[] }
    | { readonly kind: 'unreachable'; readonly detail: string }
  >;
}

const CALLED_OFF = 'called off';
/** Questions under way at once, far below what Pay. allows. */
const AT_ONCE = 8;
const AFTER_SALE: ReadonlySet<number> = new Set([-70, -71, -72, -81, -82]);

/** What an account at Pay. can do beside collecting. Every method answers with a value. */
export function createPayAccount(ports: PayAccountPorts): PayProviderAccount {
  const { client, management, clock, ordersOf } = ports;
  const desk = new RefundDesk(client, management, clock);
  return {
    refund: (refund, call) =>
      // A reply that nobody waited for may have been a yes.
      unlessCalledOff(call, { kind: 'unclear', detail: CALLED_OFF }, () => desk.refund(refund, call)),
    enquireRefund: (refund, refundRef, call) =>
      unlessCalledOff(call, UNREACHABLE, () => desk.enquire(refund, refundRef, call)),
    terminals: (call) =>
      unlessCalledOff(call, UNREACHABLE, async () => {
        const answer = await management.terminals(call);
        return answer.kind === 'found'
          ? { kind: 'list', terminals: answer.value.map(listedTerminal) }
          : { kind: 'unreachable', detail: answer.failure.detail };
      }),
    ...(ordersOf === undefined
      ? {}
      : {
          list: (from, until, call) =>
            unlessCalledOff(call, UNREACHABLE, async () => {
              const lines = await listed(ordersOf(from, until), ports, call);
              if (!Array.isArray(lines)) return lines;
              const payments = lines.filter((line) => line.at >= from && line.at <= until);
              return { kind: 'list', payments: payments.sort((a, b) => a.at - b.at) };
            }),
        }),
  };
}

const UNREACHABLE = { kind: 'unreachable', detail: CALLED_OFF } as const;

async function unlessCalledOff<T>(call: CallContext, instead: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (call.signal.aborted) return instead;
    throw error;
  }
}

type Unreachable = { readonly kind: 'unreachable'; readonly detail: string };

/** The lines of all orders, or none: a list that lacks one would be taken for a difference. */
async function listed(
  orders: readonly KnownOrder[],
  { client, management, clock }: PayAccountPorts,
  call: CallContext,
): Promise<ListedPayment[] | Unreachable> {
  const until = clock.monotonicMs() + call.timeoutMs;
  const left = () => ({ signal: call.signal, timeoutMs: Math.max(0, until - clock.monotonicMs()) });
  const lines: ListedPayment[] = [];
  for (let at = 0; at < orders.length; at += AT_ONCE) {
    const batch = orders.slice(at, at + AT_ONCE);
    const answers = await Promise.all(batch.map((order) => linesOf(order, client, management, left)));
    for (const answer of answers) {
      if (!Array.isArray(answer)) return answer;
      lines.push(...answer);
    }
  }
  return lines;
}

async function linesOf(
  { providerRef }: KnownOrder,
  client: PayClient,
  management: PayManagement,
  left: () => CallContext,
): Promise<ListedPayment[] | Unreachable> {
  const answer = await client.status(providerRef, left(), { full: true });
  if (answer.kind === 'absent') return [];
  if (answer.kind === 'failed') return { kind: 'unreachable', detail: answer.failure.detail };
  const { order } = answer;
  const line = lineOf(order, providerRef, client.account.test ?? false);
  if (line === null) return { kind: 'unreachable', detail: `order ${providerRef} can't be listed as it stands` };
  if (line.state !== 'paid' || line.direction === 'refund' || !order.orderId) return [line];
  // What went back is in the books alone, never in the order.
  const books = await management.transaction(order.orderId, left());
  if (books.kind === 'absent') return [line];
  if (books.kind === 'failed') return { kind: 'unreachable', detail: books.failure.detail };
  return [line, ...refundLines(books.value, line)];
}

function lineOf(order: PayOrder, providerRef: string, sandbox: boolean): ListedPayment | null {
  const state = stateOf(order, sandbox);
  const paid = order.capturedAmount?.value || order.authorizedAmount?.value || order.amount.value;
  const amountCents = centsOf(state === 'paid' ? paid : order.amount.value);
  const at = Date.parse((state === 'paid' ? order.completedAt : null) ?? order.createdAt ?? '');
  if (amountCents === null || Number.isNaN(at) || (order.amount.currency ?? 'EUR') !== 'EUR') return null;
  const direction = order.type === 'credit' ? 'refund' : 'pay';
  return { providerRef, reference: order.reference ?? null, direction, amountCents, state, at };
}

function stateOf(order: PayOrder, sandbox: boolean): ListedPayment['state'] {
  if (isSandboxOrder(order) && !sandbox) return 'not-paid';
  const { code } = order.status;
  // What was taken back later was paid first; the line of the refund says the rest.
  if (AFTER_SALE.has(code)) return 'paid';
  const state = stateOfCode(code);
  return state === 'review' ? 'open' : state;
}

/** One line for each refund where Pay. lists them, else one for all that went back. */
function refundLines(transaction: PayTransaction, payment: ListedPayment): ListedPayment[] {
  const made = transaction.refundedTransactions ?? [];
  const one = (providerRef: string, value: number | undefined, when: string | null): ListedPayment[] => {
    const amountCents = centsOf(value ?? 0);
    const at = Date.parse(when ?? '');
    if (amountCents === null || amountCents === 0) return [];
    const base = { providerRef, reference: null, direction: 'refund', amountCents, state: 'paid' } as const;
    return [{ ...base, at: Number.isNaN(at) ? payment.at : at }];
  };
  if (made.length === 0) return one(payment.providerRef, transaction.amountRefunded?.value, transaction.modifiedAt);
  return made.flatMap(({ refund, amountRefunded, createdAt }) =>
    one(refund?.id ?? payment.providerRef, amountRefunded?.value, createdAt),
  );
}

function centsOf(value: number): Cents | null {
  return value >= 0 && value <= LARGEST_AMOUNT_CENTS ? cents(value) : null;
}

/** `ONLINE` is the one word for a connection that Pay. describes; `OFFLINE` can mean nothing else. */
function listedTerminal(terminal: WireTerminal): PayListedTerminal {
  const connection = terminal.connectionStatus?.toUpperCase();
  const types = terminal.paymentTypes?.filter((type) => typeof type === 'string');
  return {
    code: terminal.code,
    name: terminal.name ?? terminal.description ?? terminal.code,
    online: connection === 'ONLINE' ? true : connection === 'OFFLINE' ? false : null,
    cloudStart: terminal.ecrProtocol === null ? null : terminal.ecrProtocol.toUpperCase() === 'WEB',
    refunds: types === undefined || types.length === 0 ? null : types.includes('REFUND'),
    status: terminal.status,
    model: terminal.terminalType,
  };
}
