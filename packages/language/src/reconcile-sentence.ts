import type { SentenceKey, Translator } from './translator.ts';

type Name = { [Key in SentenceKey]: Key extends `reconcile.why.${infer Own}` ? Own : never }[SentenceKey];
/** What sets a day's books apart: one sentence each. A refund has its own where the payment's would be wrong. */
export type ReconcileReason = Exclude<Name, `${string}Refund`>;
type Paired = { [Own in Name]: Own extends `${infer Stem}Refund` ? Stem : never }[Name];

const PAIRED: Readonly<Record<Paired, true>> = {
  schemeRefused: true,
  openThere: true,
  untold: true,
  toldNot: true,
  journalDiffers: true,
  toldAbsent: true,
  toldNotPaid: true,
  provenAbsent: true,
  provenNotPaid: true,
  toldUnproven: true,
  onDevice: true,
};

/** What a sentence names, as far as it does. */
export interface ReconcileAbout {
  readonly direction: 'pay' | 'refund';
  /** The provider's or the terminal's figure. */
  readonly thereCents: number | null;
  readonly hereCents: number | null;
  /** A payment of ours, as people name it. */
  readonly ref: string | null;
}

/** Why a line of a day's reconciliation stands there, and what to do about it. */
export function reconcileSentence(translator: Translator, reason: ReconcileReason, about: ReconcileAbout): string {
  const { direction, thereCents, hereCents, ref } = about;
  const amount = (cents: number | null) => (cents === null ? '' : translator.amount(cents));
  const name = direction === 'refund' && isPaired(reason) ? (`${reason}Refund` as const) : reason;
  return translator.t(`reconcile.why.${name}`, { there: amount(thereCents), here: amount(hereCents), ref: ref ?? '' });
}

function isPaired(reason: ReconcileReason): reason is Paired {
  return Object.hasOwn(PAIRED, reason);
}
