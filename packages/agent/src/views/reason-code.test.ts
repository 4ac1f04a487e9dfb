import { REASON_CODES } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../error-catalogue.ts';
import { cashierView } from './cashier-view.ts';
import { CASHIER_FRAME, ViewWorld } from './test/view-world.ts';

const catalogue = new Map(errorCatalogue().map((entry) => [entry.code, entry]));
const spoken = Object.values(REASON_CODES).flat();
/** The terminal's own verdicts, but the one for everything else. */
const verdicts = [...catalogue.values()].filter(({ code }) => code.startsWith('ZVT-4') && code !== 'ZVT-449');

describe('the codes that a cashier can act on', () => {
  it('stand in a catalogue', () => {
    expect(spoken.filter((code) => !catalogue.has(code))).toEqual([]);
  });

  it('are all verdicts of a ZVT terminal', () => {
    expect(verdicts.map(({ code }) => code).filter((code) => !spoken.includes(code))).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(10);
  });

  it('say nothing of the money that their entry leaves open', () => {
    const proven = [...REASON_CODES['not-paid'], ...REASON_CODES['not-started'], ...REASON_CODES.occupied];
    expect(proven.filter((code) => catalogue.get(code)?.moneyMoved !== 'no')).toEqual([]);
    expect(REASON_CODES['not-certain'].filter((code) => catalogue.get(code)?.moneyMoved === 'no')).toEqual([]);
  });

  it.each(verdicts)('$code reaches the card, and the words behind its title', ({ code, title }) => {
    const world = new ViewWorld();
    const detail = `${code} ${title}: code 05, KARTE GESPERRT`;
    world.change(world.pay('a'), { state: 'declined', reason: 'failed', detail });
    const { current } = cashierView(world.picture, CASHIER_FRAME, [], []).value;
    expect(current).toMatchObject({ code, deviceWords: 'KARTE GESPERRT' });
  });
});
