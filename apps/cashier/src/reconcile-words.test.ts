import {
  type ReconcileLine,
  type ReconcileReport,
  type ReconcileSum,
  reconcileReasonSchema,
} from '@tillbridge/contracts';
import { createTranslator, LANGUAGES } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { sumNotes, sumRows } from './reconcile-sums.ts';
import { differencesOf, differenceWords, notFetched, reconcileVerdict, verdictWords } from './reconcile-words.ts';

const nl = createTranslator('nl');
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u00ad', '');
const paid = { says: 'paid', cents: 1_470 };
const FIGURES = { thereCents: null, hereCents: null, payment: null };
const TILLS = [{ id: '3-12', name: 'Balie 1' }];

function line(changes: Partial<ReconcileLine> = {}): ReconcileLine {
  return {
    kind: 'equal',
    at: 1_000,
    direction: 'pay',
    amountCents: 1_470,
    route: 'qr',
    account: 'pay',
    till: '3-12',
    payment: '01JD8Z6Q3V7H5M2K9TXWCB4RNE',
    externalPaymentId: null,
    providerRef: 'order-1',
    told: paid,
    journal: paid,
    provider: paid,
    why: null,
    explanation: '',
    whoActs: 'nobody',
    ...changes,
  };
}

const untold = line({
  kind: 'paid-not-told',
  told: null,
  whoActs: 'manager',
  why: { ...FIGURES, reason: 'untold' },
});
const notAsked = line({ kind: 'provider-not-asked', provider: null, why: { ...FIGURES, reason: 'notAsked' } });

function total(changes: Partial<ReconcileReport['totals'][number]> = {}): ReconcileReport['totals'][number] {
  const sum: ReconcileSum = { paidCents: 1_470, refundedCents: 0 };
  const where = { route: 'qr', account: 'pay', name: 'Pay. QR' };
  return { ...where, lines: 1, differences: 0, told: sum, journal: sum, provider: sum, ...changes };
}

function report(changes: Partial<ReconcileReport> = {}): ReconcileReport {
  return {
    day: '2026-11-21',
    timeZone: 'Europe/Amsterdam',
    from: 0,
    until: Date.parse('2026-11-21T23:00:00Z'),
    madeAt: Date.parse('2026-11-22T08:00:00Z'),
    equal: true,
    accounts: [{ account: 'pay', name: 'Pay.', answer: 'listed', detail: null }],
    lines: [line()],
    totals: [total()],
    ...changes,
  };
}

const unreachable = [{ account: 'pay', name: 'Pay.', answer: 'unreachable', detail: 'PAY-109 no answer' }] as const;

describe('what is the matter with a day', () => {
  it('everything agrees, and says of which day', () => {
    expect(reconcileVerdict(report())).toBe('agrees');
    expect(verdictWords(report(), nl)).toEqual({ head: 'Alles klopt', action: '21 nov: 1 betaling vergeleken.' });
  });

  it('a day that isn’t over says so', () => {
    expect(verdictWords(report({ madeAt: 5 }), nl).action).toMatch(/nog niet om/);
  });

  it('differences are counted; notes and what wasn’t asked are none', () => {
    const notes = [line({ kind: 'not-compared' }), line({ kind: 'other-day' }), notAsked];
    const day = report({ lines: [line(), untold, ...notes] });
    expect(differencesOf(day)).toEqual([untold]);
    expect(reconcileVerdict(day)).toBe('differs');
    expect(verdictWords(day, nl)).toMatchObject({ head: '1 verschil', action: '21 nov: 3 betalingen vergeleken.' });
  });

  it('never says that all agrees while a list is missing, also of a day without payments', () => {
    expect(reconcileVerdict(report({ accounts: [...unreachable], lines: [notAsked] }))).toBe('partly');
    expect(reconcileVerdict(report({ accounts: [...unreachable], lines: [] }))).toBe('partly');
    expect(reconcileVerdict(report({ lines: [], totals: [] }))).toBe('nothing');
  });

  it('names the list that is missing, and how many payments wait for it', () => {
    const day = report({ accounts: [...unreachable], lines: [notAsked, notAsked, line({ account: 'kc' })] });
    expect(notFetched(day, nl)).toEqual([
      {
        account: 'pay',
        head: 'De lijst van Pay. is niet opgehaald',
        action: '2 betalingen zijn niet vergeleken. Vergelijk later opnieuw.',
        detail: 'PAY-109 no answer',
      },
    ]);
    expect(notFetched(report(), nl)).toEqual([]);
  });
});

