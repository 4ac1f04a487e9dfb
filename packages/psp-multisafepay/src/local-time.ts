import type { EpochMs } from '@tillbridge/kernel';

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?$/;

/**
 * A timestamp of the API as a moment. Most of them are local times without a zone (docs.multisafepay.com, "Get order");
 * one that names its zone is taken at its word. Undefined for anything else.
 */
export function momentOf(text: string, timeZone: string): EpochMs | undefined {
  const [, date, time] = LOCAL.exec(text) ?? [];
  if (date === undefined && !ZONED.test(text)) return undefined;
  const asUtc = Date.parse(date === undefined ? text : `${date}T${time}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  if (date === undefined) return asUtc;
  // The zone's offset is known for moments only: the guess is corrected once, which is enough outside of clock changes.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(guess, timeZone);
}

/** How far the zone's clocks are ahead of UTC at a moment. */
function offsetMs(at: EpochMs, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const local = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return Date.parse(local) - Math.floor(at / 1_000) * 1_000;
}
