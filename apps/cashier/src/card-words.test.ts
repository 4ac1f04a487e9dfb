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
    hint: null,
    deviceWords: null,
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
    expect(claims).toEqual(['declined', 'stopped', 'timed-out', 'qr-expired', 'amount-refused']);
  });

  it('says what the terminal wants, as far as it told', () => {
    const hints = (['chip', 'again', 'other', null] as const).map((hint) => said('not-through-yet', { hint }).action);
    expect(hints).toEqual([
      'Vraag de kaart in te steken. Wacht op de uitkomst.',
      'Kaart niet gelezen: nog eens. Wacht op de uitkomst.',
      'Andere kaart proberen kan. Wacht op de uitkomst.',
      'Andere kaart proberen kan. Wacht op de uitkomst.',
    ]);
    expect(said('pin').action).toBe('Kijk even weg.');
    expect(said('pin', { hint: 'pin' }).action).toBe('De bank vraagt de pincode. Kijk even weg.');
  });

  it('never says "paid" of what the terminal took offline while the shop waits for the scheme (P1)', () => {
    for (const language of LANGUAGES) {
      const { head, action } = cardWords(payment('taken-offline'), createTranslator(language), NOW, []);
      expect(`${head} ${action}`).not.toMatch(/betaald|bezahlt|payé|paid/i);
    }
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
      how: null,
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
    expect(settled).toEqual([
      'approved-till-not-told',
      'paid-after-all',
      'witness-mismatch',
      'amount-differs',
      'amount-refused',
      'queued-declined',
    ]);
  });
});
