import { describe, expect, it } from 'vitest';
import { drawQr, type QrDrawing, QUIET_MODULES } from './qr-drawing.ts';

const CAPITALS_49 = 'HTTPS://QR.EXAMPLE.NL/P/01JD8Z6Q3V7H5M2K9TXWCB4RN';

function matrixOf(drawing: QrDrawing): boolean[][] {
  const across = drawing.sizePx / drawing.modulePx;
  const matrix = Array.from({ length: across }, () => Array.from({ length: across }, () => false));
  for (const [x, y, length] of drawing.runs) for (let at = 0; at < length; at += 1) (matrix[y] ?? [])[x + at] = true;
  return matrix;
}

describe('a QR', () => {
  it('has whole physical pixels for every module, in every box and at every scaling', () => {
    for (const box of [392, 600, 560, 760])
      for (const ratio of [1, 1.25, 1.5, 2]) {
        const drawing = drawQr(CAPITALS_49, Math.floor(box * ratio));
        expect(drawing?.modulePx).toSatisfy(Number.isInteger);
        expect(drawing?.modulePx).toBeGreaterThanOrEqual(4);
        expect(drawing?.sizePx).toBeLessThanOrEqual(box * ratio);
      }
  });

  it('fills its box as far as whole pixels allow', () => {
    expect(drawQr(CAPITALS_49, 560)).toMatchObject({ modulePx: 15, sizePx: 15 * 37 });
  });

  it('keeps four modules of quiet on every side', () => {
    const drawing = drawQr(CAPITALS_49, 560);
    const matrix = drawing === null ? [] : matrixOf(drawing);
    const last = matrix.length - 1;
    matrix.forEach((row, y) => {
      row.forEach((isDark, x) => {
        const isQuiet = Math.min(x, y, last - x, last - y) < QUIET_MODULES;
        if (isQuiet) expect(isDark).toBe(false);
      });
    });
    expect(matrix[QUIET_MODULES]?.[QUIET_MODULES]).toBe(true);
  });

  it('grows with its payload at level M', () => {
    const modules = (length: number) => {
      const drawing = drawQr('x'.repeat(length), 1_000);
      return drawing === null ? 0 : drawing.sizePx / drawing.modulePx - 2 * QUIET_MODULES;
    };
    expect([55, 75, 100, 120, 150, 200, 331].map(modules)).toEqual([33, 37, 41, 45, 49, 57, 69]);
  });

  it('is not drawn at all where it could not be read', () => {
    expect(drawQr(CAPITALS_49, 20)).toBeNull();
  });
});
