const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1] as const;

/** Milliseconds of an ISO 8601 duration, years of 365 and months of 30 days; undefined for none. */
export function periodMs(text: string): number | undefined {
  const match = PERIOD.exec(text);
  if (match === null || text.length < 3) return undefined;
  return match.slice(1).reduce((sum, part, at) => sum + Number(part ?? 0) * (SECONDS[at] ?? 0), 0) * 1_000;
}

/** The long form in which captured traffic shows it: `P0Y0M0DT0H15M0S`. */
export function normalisedPeriod(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [days, hours, minutes] = [seconds / 86_400, (seconds % 86_400) / 3_600, (seconds % 3_600) / 60].map(Math.floor);
  return `P0Y0M${days}DT${hours}H${minutes}M${seconds % 60}S`;
}
