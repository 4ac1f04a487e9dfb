import { type CashierPayment, type CashierState, cashierStateSchema, type HealthLine } from '@tillbridge/contracts';
import { createTranslator, LANGUAGES } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { canSettle, cardWords, nextStep } from './card-words.ts';

const NOW = 1_000_000;

function payment(state: CashierState, more: Partial<CashierPayment> = {}): CashierPayment {
  return {
    paymentId: 'P1',
    means: 'card',
    direction: 'pay',
    amountCents: 2_450,
    device: 'Pin 2, balie',
    state,
    since: NOW - 12_400,
    startedAt: NOW - 30_000,
    expiresAt: NOW + 107_900,
    usualMs: 8_200,
    busyUntil: NOW + 41_200,
    provenAt: NOW,
    code: 'PAY-104',
    shortReference: 'CB4RNE',
    canStop: false,
    canEnquire: false,
    canWitness: false,
    ...more,
  };
}
const nl = createTranslator('nl');
const said = (state: CashierState, more: Partial<CashierPayment> = {}) => cardWords(payment(state, more), nl, NOW, []);

describe.each(LANGUAGES)('the card in %s', (language) => {
  it('has a filled sentence for every state and direction', () => {
    const words = createTranslator(language);
    for (const state of cashierStateSchema.options)
      for (const direction of ['pay', 'refund'] as const) {
        const { head, action } = cardWords(payment(state, { direction }), words, NOW, []);
        expect(head).toMatch(/\S/);
        expect(`${head} ${action}`).not.toMatch(/[{}]|cashier\.|undefined|null|NaN/);
      }
  });
});

describe('the card', () => {
  it('is green for proven payments alone (P1)', () => {
    const green = cashierStateSchema.options.filter((state) => said(state).field === 'ok');
    expect(green).toEqual(['approved', 'approved-till-not-told', 'too-late-to-stop']);
  });

  it('says that nothing was paid only where that is proven', () => {
    const claims = cashierStateSchema.options.filter((state) => /niets betaald/.test(said(state).head));
    expect(claims).toEqual(['declined', 'stopped', 'timed-out', 'qr-expired']);
  });

  it('counts: seconds at the bank, time left on the code, seconds a terminal is occupied', () => {
    expect(said('processing')).toMatchObject({
      head: 'Bank controleert, 12 s',
      action: 'Meestal klaar binnen 9 s.',
    });
    expect(said('processing', { usualMs: null }).action).toBe('Neem nog geen andere betaling aan.');
    expect(said('qr-waiting').action).toBe('€\u00a024,50. Nog 1:47.');
    expect(said('terminal-in-use').action).toBe('Nog hoogstens 42 seconden.');
    expect(said('terminal-in-use', { busyUntil: NOW - 1 }).action).toBe('Het is zo weer vrij. Begin gerust opnieuw.');
  });

  it('says when a silent terminal was last heard, if it ever was', () => {
    const line: HealthLine = {
      id: 'pin-2',
      kind: 'terminal',
      name: 'Pin 2, balie',
      state: 'down',
      lastSeenAt: NOW,
      code: null,
      count: null,
    };
    expect(cardWords(payment('terminal-offline'), nl, NOW, [line]).action).toBe(
      `Staat het aan, zit de kabel vast? Laatst gezien: ${nl.time(NOW)}.`,
    );
    expect(said('terminal-offline').action).toBe('Staat het aan, zit de kabel vast?');
  });
});

describe('an open outcome', () => {
  it('has its next step in one sentence', () => {
    const steps = (['unknown', 'approved-till-not-told', 'witness-mismatch', 'stop-requested'] as const).map((state) =>
      nextStep(payment(state), nl),
    );
    expect(steps).toEqual([
      'Zoek uit of er betaald is.',
      'Betaald. Niet opnieuw afrekenen: we melden het de kassa.',
      'Doe niets met het geld. Vraag de leidinggevende.',
      'Wacht op de uitkomst.',
    ]);
  });

  it('can be settled by hand only when nothing is unknown about it', () => {
    const settled = cashierStateSchema.options.filter((state) => canSettle(payment(state)));
    expect(settled).toEqual(['approved-till-not-told', 'paid-after-all', 'witness-mismatch', 'amount-differs']);
  });
});
