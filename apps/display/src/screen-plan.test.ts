import { type DisplayScreen, displayScreenSchema } from '@tillbridge/contracts';
import { createTranslator, LANGUAGES } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { planFor } from './screen-plan.ts';

const screens = displayScreenSchema.options.flatMap((option) =>
  (['pay', 'refund'] as const).map(
    (direction) =>
      ({
        kind: option.shape.kind.value,
        amountCents: 2_450,
        direction,
        payload: 'X',
        expiresAt: 1,
        slow: false,
      }) as DisplayScreen,
  ),
);
/** Only these have been proven by the terminal or provider. */
const PROVEN = ['approved', 'declined', 'cancelled', 'timed-out', 'qr-expired'];
const CLAIM = /niets (afgeschreven|betaald|teruggestort)|nichts|rien n|haven’t been charged|nothing has been/i;

describe.each(LANGUAGES)('the screens in %s', (language) => {
  const words = createTranslator(language);

  it('all have a sentence, filled', () => {
    for (const screen of screens) {
      const { hero, sub } = planFor(screen, words);
      expect(`${hero} ${sub ?? ''}`).not.toMatch(/[{}]|display\./);
      expect(hero).toMatch(/\S/);
    }
  });

  it('claim that nothing was charged only where it is proven', () => {
    for (const screen of screens) {
      const { hero, sub } = planFor(screen, words);
      if (!PROVEN.includes(screen.kind))
        expect([screen.kind, `${hero} ${sub}`]).toEqual([screen.kind, expect.not.stringMatching(CLAIM)]);
    }
  });
});

describe('the screens', () => {
  const words = createTranslator('nl');

  it('P1: are green for a proven payment alone', () => {
    const green = screens.filter((screen) => planFor(screen, words).field === 'ok').map(({ kind }) => kind);
    expect(new Set(green)).toEqual(new Set(['approved']));
  });

  it('show the amount wherever money can still move', () => {
    for (const screen of screens) {
      if (
        !('amountCents' in screen) ||
        PROVEN.includes(screen.kind) ||
        ['idle', 'closed', 'starting-up', 'basket'].includes(screen.kind)
      )
        continue;
      expect([screen.kind, planFor(screen, words).amount?.text]).toEqual([screen.kind, words.amount(2_450)]);
    }
  });

  it('use a QR’s template for the QR alone', () => {
    const kinds = screens.filter((screen) => planFor(screen, words).template === 'qr').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['qr']));
  });

  it('say of a declined card that it did not work yet, with the picture of what comes next, never how to hold it', () => {
    const plan = (kind: 'declined-retry' | 'declined-pin' | 'try-again', direction: 'pay' | 'refund' = 'pay') =>
      planFor({ kind, amountCents: 2_450, direction }, words);
    for (const kind of ['declined-retry', 'declined-pin'] as const) {
      expect(plan(kind)).toMatchObject({
        field: 'turn',
        hero: 'Dat lukte nog niet',
        sub: 'Probeer het nog eens of betaal op een andere manier.',
      });
      expect(plan(kind, 'refund')).toMatchObject({ hero: 'Dat lukte nog niet', sub: null });
    }
    expect(plan('declined-pin').pictograms).toEqual(['keypad-with-hand']);
    expect(plan('declined-retry').pictograms).toEqual(['tap-card', 'insert-chip']);
    expect(plan('try-again').hero).toBe('Nog een keer, alstublieft');
  });

  it('make no sound for an unknown outcome, nor at idle', () => {
    for (const kind of ['unknown', 'idle', 'basket', 'processing'] as const) {
      const screen = screens.find((each) => each.kind === kind);
      expect(screen && planFor(screen, words).sound).toBeNull();
    }
  });
});
