/** A key this soon after another comes from a scanner, and none of our buttons may hear it. */
const SCANNER_GAP_MS = 35;
/** Buttons stay dead this long after the card's state changed, so that no press meant for the old one counts. */
export const DEAD_AFTER_CHANGE_MS = 800;

/** What the guard looks at in a keyboard event; `timeStamp` is any steady millisecond count. */
export interface Key {
  readonly key: string;
  readonly timeStamp: number;
}

/** Fingers of one hand come down together: a chord is no scan. */
const MODIFIERS: readonly string[] = ['Alt', 'AltGraph', 'Control', 'Meta', 'Shift'];

/** Tells a person's keys from a scanner's. */
export function createScanGuard(): (key: Key) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({ key, timeStamp }) => {
    if (MODIFIERS.includes(key)) return true;
    const human = timeStamp - last >= SCANNER_GAP_MS;
    last = timeStamp;
    return human;
  };
}
