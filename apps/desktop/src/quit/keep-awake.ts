import type { PowerSaveBlocker } from 'electron';
import type { Timing } from '../timing.ts';

const LOOK_EVERY_MS = 2_000;

/**
 * Keeps the monitors on while a payment runs: a QR on a dark display can't be scanned. A help and no guarantee: the
 * system's own power settings have the last word. Returns what ends it.
 */
export function keepAwake(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
  isBusy: () => boolean,
  timing: Timing,
): () => void {
  let id: number | null = null;
  const release = (): void => {
    if (id !== null) blocker.stop(id);
    id = null;
  };
  let callOff: () => void = () => {};
  const look = (): void => {
    if (!isBusy()) release();
    else id ??= blocker.start('prevent-display-sleep');
    callOff = timing.after(LOOK_EVERY_MS, look);
  };
  look();
  return () => {
    callOff();
    release();
  };
}
