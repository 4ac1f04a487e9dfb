import { describe, expect, it } from 'vitest';
import { layoutFor, panelClassOf, pixelsPerArcminute } from './layout.ts';

const PANELS = {
  S: { width: 800, height: 480, diagonalInch: 7, viewingDistanceMm: 600 },
  M: { width: 1280, height: 800, diagonalInch: 10.1, viewingDistanceMm: 700 },
  L: { width: 1366, height: 768, diagonalInch: 15.6, viewingDistanceMm: 900 },
  'L+': { width: 1920, height: 1080, diagonalInch: 21.5, viewingDistanceMm: 1_000 },
  XL: { width: 1080, height: 1920, diagonalInch: 32, viewingDistanceMm: 1_200 },
} as const;
const all = Object.entries(PANELS) as [keyof typeof PANELS, (typeof PANELS)[keyof typeof PANELS]][];

describe.each(all)('panel class %s', (name, panel) => {
  it('is known by its resolution alone, and by its size', () => {
    expect(panelClassOf(panel, null)).toBe(name);
    expect(panelClassOf(panel, panel)).toBe(name);
  });

  it('has type of at least the arcminutes of its role at its distance', () => {
    const { sizes } = layoutFor(panel, panel);
    const am = pixelsPerArcminute(panel, panel.diagonalInch, panel.viewingDistanceMm);
    const arcminutes = (px: number) => Math.round(px / am);
    expect(arcminutes(sizes.amount)).toBeGreaterThanOrEqual(82);
    expect(arcminutes(sizes.hero)).toBeGreaterThanOrEqual(44);
    expect(arcminutes(sizes.heroBesideQr)).toBeGreaterThanOrEqual(32);
    expect(arcminutes(sizes.sub)).toBeGreaterThanOrEqual(25);
    expect(arcminutes(sizes.line)).toBeGreaterThanOrEqual(22);
    expect(arcminutes(sizes.small)).toBeGreaterThanOrEqual(17);
  });

  it('gives the same without a word about the panel', () => {
    expect(layoutFor(panel, null)).toEqual(layoutFor(panel, panel));
  });
});

describe('another panel of a class', () => {
  it('scales with the room it has', () => {
    const twice = layoutFor({ width: 2732, height: 1536 }, { diagonalInch: 15.6, viewingDistanceMm: 900 });
    expect(twice.panelClass).toBe('L+');
    const half = layoutFor({ width: 640, height: 384 }, null);
    expect([half.panelClass, half.sizes.hero, half.margin]).toEqual(['S', 44, 19]);
  });

  it('never makes type larger than its layout has room for, nor much smaller', () => {
    const far = layoutFor(PANELS.L, { diagonalInch: 15.6, viewingDistanceMm: 3_000 });
    expect(far.sizes.hero).toBe(64);
    const near = layoutFor(PANELS.L, { diagonalInch: 15.6, viewingDistanceMm: 300 });
    expect(near.sizes.hero).toBe(52);
  });

  it('has whole even type sizes and whole spaces', () => {
    const odd = layoutFor({ width: 1024, height: 768 }, null);
    for (const size of Object.values(odd.sizes)) expect(size % 2).toBe(0);
    for (const space of [odd.margin, odd.qrBox, odd.row, odd.unit]) expect(Number.isInteger(space)).toBe(true);
  });
});
