import type { TillOutcome } from '@tillbridge/simulators/till';
import { MEANS, type Means } from './plan.ts';

/** One payment, as each of the three saw it. */
export interface Witnessed {
  readonly number: number;
  readonly means: Means;
  readonly amountCents: number;
  /** What the till believes; null when it heard no end. */
  readonly told: TillOutcome | null;
  /** The amounts that were taken for it, by the payment cloud or by the terminal. */
  readonly charges: readonly number[];
  /** How many orders to take money arrived for it. */
  readonly creates: number;
  /** The steps in the journal; empty when the power went before the intent was written. */
  readonly steps: readonly string[];
  /** A person had to record what the terminal's paper says. */
  readonly byPerson: boolean;
  /** The terminal itself has nothing to tell about it any more. */
  readonly forgotten: boolean;
}

export interface Counts {
  readonly payments: number;
  readonly paid: number;
  readonly notPaid: number;
  /** Unknown until a person looked; nothing was charged. */
  readonly unknownNothingCharged: number;
  /** Charged, and nobody but its paper can tell any more: on the cashier's list until a person has seen to it. */
  readonly unresolved: number;
  /** Money was taken and the till doesn't know. */
  readonly lost: number;
  /** More than one charge or create for one payment. */
  readonly doubled: number;
  /** Told paid without money, another amount, or a journal that says otherwise. */
  readonly wrong: number;
  /** Without an end. */
  readonly open: number;
}

export interface Verdict extends Counts {
  readonly byMeans: Readonly<Record<Means, Counts>>;
  /** One line each. */
  readonly findings: readonly string[];
}

const NO_MONEY = ['declined', 'cancelled', 'timed-out', 'refused'];

const NOTHING: Counts = {
  payments: 0,
  paid: 0,
  notPaid: 0,
  unknownNothingCharged: 0,
  unresolved: 0,
  lost: 0,
  doubled: 0,
  wrong: 0,
  open: 0,
};

/** Compares what was charged, what the till was told and what the journal says, payment by payment. */
export function compare(payments: readonly Witnessed[]): Verdict {
  const findings: string[] = [];
  const found = payments.map((payment) => ({ means: payment.means, counts: judge(payment, findings) }));
  const sum = (all: typeof found): Counts => all.reduce((total, { counts }) => add(total, counts), NOTHING);
  const byMeans = Object.fromEntries(
    MEANS.map((means) => [means, sum(found.filter((one) => one.means === means))] as const),
  ) as Record<Means, Counts>;
  return { ...sum(found), byMeans, findings };
}

function add(one: Counts, other: Counts): Counts {
  return {
    payments: one.payments + other.payments,
    paid: one.paid + other.paid,
    notPaid: one.notPaid + other.notPaid,
    unknownNothingCharged: one.unknownNothingCharged + other.unknownNothingCharged,
    unresolved: one.unresolved + other.unresolved,
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    wrong: one.wrong + other.wrong,
    open: one.open + other.open,
  };
}

function judge(payment: Witnessed, findings: string[]): Counts {
  const { told, charges, creates, steps, amountCents } = payment;
  const counts = { ...NOTHING, payments: 1 };
  const find = (kind: 'lost' | 'doubled' | 'wrong' | 'open', why: string): void => {
    counts[kind] += 1;
    findings.push(`${kind}: payment ${payment.number} (${payment.means}, ${amountCents} cents) ${why}`);
  };
  const journal = steps.join(' → ') || 'nothing';
  const charged = charges.length > 0;
  const paid = told?.kind === 'confirmed';
  if (paid) counts.paid += 1;
  else if (told !== null) counts.notPaid += 1;
  if (payment.byPerson && !charged) counts.unknownNothingCharged += 1;

  if (charges.length > 1 || creates > 1) find('doubled', `${charges.length} charges, ${creates} creates`);
  if (told === null && charged && payment.byPerson && payment.forgotten) {
    // Nobody was told anything wrong, and the journal says so too.
    counts.unresolved += 1;
    if (steps.some((step) => step === 'approved' || NO_MONEY.includes(step)))
      find('wrong', `the journal says ${journal}`);
    return counts;
  }
  if (told === null) find('open', 'has no end at the till');
  if (charged && told !== null && !paid) find('lost', `was charged and the till heard ${JSON.stringify(told)}`);
  if (paid && !charged) find('wrong', 'the till heard "paid" and nothing was charged');
  if (paid && told.finalCents !== amountCents) find('wrong', `the till heard ${told.finalCents} cents`);
  if (charged && charges[0] !== amountCents) find('wrong', `${charges[0]} cents were charged`);
  if (charged !== steps.includes('approved')) {
    find('wrong', `${charged ? 'charged' : 'not charged'}, and the journal says ${journal}`);
  }
  if (charged && steps.some((step) => NO_MONEY.includes(step)))
    find('wrong', `charged, and the journal says ${journal}`);
  return counts;
}

export function isClean(verdict: Counts): boolean {
  return verdict.lost + verdict.doubled + verdict.wrong + verdict.open === 0;
}
