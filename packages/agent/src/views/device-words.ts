import { DEVICE_WORDS_MAX } from '@tillbridge/contracts';
import { maskCardNumbers } from '@tillbridge/kernel';
import { isOpen } from '@tillbridge/payments';
import type { SeenPayment } from './picture.ts';

/** Control characters, line breaks and runs of blanks: a terminal pads its lines to the width of its own screen. */
const BLANKS = /[\s\p{Cc}]+/gu;

/** The device's own text as the cashier's small print; null when there is none, or the payment has ended. */
export function deviceWords({ payment, words }: SeenPayment): string | null {
  if (words === null || !isOpen(payment)) return null;
  const text = maskCardNumbers(words.replace(BLANKS, ' ').trim());
  return text === '' ? null : text.slice(0, DEVICE_WORDS_MAX);
}
