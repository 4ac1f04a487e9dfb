import { describe, expect, it } from 'vitest';
import { compare, isClean, type Witnessed } from './compare.ts';

const PAID: Witnessed = {
  number: 1,
  means: 'card',
  amountCents: 1470,
  told: {
    kind: 'confirmed',
    externalPaymentId: 'x',
    finalCents: 1470,
    reference: 'r',
    cardType: null,
    terminalId: null,
    receipt: [],
  },
  charges: [1470],
  creates: 1,
  steps: ['intended', 'started', 'approved', 'handed-over'],
  byPerson: false,
  forgotten: false,
};
const NOT_PAID: Witnessed = {
  ...PAID,
  told: { kind: 'cancelled', externalPaymentId: 'x', message: null },
  charges: [],
  steps: ['intended', 'started', 'declined', 'handed-over'],
};

describe('comparing charges, the till and the journal', () => {
  it('finds nothing when the three agree', () => {
    const verdict = compare([PAID, NOT_PAID]);
    expect(verdict).toMatchObject({ payments: 2, paid: 1, notPaid: 1, lost: 0, doubled: 0, wrong: 0, open: 0 });
    expect(isClean(verdict)).toBe(true);
  });

  it.each([
    ['lost', { ...PAID, told: NOT_PAID.told }],
    ['doubled', { ...PAID, charges: [1470, 1470] }],
    ['doubled', { ...NOT_PAID, creates: 2 }],
    ['wrong', { ...PAID, charges: [] }],
    ['wrong', { ...PAID, charges: [1471] }],
    ['wrong', { ...PAID, steps: ['intended', 'started'] }],
    ['wrong', { ...NOT_PAID, steps: ['intended', 'started', 'approved'] }],
    ['wrong', { ...PAID, steps: ['intended', 'declined', 'approved'] }],
    ['open', { ...NOT_PAID, told: null }],
  ] as const)('counts as %s what is not as it has to be', (column, payment) => {
    const verdict = compare([payment]);
    expect(verdict[column]).toBeGreaterThan(0);
    expect(verdict.findings).not.toHaveLength(0);
    expect(isClean(verdict)).toBe(false);
  });

  it('counts apart what a person had to look after and cost nobody anything', () => {
    const verdict = compare([{ ...NOT_PAID, steps: ['intended', 'unknown', 'witnessed'], byPerson: true }]);
    expect(verdict).toMatchObject({ unknownNothingCharged: 1, notPaid: 1 });
    expect(isClean(verdict)).toBe(true);
  });

  it('counts apart what was charged and only the terminal’s paper can tell', () => {
    const steps = ['intended', 'started', 'unknown', 'witnessed'];
    const onPaper = { ...PAID, means: 'zvt', told: null, steps, byPerson: true, forgotten: true } as const;
    const verdict = compare([onPaper, PAID]);
    expect(verdict).toMatchObject({ unresolved: 1, open: 0, byMeans: { zvt: { unresolved: 1 }, card: { paid: 1 } } });
    expect(isClean(verdict)).toBe(true);
    expect(compare([{ ...onPaper, forgotten: false }]).open).toBe(1);
    expect(compare([{ ...onPaper, steps: [...steps, 'declined'] }]).wrong).toBe(1);
  });
});
