import { DEVICE_WORDS_MAX } from '@tillbridge/contracts';
import { maskCardNumbers } from '@tillbridge/kernel';
import { isOpen, type Payment } from '@tillbridge/payments';
import type { SeenPayment } from './picture.ts';

/** Control characters, line breaks and runs of blanks: a terminal pads its lines to the width of its own screen. */
const BLANKS = /[\s\p{Cc}]+/gu;

/**
 * Details that end in the device's own words: the verdict of a ZVT terminal with the text of its host (BMP 3C), and the
 * reason a PAY.POS terminal gave for a refusal. What stands in other details is ours, for IT.
 */
const TOLD = [/^ZVT-\d{3} [^:]*: code [0-9A-F]{2}, (.+)$/s, /^PAY-3(?:04|14) [^:]*: (.+)$/s];

/** The device's own text as the cashier's small print: while it runs, and why it ended unpaid. Null when there is none. */
export function deviceWords({ payment, words }: SeenPayment): string | null {
  const said = isOpen(payment) ? words : lastWords(payment);
  if (said === null) return null;
  const text = maskCardNumbers(said.replace(BLANKS, ' ').trim());
  return text === '' ? null : text.slice(0, DEVICE_WORDS_MAX);
}

function lastWords({ state, detail }: Payment): string | null {
  if (state === 'approved' || detail === null) return null;
  for (const told of TOLD) {
    const words = detail.match(told)?.[1];
    if (words !== undefined) return words;
  }
  return null;
}
