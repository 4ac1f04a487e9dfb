import { create } from 'qrcode';

/** A QR as whole physical pixels: what fits the box, with the quiet zone that readers need. */
export interface QrDrawing {
  /** Physical pixels a module. */
  readonly modulePx: number;
  /** Physical pixels of the whole picture, quiet zone included. */
  readonly sizePx: number;
  /** Each dark run as x, y, length in modules from the picture's corner. */
  readonly runs: readonly (readonly [x: number, y: number, length: number])[];
}

export const QUIET_MODULES = 4;

/**
 * Lays a payload out at error correction M in a box of `boxPx` physical pixels. The payload is never changed. Null when
 * the box can't give a module one pixel.
 */
export function drawQr(payload: string, boxPx: number): QrDrawing | null {
  const { modules } = create(payload, { errorCorrectionLevel: 'M' });
  const across = modules.size + 2 * QUIET_MODULES;
  const modulePx = Math.floor(boxPx / across);
  if (modulePx < 1) return null;
  const runs: [number, number, number][] = [];
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue;
      const start = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x += 1;
      runs.push([start + QUIET_MODULES, y + QUIET_MODULES, x - start + 1]);
    }
  }
  return { modulePx, sizePx: across * modulePx, runs };
}
