import type { TillOutcome } from '@tillbridge/simulators/till';

/** One payment, as each of the three saw it. */
export interface Witnessed {
  readonly number: number;
  readonly means: 'card' | 'qr';
  readonly amountCents: number;
  /** What the till believes; null when it heard no end. */
  readonly told: TillOutcome | null;
  /** The amounts the payment cloud took for it. */
  readonly charges: readonly number[];
  /** How many creates carried its reference. */
  readonly creates: number;
  /** The steps in the journal; empty when the power went before the intent was written. */
  readonly steps: readonly string[];
  /** A person had to record what the terminal's paper says. */
  readonly byPerson: boolean;
}

export interface Verdict {
  readonly payments: number;
  readonly paid: number;
  readonly notPaid: number;
  /** Unknown until a person looked; nothing was charged. */
  readonly unknownNothingCharged: number;
  /** Money was taken and the till doesn't know. */
  readonly lost: number;
  /** More than one charge or create for one payment. */
  readonly doubled: number;
  /** Told paid without money, another amount, or a journal that says otherwise. */
  readonly wrong: number;
  /** Without an end. */
  readonly open: number;
  /** One line each. */
  readonly findings: readonly string[];
}

const NO_MONEY = ['declined', 'cancelled', 'timed-out', 'refused'];

/** Compares what was charged, what the till was told and what the journal says, payment by payment. */
export function compare(payments: readonly Witnessed[]): Verdict {
  const counts = { paid: 0, notPaid: 0, unknownNothingCharged: 0, lost: 0, doubled: 0, wrong: 0, open: 0 };
  const findings: string[] = [];
  for (const payment of payments) {
    const { told, charges, creates, steps, amountCents } = payment;
    const find = (kind: 'lost' | 'doubled' | 'wrong' | 'open', why: string): void => {
      counts[kind] += 1;
      findings.push(`${kind}: payment ${payment.number} (${payment.means}, ${amountCents} cents) ${why}`);
    };
    const charged = charges.length > 0;
    const paid = told?.kind === 'confirmed';
    if (paid) counts.paid += 1;
    else if (told !== null) counts.notPaid += 1;
    if (payment.byPerson && !charged) counts.unknownNothingCharged += 1;

    if (told === null) find('open', 'has no end at the till');
    if (charges.length > 1 || creates > 1) find('doubled', `${charges.length} charges, ${creates} creates`);
    if (charged && told !== null && !paid) find('lost', `was charged and the till heard ${JSON.stringify(told)}`);
    if (paid && !charged) find('wrong', 'the till heard "paid" and nothing was charged');
    if (paid && told.finalCents !== amountCents) find('wrong', `the till heard ${told.finalCents} cents`);
    if (charged && charges[0] !== amountCents) find('wrong', `${charges[0]} cents were charged`);
    if (charged !== steps.includes('approved')) {
      find('wrong', `${charged ? 'charged' : 'not charged'}, and the journal says ${steps.join(' → ') || 'nothing'}`);
    }
    if (charged && steps.some((step) => NO_MONEY.includes(step))) {
      find('wrong', `charged, and the journal says ${steps.join(' → ')}`);
    }
  }
  return { payments: payments.length, ...counts, findings };
}

export function isClean(verdict: Verdict): boolean {
  return verdict.lost + verdict.doubled + verdict.wrong + verdict.open === 0;
}
