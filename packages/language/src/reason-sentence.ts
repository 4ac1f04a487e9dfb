import type { SentenceKey, Translator } from './translator.ts';

/** What a card says of the money and of the device, before any code: its second line depends on it. */
export type ReasonSituation =
  /** Proven: the payment has ended without money. */
  | 'not-paid'
  /** Nothing was started. */
  | 'not-started'
  /** Nothing was started, because the device doesn't answer. */
  | 'not-answering'
  /** Nothing was started, because the device is occupied. */
  | 'occupied'
  /** Nobody knows. */
  | 'not-certain';

type Name = { [Key in SentenceKey]: Key extends `reason.${infer Own}` ? Own : never }[SentenceKey];
/** Sentences of a payment and of a refund; null: the card's ordinary one. */
type Reason = { readonly pay: Name | null; readonly refund: Name | null };

/** A payment's and a refund's own: `paper` and `paperRefund`. */
type Paired = { [Own in Name]: Own extends `${infer Stem}Refund` ? Stem : never }[Name] & Name;
const pair = <Own extends Paired>(own: Own) => ({ pay: own, refund: `${own}Refund` }) as const;
const both = (own: Name): Reason => ({ pay: own, refund: own });
const refundOnly = (own: Name): Reason => ({ pay: null, refund: own });

/** What can be wrong before a card is there: it refuses a start, or comes as the result of one. */
const BEFORE_THE_CARD: Readonly<Record<string, Reason>> = {
  'ZVT-302': pair('settings'),
  'ZVT-303': pair('settings'),
  'ZVT-305': pair('unsupported'),
  'ZVT-312': both('mendsItself'),
  'ZVT-313': both('mendsItself'),
  'ZVT-314': both('endOfDay'),
  'ZVT-315': both('outOfOrder'),
  'ZVT-316': refundOnly('notReversible'),
  'ZVT-406': pair('noConnection'),
  'ZVT-407': pair('outOfBounds'),
  'ZVT-408': both('paper'),
  'ZVT-409': refundOnly('reversedBefore'),
  'ZVT-410': refundOnly('notReversible'),
  'ZVT-411': both('endOfDay'),
  'ZVT-412': pair('currency'),
};

const REASONS: Readonly<Record<ReasonSituation, Readonly<Record<string, Reason>>>> = {
  'not-paid': {
    ...BEFORE_THE_CARD,
    'ZVT-304': both('busy'),
    'ZVT-309': both('amountTakenBack'),
    'ZVT-401': pair('bankDeclined'),
    'ZVT-402': pair('cardNotRead'),
    'ZVT-403': pair('cardNotValid'),
    'ZVT-404': pair('cardNotAccepted'),
    'ZVT-405': { pay: 'notFinished', refund: null },
  },
  'not-started': { ...BEFORE_THE_CARD, 'PAY-310': pair('notSaved') },
  'not-answering': { 'PAY-301': both('network'), 'PAY-302': both('startingUp') },
  occupied: { 'ZVT-304': both('occupied') },
  'not-certain': {
    'ZVT-308': pair('notProvable'),
    'PAY-305': pair('lookAtScreen'),
    'PAY-307': pair('lookInList'),
    'PAY-308': pair('lookInList'),
    'PAY-309': pair('otherCurrency'),
  },
};

/** The codes that have a sentence of their own, by situation. */
export const REASON_CODES: Readonly<Record<ReasonSituation, readonly string[]>> = {
  'not-paid': Object.keys(REASONS['not-paid']),
  'not-started': Object.keys(REASONS['not-started']),
  'not-answering': Object.keys(REASONS['not-answering']),
  occupied: Object.keys(REASONS.occupied),
  'not-certain': Object.keys(REASONS['not-certain']),
};

/**
 * What the cashier does about an error code; null where the card's ordinary sentence says it as well. It says nothing of
 * the money that the situation doesn't prove.
 */
export function reasonSentence(
  translator: Translator,
  situation: ReasonSituation,
  about: { readonly code: string | null; readonly direction: 'pay' | 'refund'; readonly device: string },
): string | null {
  const { code, direction, device } = about;
  if (code === null) return null;
  const name = REASONS[situation][code]?.[direction] ?? null;
  return name === null ? null : translator.t(`reason.${name}`, { device });
}
