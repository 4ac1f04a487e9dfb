/** Where the customer's window goes. Pure: monitors in, plan out. Sizes and places in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of Electron's `Display` that counts here. */
export interface Monitor {
  /** Negative when the system doesn't know the monitor yet. Changes between Electron versions and ports. */
  readonly id: number;
  readonly label: string;
  readonly internal: boolean;
  readonly bounds: Rectangle;
}

/** How a monitor is known again: by what it is, then by its id, never by its id alone. */
export interface RememberedMonitor {
  readonly id: number;
  readonly label: string;
  readonly internal: boolean;
  /** The longer and the shorter side: a turned monitor is still the same one. */
  readonly longSide: number;
  readonly shortSide: number;
}

export type DisplayPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'show'; readonly monitorId: number; readonly bounds: Rectangle };

export interface DisplayScene {
  readonly monitors: readonly Monitor[];
  /** The monitor the cashier's window is on. */
  readonly cashierId: number;
}

/**
 * The monitor that was used before, when it is there; else the first other one, external before built in, left before
 * right. Never the cashier's monitor, nor one that mirrors or overlaps it: a customer display over the cashier's window
 * would stop the till. Then, or with one monitor, there is no customer display.
 */
export function planDisplayWindow(scene: DisplayScene, remembered: RememberedMonitor | null): DisplayPlan {
  const candidates = candidatesOf(scene);
  const chosen = (remembered && knownAgain(candidates, remembered)) ?? candidates[0];
  return chosen === undefined ? { kind: 'none' } : { kind: 'show', monitorId: chosen.id, bounds: { ...chosen.bounds } };
}

export function memoryOf({ id, label, internal, bounds }: Monitor): RememberedMonitor {
  return {
    id,
    label,
    internal,
    longSide: Math.max(bounds.width, bounds.height),
    shortSide: Math.min(bounds.width, bounds.height),
  };
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function candidatesOf({ monitors, cashierId }: DisplayScene): Monitor[] {
  const cashier = monitors.find((one) => one.id === cashierId);
  // Without knowing where the cashier is, no monitor is sure not to be theirs.
  if (cashier === undefined) return [];
  return monitors
    .filter((one) => one.id !== cashierId && hasArea(one.bounds) && !overlaps(one.bounds, cashier.bounds))
    .sort(byPlace);
}

function byPlace(a: Monitor, b: Monitor): number {
  return Number(a.internal) - Number(b.internal) || a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y || a.id - b.id;
}

function hasArea({ width, height }: Rectangle): boolean {
  return width > 0 && height > 0;
}

function knownAgain(candidates: readonly Monitor[], remembered: RememberedMonitor): Monitor | undefined {
  const alike = candidates.filter((one) => isAlike(memoryOf(one), remembered));
  // Two equal monitors: the id tells them apart while it holds, else the first one is as good as the other.
  return (
    alike.find((one) => one.id === remembered.id) ?? alike[0] ?? candidates.find((one) => one.id === remembered.id)
  );
}

function isAlike(a: RememberedMonitor, b: RememberedMonitor): boolean {
  return a.label === b.label && a.internal === b.internal && a.longSide === b.longSide && a.shortSide === b.shortSide;
}
