import type { Language } from './language.ts';
import { createTranslator, type SentenceKey, type Translator } from './translator.ts';

/** What is known about a payment, in the payments room's words. */
export interface TillSituation {
  readonly state: 'intent' | 'started' | 'approved' | 'declined' | 'cancelled' | 'timed-out' | 'unknown';
  readonly reason:
    | 'terminal-in-use'
    | 'terminal-offline'
    | 'provider-refused'
    | 'provider-down'
    | 'second-tender'
    | 'no-route'
    | 'refund-not-possible'
    | 'journal-unwritable'
    | 'never-shown'
    | 'declined-by-issuer'
    | 'cancelled-by-customer'
    | 'cancelled-by-till'
    | 'cancelled-by-cashier'
    | 'expired'
    | 'failed'
    | 'amount-refused'
    | 'start-unclear'
    | 'no-proof'
    | 'interrupted'
    | 'queued'
    | null;
  readonly phase:
    | 'starting'
    | 'present-card'
    | 'try-again'
    | 'insert-card'
    | 'one-card'
    | 'confirm-phone'
    | 'declined-retry'
    | 'declined-pin'
    | 'pin'
    | 'pin-again'
    | 'processing'
    | 'remove-card'
    | 'scan'
    | 'scanned'
    | 'checking'
    | null;
  readonly means: 'card' | 'qr';
  readonly direction: 'pay' | 'refund';
  /** Positive; after an approval what was really charged. */
  readonly amountCents: number;
  /** The terminal's or provider's name as the settings give it. */
  readonly device: string;
  /** With `terminal-in-use`: how long at most, whole seconds; null when nobody knows. */
  readonly busySeconds: number | null;
  /** The outcome is unknown, and a person recorded that the terminal's paper says it was declined. */
  readonly witnessedDeclined: boolean;
  /** A stop was asked for and isn't proven. */
  readonly stopRequested?: boolean;
  /** With `approved`: `queued` is taken offline and not confirmed yet, `refused` was refused by the scheme afterwards. */
  readonly settlement?: 'final' | 'queued' | 'refused' | null;
}

export interface TillSentences {
  /** For the cashier. */
  readonly message: string;
  /** For the guest. Never a reason, a name or a card. */
  readonly customerMessage: string;
}

/** Both texts for the till's own screens; null when there is nothing new to say. */
export function tillSentences(language: Language, situation: TillSituation): TillSentences | null {
  const translator = tillTranslator(language);
  const refused = refusal(translator, situation);
  if (refused !== null) return refused;
  const base = stem(situation);
  return base === null ? null : both(translator, base, situation);
}

const translators = new Map<Language, Translator>();

/** A till polls every second or two; a translator never changes, so one for each language is enough. */
function tillTranslator(language: Language): Translator {
  const known = translators.get(language);
  if (known) return known;
  const translator = createTranslator(language, 'till');
  translators.set(language, translator);
  return translator;
}

/** The sentences that come as a pair, one for each reader. */
type Pair = {
  [Key in SentenceKey]: Key extends `till.${infer Name}.message`
    ? Name extends 'terminalInUse'
      ? never
      : Name
    : never;
}[SentenceKey];

function both(translator: Translator, name: Pair, situation: TillSituation): TillSentences {
  const values = { amount: translator.amount(situation.amountCents), device: situation.device };
  return {
    message: translator.t(`till.${name}.message`, values),
    customerMessage: translator.t(`till.${name}.customer`, values),
  };
}

/** Nothing was started: the message says why. The guest is only asked for a moment. */
function refusal(translator: Translator, situation: TillSituation): TillSentences | null {
  const { device, busySeconds } = situation;
  const customerMessage = translator.t('till.oneMoment');
  switch (situation.reason) {
    case 'terminal-in-use': {
      const message =
        busySeconds === null
          ? translator.t('till.terminalInUseUnknown', { device })
          : translator.t('till.terminalInUse.message', { device, count: busySeconds });
      return { message, customerMessage };
    }
    case 'terminal-offline':
      return { message: translator.t('till.terminalOffline', { device }), customerMessage };
    case 'provider-refused':
      return { message: translator.t('till.providerRefused', { device }), customerMessage };
    case 'provider-down':
      return { message: translator.t('till.providerDown', { device }), customerMessage };
    case 'second-tender':
      return { message: translator.t('till.secondTender'), customerMessage };
    case 'no-route':
      return { message: translator.t('till.noRoute'), customerMessage };
    case 'refund-not-possible':
      return { message: translator.t('till.refundNotPossible', { device }), customerMessage };
    case 'journal-unwritable':
      return { message: translator.t('till.journalUnwritable'), customerMessage };
    default:
      return null;
  }
}

function stem(situation: TillSituation): Pair | null {
  const refund = situation.direction === 'refund';
  switch (situation.state) {
    case 'intent':
      return situation.means === 'qr' && !refund ? 'startingQr' : 'starting';
    case 'started':
      return situation.stopRequested === true ? 'stopping' : duringPayment(situation, refund);
    case 'unknown':
      if (situation.witnessedDeclined && !refund) return 'witnessedNotPaid';
      if (situation.reason === 'queued') return refund ? 'takenOfflineRefund' : 'takenOffline';
      return refund ? 'unknownRefund' : 'unknown';
    case 'approved':
      if (situation.settlement === 'refused') return 'queuedDeclined';
      if (situation.settlement === 'queued') return refund ? 'approvedOfflineRefund' : 'approvedOffline';
      return refund ? 'approvedRefund' : 'approved';
    case 'declined':
      if (situation.reason === 'amount-refused') return refund ? 'amountRefusedRefund' : 'amountRefused';
      return refund ? 'declinedRefund' : 'declined';
    case 'cancelled':
      return refund ? 'cancelledRefund' : 'cancelled';
    case 'timed-out':
      if (refund) return 'timedOutRefund';
      return situation.means === 'qr' ? 'qrExpired' : 'timedOut';
  }
}

function duringPayment(situation: TillSituation, refund: boolean): Pair | null {
  switch (situation.phase) {
    case 'starting':
      return situation.means === 'qr' ? 'startingQr' : 'starting';
    case 'present-card':
      return refund ? 'presentCardRefund' : 'presentCard';
    case 'try-again':
      return 'tryAgain';
    case 'insert-card':
      return 'insertCard';
    case 'one-card':
      return 'oneCard';
    case 'confirm-phone':
      return 'confirmPhone';
    case 'declined-retry':
    case 'declined-pin':
      return 'notThroughYet';
    case 'pin':
      return 'pin';
    case 'pin-again':
      return 'pinAgain';
    case 'processing':
      return 'processing';
    case 'remove-card':
      return 'removeCard';
    case 'scan':
      return 'scan';
    case 'scanned':
      return 'scanned';
    case 'checking':
      return 'checking';
    case null:
      return null;
  }
}
