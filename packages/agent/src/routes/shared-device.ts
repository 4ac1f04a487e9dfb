/**
 * One device that several routes reach, say over the shop's own network and over its provider's cloud. The payments room
 * lets one payment at a time onto a device; what is left to see to here is which device a route leads to, and that a stop
 * on a wire, which names no payment, never meets what another route has there.
 */
import type { Clock } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  CardTerminal,
  Payment,
  PaymentReads,
  RouteDriver,
  RouteId,
  TerminalId,
} from '@tillbridge/payments';
import type { AgentRouteSettings } from '../settings.ts';

export type TerminalRoute = Extract<AgentRouteSettings, { readonly device: unknown }>;

/** The device that a route leads to; null for a QR. */
export function deviceOf(route: AgentRouteSettings): TerminalId | null {
  return 'device' in route ? terminalOf(route) : null;
}

/** The same for a route to a terminal. */
export function terminalOf(route: TerminalRoute): TerminalId {
  if (route.device !== null) return `device:${route.device}` as TerminalId;
  // A ZVT terminal has a number, but tells it only once it is reached; its route is the same thing.
  return (route.kind === 'zvt-terminal' ? route.id : route.terminal) as TerminalId;
}

export function isShared(route: TerminalRoute, routes: readonly AgentRouteSettings[]): boolean {
  return routes.some((other) => other.id !== route.id && deviceOf(other) === terminalOf(route));
}

/** An open payment has the device of a route, whichever route it came by. */
export function isOnDevice(open: readonly Payment[], route: RouteId, driver: RouteDriver | undefined): boolean {
  const terminal = driver?.means === 'card' ? driver.terminal : undefined;
  return open.some((payment) => payment.route === route || payment.terminal === terminal);
}

/** The same driver, whose stops stay away while another route has its device: ours is off it by then. */
export function consideringOthers(
  driver: CardTerminal,
  payments: Pick<PaymentReads, 'openOnTerminal'>,
  clock: Clock,
): CardTerminal {
  const isTaken = () =>
    payments
      .openOnTerminal(driver.terminal)
      .some(({ route, leaseUntil }) => route !== driver.route && leaseUntil > clock.now());
  const abort: CardTerminal['abort'] = async (handle, call): Promise<AbortAnswer> =>
    isTaken() ? TAKEN : await driver.abort(handle, call);
  // Over the driver, not copied from it: what it can beside payments stays its own.
  return Object.assign(Object.create(driver) as CardTerminal, { abort });
}

const TAKEN = { kind: 'too-late', detail: 'another route has the terminal by now' } as const;
