import { assertNever } from '@tillbridge/kernel';
import type { Translator } from '@tillbridge/language';
import type { PictogramName } from '@tillbridge/ui';
import type { Step } from './assistant.ts';

/** A step of the assistant as the cashier reads it. */
export interface Question {
  readonly head: string;
  readonly action: string | null;
  /** The words on the buttons: none, one, or yes and no. */
  readonly answers: readonly string[];
  readonly pictogram: PictogramName;
  /** What the guest takes home, when it stays open. */
  readonly slip: { readonly head: string; readonly text: string } | null;
}

export interface QuestionAbout {
  readonly device: string;
  readonly amount: string;
  readonly date: string;
  readonly time: string;
  readonly reference: string;
  readonly says: 'approved' | 'declined' | null;
}

export function questionFor(step: Step, words: Translator, about: QuestionAbout): Question {
  const { device, amount, time } = about;
  switch (step) {
    case 'asking':
      return {
        ...plain('hourglass'),
        head: words.t('assistant.asking.head', { device }),
        action: words.t('assistant.asking.action'),
      };
    case 'terminal-asks':
      return {
        ...plain('terminal-asks'),
        head: words.t('assistant.terminalAsks.head', { device }),
        answers: [words.t('assistant.terminalAsks.first'), words.t('assistant.terminalAsks.second')],
      };
    case 'let-finish':
      return {
        ...plain('hourglass'),
        head: words.t('assistant.letFinish.head'),
        action: words.t('assistant.letFinish.action'),
      };
    case 'receipt':
      return {
        ...plain('receipt-strip'),
        head: words.t('assistant.receipt.head', { device }),
        action: words.t('assistant.lookFor', { amount, date: about.date, time }),
        answers: [words.t('assistant.receipt.first'), words.t('assistant.receipt.second')],
      };
    case 'receipt-says':
      return {
        ...plain('receipt-both'),
        head: words.t('assistant.receiptSays.head'),
        answers: [words.t('assistant.receiptSays.first'), words.t('assistant.receiptSays.second')],
      };
    case 'same-amount':
      return {
        ...plain('receipt-lines'),
        head: words.t('assistant.sameAmount.head', { amount, time }),
        answers: [words.t('assistant.sameAmount.first'), words.t('assistant.sameAmount.second')],
      };
    case 'reprint':
      return {
        ...plain('receipt-strip'),
        head: words.t('assistant.reprint.head', { device }),
        action: words.t('assistant.lookFor', { amount, date: about.date, time }),
        answers: [words.t('assistant.reprint.first'), words.t('assistant.reprint.second')],
      };
    case 'phone':
      return {
        ...plain('phone-confirm'),
        head: words.t('assistant.phone.head'),
        answers: [words.t('assistant.phone.first'), words.t('assistant.phone.second')],
      };
    case 'who':
      return {
        ...plain('person-coming'),
        head: words.t('assistant.who.head'),
        action: words.t('assistant.who.action'),
      };
    case 'noted':
      return about.says === 'approved'
        ? {
            ...plain('receipt-strip'),
            head: words.t('assistant.notedPaid.head'),
            action: words.t('assistant.notedPaid.action', { source: device }),
          }
        : {
            ...plain('receipt-strip'),
            head: words.t('assistant.notedNotPaid.head'),
            action: words.t('assistant.notedNotPaid.action'),
          };
    case 'not-known':
      return {
        ...plain('triangle-exclamation'),
        head: words.t('assistant.notKnown.head'),
        answers: [words.t('assistant.notKnown.first'), words.t('assistant.notKnown.second')],
      };
    case 'tell-customer':
      return {
        ...plain('speech-marks'),
        head: words.t('assistant.tellCustomer.head'),
        action: words.t('assistant.tellCustomer.action'),
        answers: [words.t('button.back')],
        slip: {
          head: words.t('assistant.slip.head', { ref: about.reference }),
          text: words.t('assistant.slip.action', { amount, date: about.date, time }),
        },
      };
    default:
      return assertNever(step);
  }
}

function plain(pictogram: PictogramName): Omit<Question, 'head'> {
  return { action: null, answers: [], pictogram, slip: null };
}
