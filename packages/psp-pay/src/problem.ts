import type { ErrorEntry } from '@tillbridge/kernel';
import { failure, type HttpResponse, type ProviderFailure, readJson } from '@tillbridge/psp-core';
import { PAY_ERRORS } from './errors.ts';
import { type PayProblem, problemOf } from './problem.wire.ts';

/** What Pay. names by a code, wherever in the answer the code stands. */
const BY_CODE: ReadonlyMap<string, ErrorEntry> = new Map<string, ErrorEntry>([
  ['PAY-9206', PAY_ERRORS.terminalInUse],
  ['PAY-408', PAY_ERRORS.methodNotEnabled],
  ['PAY-001', PAY_ERRORS.orderNotFound],
  ['PAY-004', PAY_ERRORS.serviceUnknown],
  ['PAY-2852', PAY_ERRORS.serviceUnknown],
  ['PAY-013', PAY_ERRORS.chargedBack],
  ['PAY-014', PAY_ERRORS.refundTooSoon],
  ['PAY-015', PAY_ERRORS.refundAmount],
  ['PAY-2803', PAY_ERRORS.refundAmount],
  ['PAY-406', PAY_ERRORS.tooLateToAbort],
  ['PAY-409', PAY_ERRORS.amountNotAllowed],
  ['PAY-410', PAY_ERRORS.amountNotAllowed],
  ['PAY-9001', PAY_ERRORS.orderNotFound],
  ['PAY-9003', PAY_ERRORS.orderNotFound],
  ['PAY-9004', PAY_ERRORS.orderNotFound],
  ['PAY-9101', PAY_ERRORS.orderNotFound],
]);

/**
 * What Pay. names by words alone: the Order API answers 422 with a sentence, and Pay.'s own PHP SDK tells these cases
 * apart by the same sentences. The words are data here, and nothing else in the package looks at a message.
 */
const BY_WORDS: readonly (readonly [words: string, entry: ErrorEntry])[] = [
  ['terminal in use', PAY_ERRORS.terminalInUse],
  ['terminal not connected', PAY_ERRORS.terminalOffline],
  ['requested payment method is not enabled', PAY_ERRORS.methodNotEnabled],
  ['not enabled for this service', PAY_ERRORS.methodNotEnabled],
  ['minimum amount for this payment method', PAY_ERRORS.amountNotAllowed],
  ['exceeded for payment option', PAY_ERRORS.amountNotAllowed],
  ['bestelling kon niet worden gevonden', PAY_ERRORS.orderNotFound],
  ['too fast', PAY_ERRORS.refundTooSoon],
  ['forbidden', PAY_ERRORS.notAllowed],
];

const BY_STATUS: ReadonlyMap<number, ErrorEntry> = new Map<number, ErrorEntry>([
  [401, PAY_ERRORS.notAllowed],
  [403, PAY_ERRORS.notAllowed],
  [404, PAY_ERRORS.orderNotFound],
  [410, PAY_ERRORS.orderGone],
  [429, PAY_ERRORS.tooManyCalls],
]);

/** The errors that Pay. proves by naming them, whatever the HTTP status: nothing was started. */
export const PROVEN_REFUSALS: ReadonlySet<ErrorEntry> = new Set<ErrorEntry>([
  PAY_ERRORS.terminalInUse,
  PAY_ERRORS.terminalOffline,
  PAY_ERRORS.methodNotEnabled,
]);

/** Which of our errors an answer of 400 and above is. */
export function failureOfAnswer(answer: HttpResponse): ProviderFailure {
  const json = readJson(answer.body);
  const problem = json.ok ? problemOf(json.value) : undefined;
  const entry = (problem && namedIn(problem)) ?? BY_STATUS.get(answer.status) ?? byClass(answer.status);
  const words = problem === undefined ? 'no readable body' : wordsOf(problem);
  return failure(entry, `HTTP ${answer.status} ${words}`);
}

function byClass(status: number): ErrorEntry {
  if (status >= 500) return PAY_ERRORS.providerFailing;
  return status >= 400 ? PAY_ERRORS.orderRefused : PAY_ERRORS.unreadable;
}

function namedIn(problem: PayProblem): ErrorEntry | undefined {
  const violations = problem.violations ?? [];
  for (const code of [problem.code, ...violations.map((violation) => violation.code)]) {
    const entry = code === null || code === undefined ? undefined : BY_CODE.get(code);
    if (entry !== undefined) return entry;
  }
  const said = [problem.title, problem.detail, ...violations.map((violation) => violation.message)]
    .join('\n')
    .toLowerCase();
  return BY_WORDS.find(([words]) => said.includes(words))?.[1];
}

function wordsOf(problem: PayProblem): string {
  const violations = (problem.violations ?? []).map((v) =>
    [v.propertyPath, v.code, v.message].filter(Boolean).join(' '),
  );
  return [problem.code, problem.detail ?? problem.title, ...violations.slice(0, 3)].filter(Boolean).join('; ');
}