describe('the totals', () => {
  const back: ReconcileSum = { paidCents: 1_470, refundedCents: 500 };

  it('are one row for a way to pay, one more for what went back, and those of all where there are several', () => {
    const day = report({ totals: [total({ journal: back, provider: back }), total({ route: 'pin', name: 'Pin 1' })] });
    expect(
      sumRows(day, nl).map(({ name, kind, isAll, cells }) => [
        name,
        kind,
        isAll,
        cells.map((c) => 'cents' in c && c.cents),
      ]),
    ).toEqual([
      ['Pay. QR', 'paid', false, [1_470, 1_470, 1_470]],
      ['Pay. QR', 'back', false, [0, -500, -500]],
      ['Pin 1', 'paid', false, [1_470, 1_470, 1_470]],
      ['Samen', 'paid', true, [2_940, 2_940, 2_940]],
      ['Samen', 'back', true, [0, -500, -500]],
    ]);
    expect(sumRows(report(), nl)).toHaveLength(1);
  });

  it('show no figure where a provider’s list is missing, nor a sum over it', () => {
    const noList = report({ totals: [total(), total({ route: 'pin', account: null, name: 'Pin 3' })] });
    expect(sumRows(noList, nl).map(({ cells }) => cells[2])).toEqual([
      { cents: 1_470 },
      { missing: 'no-list' },
      { missing: 'no-list' },
    ]);
    expect(sumNotes(noList, nl)).toEqual([expect.stringMatching(/Zonder lijst/)]);
    expect(sumRows(report({ accounts: [...unreachable] }), nl)[0]?.cells[2]).toEqual({ missing: 'not-fetched' });
  });

  it('mark the way that has a difference, and name what only the provider has', () => {
    const day = report({ totals: [total({ route: null, name: 'Pay.', differences: 2 })] });
    expect(sumRows(day, nl)).toMatchObject([{ name: 'Pay., niet via een kassa', differs: true }]);
  });

  it('say which refunds a till doesn’t know of, in order; of those in disorder the list tells', () => {
    const given = line({ direction: 'refund', told: null, journal: { says: 'paid', cents: 500 } });
    expect(sumNotes(report({ lines: [given, given] }), nl).map(plain)).toEqual([
      '€ 10,00 is vanuit Tillbridge terugbetaald. Dat staat niet op de kassa.',
    ]);
    expect(sumNotes(report({ lines: [{ ...given, kind: 'paid-not-told' }] }), nl)).toEqual([]);
  });

  it('say that lines belong to another day', () => {
    expect(sumNotes(report({ lines: [line({ kind: 'other-day' })] }), nl)).toEqual([
      '1 regel van de betaaldienst hoort bij een andere dag.',
    ]);
  });
});

describe('a difference', () => {
  const words = (changes: Partial<ReconcileLine>, day = report()) =>
    differenceWords(line({ ...untold, ...changes }), day, TILLS, nl);

  it('names what, how much, where, what each side says, and who acts', () => {
    expect(words({})).toEqual({
      what: 'Betaling',
      amount: expect.stringMatching(/14,70/),
      at: 1_000,
      device: 'Pay. QR',
      till: 'Balie 1',
      sentence: 'Betaald, maar de kassa heeft het niet gehoord. Rond de verkoop af of betaal terug.',
      sides: [
        { who: 'Kassa', says: 'niets gehoord' },
        { who: 'Logboek', says: 'betaald' },
        { who: expect.stringMatching(/dienst/), says: 'betaald' },
      ],
      who: 'Voor de leidinggevende',
      reference: 'CB4RNE',
    });
  });

  it('is a refund in a refund’s words, with a minus', () => {
    const text = words({ direction: 'refund', provider: { says: 'not-paid', cents: 0 } });
    expect([text.what, plain(text.amount), text.sides[2]?.says]).toEqual([
      'Terugbetaling',
      '−€ 14,70',
      'niet terugbetaald',
    ]);
    expect(text.sentence).toMatch(/^Terugbetaald, maar/);
  });

  it('names figures and payments as people know them', () => {
    const why = { reason: 'amountDiffers', thereCents: 1_500, hereCents: 1_470, payment: null } as const;
    const text = words({ kind: 'amount-differs', why, provider: { says: 'paid', cents: 1_500 } });
    expect(plain(text.sentence)).toBe('De betaaldienst noemt € 15,00, het logboek € 14,70.');
    expect(plain(text.sides[2]?.says ?? '')).toBe('betaald, € 15,00');
    const twice = { ...FIGURES, reason: 'twice', thereCents: 1_470, payment: '01JD8Z6Q3V7H5M2K9TXWCB4RNE' } as const;
    expect(plain(words({ why: twice }).sentence)).toMatch(/€ 14,70 voor betaling CB4RNE\./);
  });

  it('has no sides where the totals alone differ, and shows what a newer agent says as it is', () => {
    expect(words({ told: null, journal: null, provider: null }).sides).toEqual([]);
    expect(words({ journal: { says: 'frozen', cents: 0 } }).sides[1]?.says).toBe('frozen');
  });
});

it.each(LANGUAGES)('every reason is a filled sentence in %s, for a payment and for a refund', (language) => {
  const translator = createTranslator(language);
  const reasons = reconcileReasonSchema.options;
  for (const reason of reasons)
    for (const direction of ['pay', 'refund'] as const) {
      const why = { reason, thereCents: 100, hereCents: 200, payment: '01JD8Z6Q3V7H5M2K9TXWCB4RNE' };
      const { sentence } = differenceWords(line({ why, direction }), report(), TILLS, translator);
      expect([reason, sentence]).toEqual([reason, expect.stringMatching(/^\S[^{}]*\.$/)]);
    }
});
