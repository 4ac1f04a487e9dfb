/** Opening hours as people write them: "mon-fri 11:00-17:00", "sat,sun 10:00-24:00", "11:00-17:00" for every day. */
import type { OpeningHours } from './rule.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const HOURS = /^(?:([a-z]{3}(?:[-,][a-z]{3})*) +)?(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})$/;
const MIDNIGHT = 1_440;

export type ParsedHours =
  | { readonly ok: true; readonly hours: OpeningHours }
  | { readonly ok: false; readonly fault: 'not-hours' | 'unknown-day' | 'ends-before-it-begins' };

export function parseHours(text: string): ParsedHours {
  const match = HOURS.exec(text.trim().toLowerCase());
  if (match === null) return { ok: false, fault: 'not-hours' };
  const days = daysOf(match[1] ?? 'mon-sun');
  if (days === undefined) return { ok: false, fault: 'unknown-day' };
  const fromMinute = minuteOf(match[2], match[3]);
  const untilMinute = minuteOf(match[4], match[5]);
  if (fromMinute === undefined || untilMinute === undefined) return { ok: false, fault: 'not-hours' };
  if (untilMinute <= fromMinute) return { ok: false, fault: 'ends-before-it-begins' };
  return { ok: true, hours: { days, fromMinute, untilMinute } };
}

/** Rising, each once. `fri-mon` goes over the end of the week. */
function daysOf(text: string): number[] | undefined {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-');
    const from = DAYS.indexOf(first);
    const to = DAYS.indexOf(last);
    if (from < 0 || to < 0 || more.length > 0) return undefined;
    for (let day = from; ; day = (day + 1) % DAYS.length) {
      days.add(day + 1);
      if (day === to) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}

function minuteOf(hour = '', minute = ''): number | undefined {
  const at = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && at <= MIDNIGHT ? at : undefined;
}

/** `09:05`; 1440 is `24:00`. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
