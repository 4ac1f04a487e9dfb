/** Whether an entitlement counts at a moment and a place, and how much of it. */
import type { EpochMs } from '@tillbridge/kernel';
import type { VenueCalendar } from './calendar.ts';
import type { OpeningHours, Places } from './rule.ts';
import type { Entitlement, Refusal } from './voucher.ts';

export interface StandingQuestion {
  readonly entitlement: Entitlement;
  readonly at: EpochMs;
  /** Null: asked for no place in particular. */
  readonly place: { readonly branch: number; readonly workplace: number } | null;
  readonly calendar: VenueCalendar;
  /** Units of it that the sale in question holds already: free for that sale, though not for others. */
  readonly heldHere: number;
  /** Units spent from `since` on, less what was given back. Asked only when the rule limits days or periods. */
  readonly spentSince: (since: EpochMs) => number;
  /** When and where something of it was spent last. Asked only when that is why nothing is free. */
  readonly lastSpent: () => { readonly at: EpochMs; readonly place: string } | null;
  /** The other sale that holds it. Asked only when that is why nothing is free. */
  readonly heldBy: () => { readonly place: string; readonly since: EpochMs; readonly until: EpochMs };
}

export type Standing =
  /** Units that the sale may take; null: without end. */
  { readonly ok: true; readonly available: number | null } | { readonly ok: false; readonly refusal: Refusal };

/** The first reason that speaks against it, the lasting ones first. */
export function standing(question: StandingQuestion): Standing {
  const { entitlement, at, place, heldHere } = question;
  const { rule, issued, redeemed, held, validFrom, validUntil } = entitlement;
  const left = issued === null ? Number.POSITIVE_INFINITY : issued - redeemed;
  if (left <= 0) return refused({ why: 'used-up', ...lastOf(question) });
  if (validUntil !== null && at >= validUntil) return refused({ why: 'expired', at: validUntil });
  if (validFrom !== null && at < validFrom) return refused({ why: 'not-yet', at: validFrom });
  if (place !== null && !countsAt(rule.places, place)) return refused({ why: 'wrong-place', places: rule.places });
  if (!isOpen(rule.hours, question)) return refused({ why: 'wrong-time', hours: rule.hours });

  const shares = allowances(question);
  const over = shares.findLast(({ left }) => left <= 0);
  if (over !== undefined) {
    const { units, days } = over;
    return refused({ why: 'limit-reached', units, days, again: nextShare(question, over), ...lastOf(question) });
  }
  // What other sales hold may yet be spent there, today.
  const free = Math.min(left, ...shares.map((share) => share.left)) - Math.max(0, held - heldHere);
  if (free <= 0) return refused({ why: 'in-use', ...question.heldBy() });
  const units = Math.min(free, rule.limits.perVisit ?? Number.POSITIVE_INFINITY);
  return { ok: true, available: units === Number.POSITIVE_INFINITY ? null : units };
}

function lastOf({ lastSpent }: StandingQuestion): { lastAt: EpochMs | null; lastPlace: string | null } {
  const last = lastSpent();
  return { lastAt: last?.at ?? null, lastPlace: last?.place ?? null };
}

function refused(refusal: Refusal): Standing {
  return { ok: false, refusal };
}

function countsAt({ branches, workplaces }: Places, place: { branch: number; workplace: number }): boolean {
  if (branches.length === 0 && workplaces.length === 0) return true;
  return (
    branches.includes(place.branch) ||
    workplaces.some(({ branch, workplace }) => branch === place.branch && workplace === place.workplace)
  );
}

function isOpen(hours: readonly OpeningHours[], { calendar, at }: StandingQuestion): boolean {
  if (hours.length === 0) return true;
  const { weekday, minute } = calendar.wallTime(at);
  return hours.some(
    ({ days, fromMinute, untilMinute }) => days.includes(weekday) && minute >= fromMinute && minute < untilMinute,
  );
}

/** `units` in any `days` calendar days. */
interface Allowance {
  readonly units: number;
  readonly days: number;
  readonly left: number;
}

/** The day's share, then the period's. */
function allowances({ entitlement, at, calendar, spentSince }: StandingQuestion): Allowance[] {
  const { perDay, perPeriod } = entitlement.rule.limits;
  return [...(perDay === null ? [] : [{ units: perDay, days: 1 }]), ...(perPeriod === null ? [] : [perPeriod])].map(
    ({ units, days }) => ({ units, days, left: units - spentSince(calendar.periodStart(at, days)) }),
  );
}

/**
 * The first day whose period holds less than its share; null when it expires before. Periods begin later the later the
 * day, so halving finds it.
 */
function nextShare(
  { entitlement: { validUntil }, at, calendar, spentSince }: StandingQuestion,
  { units, days }: Allowance,
): EpochMs | null {
  let full = 0;
  let free = days;
  while (free - full > 1) {
    const middle = Math.floor((full + free) / 2);
    if (spentSince(calendar.daysFrom(at, middle - days + 1).from) < units) free = middle;
    else full = middle;
  }
  const again = calendar.daysFrom(at, free).from;
  return validUntil !== null && again >= validUntil ? null : again;
}
