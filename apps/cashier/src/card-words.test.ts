import { type CashierPayment, type CashierState, cashierStateSchema, type HealthLine } from '@tillbridge/contracts';
import { createTranslator, LANGUAGES, REASON_CODES } from '@tillbridge/language';
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
    onDevice: true,
    ...more,
  };
}
const silent: HealthLine = {
  id: 'pin-2',
  kind: 'terminal',
  name: 'Pin 2, balie',
  state: 'down',
  lastSeenAt: NOW,
  how: null,
  code: null,
  count: null,
};
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

  it('says of a refund whether it is under way, done, not done or not certain, in the four languages', () => {
    const refund = (state: CashierState, language: (typeof LANGUAGES)[number]) => {
      const words = createTranslator(language);
      const { head, action } = cardWords(payment(state, { direction: 'refund', code: null }), words, NOW, []);
      return `${head} | ${action}`.replaceAll(words.amount(2_450), '{amount}').replace(/[\u2009\u2060\u00a0]/g, ' ');
    };
    expect(LANGUAGES.map((language) => refund('refunding', language))[0]).toBe(
      '{amount} wordt terugbetaald, 30 s | Niet nog eens terugbetalen.',
    );
    expect(Object.fromEntries(LANGUAGES.map((language) => [language, refund('approved', language)]))).toMatchObject({
      nl: 'Terugbetaald: {amount} | Geef de klant de bon.',
      de: 'Zurückgezahlt: {amount} | Bitte den Beleg mitgeben.',
      en: 'Refunded: {amount} | Give the customer the receipt.',
    });
    expect(Object.fromEntries(LANGUAGES.map((language) => [language, refund('declined', language)]))).toMatchObject({
      nl: 'Niet terugbetaald | Er is niets teruggestort. Probeer opnieuw of vraag de leidinggevende.',
      fr: 'Remboursement non effectué | Rien n’a été versé. Réessayez ou voyez le responsable.',
    });
    expect(Object.fromEntries(LANGUAGES.map((language) => [language, refund('unknown', language)]))).toMatchObject({
      nl: 'Niet zeker of er is terugbetaald | Niet nog eens terugbetalen. We vragen het na.',
      en: 'Not sure if it was refunded | Don’t refund again. We’re checking.',
    });
  });

  it('says what the terminal wants, as far as it told', () => {
    const hints = (['chip', 'again', 'other', 'pin', null] as const).map(
      (hint) => said('not-through-yet', { hint }).action,
    );
    expect(hints).toEqual([
      'Vraag de kaart in te steken. Wacht op de uitkomst.',
      'Kaart niet gelezen: nog eens. Wacht op de uitkomst.',
      'Andere kaart proberen kan. Wacht op de uitkomst.',
      'De bank vraagt de pincode. Wacht op de uitkomst.',
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
    expect(cardWords(payment('terminal-offline'), nl, NOW, [silent]).action).toBe(
      `Staat het aan, zit de kabel vast? Laatst gezien: ${nl.time(NOW)}.`,
    );
    expect(said('terminal-offline').action).toBe('Staat het aan, zit de kabel vast?');
  });
});

describe('the second line of a card with a code', () => {
  it('is the code’s own, under the proven headline', () => {
    expect(said('declined', { code: 'ZVT-401' })).toMatchObject({
      head: 'Geweigerd, niets betaald',
      action: 'De bank weigert. Vraag om een andere kaart of betaalwijze.',
      field: 'no',
    });
    expect(said('declined', { code: 'ZVT-402', direction: 'refund' })).toMatchObject({
      head: 'Niet terugbetaald',
      action: 'Kaart niet gelezen. Probeer het nog eens.',
    });
    expect(said('stopped', { code: 'ZVT-405' }).action).toBe('Begin opnieuw als de klant nog wil betalen.');
    expect(said('timed-out', { code: 'ZVT-405' }).action).toBe('Begin opnieuw als de klant nog wil betalen.');
  });

  it('says first of a refused start that nothing was started', () => {
    expect(said('provider-refused', { code: 'ZVT-303' }).action).toBe(
      'Er is niets gestart. De instellingen kloppen niet. Kies een andere betaalwijze en bel IT.',
    );
    expect(said('provider-down', { code: 'PAY-310' }).action).toMatch(/^Er is niets gestart\. Opslaan lukt niet\./);
    for (const language of LANGUAGES) {
      const words = createTranslator(language);
      const nothing = words.t('cashier.nothingStarted', { why: '' });
      for (const code of REASON_CODES['not-started'])
        for (const state of ['provider-refused', 'provider-down'] as const)
          expect(cardWords(payment(state, { code, direction: 'refund' }), words, NOW, []).action).toContain(nothing);
    }
  });

  it('joins what the card says anyway: how long it is occupied, when it was last heard', () => {
    expect(said('terminal-in-use', { code: 'ZVT-304' }).action).toBe(
      'Nog hoogstens 42 seconden. Kijk op het scherm wat het doet.',
    );
    expect(said('terminal-in-use', { code: 'ZVT-304', busyUntil: null }).action).toMatch(/Begin gerust opnieuw\.$/);
    expect(said('terminal-offline', { code: 'PAY-302' }).action).toBe('Het start nog op. Wacht even en begin opnieuw.');
    expect(cardWords(payment('terminal-offline', { code: 'PAY-302' }), nl, NOW, [silent]).action).toBe(
      `Het start nog op. Wacht even en begin opnieuw. Laatst gezien: ${nl.time(NOW)}.`,
    );
  });

  it('warns before anything else while nobody knows (P4)', () => {
    expect(said('unknown', { code: 'ZVT-308' }).action).toBe(
      'Neem nog geen andere betaling aan. Kijk op de laatste bon: bedrag, datum, tijd.',
    );
    expect(said('unknown', { code: 'ZVT-308', direction: 'refund' }).action).toMatch(/^Niet nog eens terugbetalen\./);
  });

  it('is the ordinary one for codes that ask for nothing else', () => {
    expect(said('declined', { code: 'ZVT-449' }).action).toBe('Vraag om een andere kaart of betaalwijze.');
    expect(said('provider-refused', { code: 'ZVT-401' }).action).toMatch(/noem IT code ZVT-401\.$/);
    expect(said('approved', { code: 'ZVT-401' }).action).toBe('De kassa is bijgewerkt.');
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
