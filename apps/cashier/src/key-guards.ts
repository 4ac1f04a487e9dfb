/** A key this soon after another comes from a scanner, and none of our buttons may hear it. */
export const SCANNER_GAP_MS = 35;
/** Buttons stay dead this long after the card's state changed, so that no press meant for the old one counts. */
export const DEAD_AFTER_CHANGE_MS = 800;

/** Tells a person's keys from a scanner's. `at` is any steady millisecond count. */
export function createScanGuard(): (at: number) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (at) => {
    const human = at - last >= SCANNER_GAP_MS;
    last = at;
    return human;
  };
}
