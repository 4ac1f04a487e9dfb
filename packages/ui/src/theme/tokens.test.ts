import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, difference } from './colour-maths.ts';
import { QR_COLOURS, THEMES, type ThemeName } from './tokens.ts';

const themes = Object.keys(THEMES) as ThemeName[];
const GROUNDS = ['surface', 'canvas', 'sunken'] as const;

describe('the style sheet', () => {
  const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

  it.each(themes)('has exactly the %s colours of the table', (theme) => {
    const block = theme === 'light' ? css.split(':root {')[1] : css.split('[data-theme="dark"] {')[1];
    const found = [...(block?.split('}')[0] ?? '').matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, hex]) => [
      name,
      hex,
    ]);
    expect(found).toEqual(Object.entries(THEMES[theme]).map(([name, hex]) => [name, hex.toLowerCase()]));
  });
});

describe.each(themes)('contrast in the %s theme', (theme) => {
  const colour = THEMES[theme];

  it('of every text on every ground is AAA', () => {
    for (const text of ['ink', 'ink2', 'action', 'ok-ink', 'no-ink', 'warn-ink'] as const)
      for (const ground of GROUNDS)
        expect([text, ground, contrast(colour[text], colour[ground])]).toEqual([
          text,
          ground,
          expect.toSatisfy(atLeast(7)),
        ]);
  });

  it('of text on each field and on the button is AAA', () => {
    const pairs = [
      ['ok-text', 'ok-field'],
      ['unknown-text', 'unknown-field'],
      ['ink', 'no-field'],
      ['no-ink', 'no-field'],
      ['ink', 'turn-field'],
      ['ink2', 'turn-field'],
      ['ink2', 'no-field'],
      ['action', 'turn-field'],
      ['action-text', 'action'],
    ] as const;
    for (const [text, field] of pairs)
      expect([text, field, contrast(colour[text], colour[field])]).toEqual([text, field, expect.toSatisfy(atLeast(7))]);
  });

  it('of edges and bands is at least 3', () => {
    for (const edge of ['line', 'no-band'] as const)
      for (const ground of GROUNDS) expect(contrast(colour[edge], colour[ground])).toBeGreaterThanOrEqual(3);
    expect(contrast(colour['ok-edge'], colour.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(colour['no-band'], colour['no-field'])).toBeGreaterThanOrEqual(3);
    expect(contrast(colour.action, colour['turn-field'])).toBeGreaterThanOrEqual(3);
  });
});

describe('the three results', () => {
  it.each(['normal', 'protan', 'deutan', 'tritan'] as const)('stay apart for %s eyes', (vision) => {
    const apart = (a: string, b: string) => Math.round(difference(a, b, vision));
    for (const theme of themes) {
      const { 'ok-field': ok, 'no-field': no, 'unknown-field': unknown } = THEMES[theme];
      expect(apart(no, unknown)).toBeGreaterThanOrEqual(20);
      expect(apart(ok, unknown)).toBeGreaterThanOrEqual(20);
      if (theme === 'light') expect(apart(ok, no)).toBeGreaterThanOrEqual(20);
    }
  });

  it('gives the figures of the reference pairs of CIEDE2000', () => {
    expect(difference('#004B39', '#FBEFF3')).toBeCloseTo(66, 0);
    expect(difference('#2E9E4F', '#D03030', 'deutan')).toBeLessThan(12);
  });
});

it('draws a QR in the strongest contrast there is', () => {
  expect(contrast(QR_COLOURS.dark, QR_COLOURS.light)).toBe(21);
});

function atLeast(ratio: number): (value: number) => boolean {
  return (value) => value >= ratio;
}
