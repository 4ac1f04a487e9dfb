import { type ErrorEntry, maskCardNumbers } from '@tillbridge/kernel';
import { oneLine } from './answers.ts';
import type { TransportFailure } from './http-exchange.ts';

/** One of our errors, with what the provider or the network said. */
export interface ProviderFailure {
  readonly entry: ErrorEntry;
  /** For IT: our code, their status and code, their words; masked, one line. */
  readonly detail: string;
}

const MAX_DETAIL = 240;

export function failure(entry: ErrorEntry, words: string): ProviderFailure {
  return { entry, detail: maskedLine(`${entry.code} ${words}`) };
}

/** A call without an answer: `notReached` when no byte left, else `noAnswer`. */
export function failureOfTransport(
  lost: TransportFailure,
  entries: { readonly notReached: ErrorEntry; readonly noAnswer: ErrorEntry },
): ProviderFailure {
  const entry = lost.reach === 'not-sent' ? entries.notReached : entries.noAnswer;
  return failure(entry, `${lost.fault}: ${lost.detail}`);
}

/** A provider's own words, for people: masked, in one line. */
export function maskedLine(words: string): string {
  return oneLine(maskCardNumbers(words), MAX_DETAIL);
}
