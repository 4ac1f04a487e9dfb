import { describe, expect, it } from 'vitest';
import { createScanReader, type ScannerMarks } from './scan-reader.ts';

const USUAL: ScannerMarks = { prefix: '', suffix: 'enter' };

/** Keys with the same pause between them; what became of each. */
function typed(reader: ReturnType<typeof createScanReader>, keys: readonly string[], pauseMs: number, from = 1_000) {
  return keys.map((key, index) => reader.key({ key, timeStamp: from + index * pauseMs }));
}

describe('a scanner at the keyboard', () => {
  it('is told from a person by its pace, and its code is whole', () => {
    const readings = typed(createScanReader(USUAL), [...'TCK-0001', 'Enter'], 12);
    expect(readings.map(({ is }) => is)).toEqual([
      ...['person', 'maybe', 'maybe'],
      ...['scan', 'scan', 'scan', 'scan', 'scan', 'scanned'],
    ]);
    expect(readings.at(-1)).toEqual({ is: 'scanned', code: 'TCK-0001' });
  });

  it('reads letters that need Shift', () => {
    const keys = ['Shift', 'T', 'Shift', 'C', 'Shift', 'K', '1', '2', 'Enter'];
    expect(typed(createScanReader(USUAL), keys, 8).at(-1)).toEqual({ is: 'scanned', code: 'TCK12' });
  });

  it('is no person who types fast, rolls over two keys, or presses Enter after a word', () => {
    const reader = createScanReader(USUAL);
    expect(typed(reader, [...'bestelling', 'Enter'], 35).every(({ is }) => is === 'person')).toBe(true);
    expect(typed(reader, ['e', 'r'], 20, 5_000).map(({ is }) => is)).toEqual(['person', 'maybe']);
    expect(typed(reader, ['o', 'k', 'Enter'], 20, 6_000).map(({ is }) => is)).toEqual(['person', 'maybe', 'maybe']);
  });

  it('begins anew after a pause: what a person typed before is no part of the code', () => {
    const reader = createScanReader(USUAL);
    typed(reader, ['a', 'b'], 200, 0);
    expect(typed(reader, [...'1234567', 'Enter'], 10, 1_000).at(-1)).toEqual({ is: 'scanned', code: '1234567' });
    expect(typed(reader, [...'7654321', 'Enter'], 10, 2_000).at(-1)).toEqual({ is: 'scanned', code: '7654321' });
  });

  it('goes nowhere without the prefix or the suffix of the settings', () => {
    const marked = createScanReader({ prefix: '~', suffix: 'tab' });
    expect(typed(marked, [...'~TCK-1', 'Tab'], 10).at(-1)).toEqual({ is: 'scanned', code: 'TCK-1' });
    expect(typed(marked, [...'TCK-1', 'Tab'], 10, 2_000).at(-1)).toEqual({ is: 'scanned', code: null });
    expect(typed(marked, [...'~TCK-1', 'Enter'], 10, 3_000).at(-1)?.is).toBe('scan');
    expect(marked.pause()).toBeNull();
  });

  it('without a suffix is over after a pause', () => {
    const endless = createScanReader({ prefix: '', suffix: 'none' });
    expect(typed(endless, [...'TCK-0001'], 10).at(-1)?.is).toBe('scan');
    expect([endless.pause(), endless.pause()]).toEqual(['TCK-0001', null]);
  });
});
