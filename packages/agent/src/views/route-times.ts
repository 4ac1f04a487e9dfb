import { isOverAccount, type Payment, type RouteId } from '@tillbridge/payments';

const KEPT_PER_ROUTE = 50;
/** Fewer than this say nothing about what is usual. */
const ENOUGH = 5;
const USUAL_SHARE = 0.95;

/** How long approved payments of each route took lately. Memory alone: a restart learns anew. */
export class RouteTimes {
  private readonly lastMs = new Map<RouteId, number[]>();

  /** To be called once for each payment that has just been approved. */
  add(payment: Payment): void {
    // Nobody stands at a device for it: it says nothing of how long a bank takes.
    if (isOverAccount(payment)) return;
    const times = this.lastMs.get(payment.route) ?? [];
    times.push(Math.max(0, payment.changedAt - payment.createdAt));
    if (times.length > KEPT_PER_ROUTE) times.shift();
    this.lastMs.set(payment.route, times);
  }

  /** Within this time 95 of 100 were approved; null before enough were seen. */
  usualMs(route: RouteId): number | null {
    const times = this.lastMs.get(route);
    if (times === undefined || times.length < ENOUGH) return null;
    const sorted = times.toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * USUAL_SHARE) - 1] ?? null;
  }
}
