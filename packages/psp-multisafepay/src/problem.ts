import type { ErrorEntry, ExactJson } from '@tillbridge/kernel';
import {
  type HttpResponse,
  type ProviderFailure,
  failure as providerFailure,
  failureOfTransport as providerFailureOfTransport,
  type TransportFailure,
} from '@tillbridge/psp-core';
import { MSP_ERRORS } from './errors.ts';
import { readExact } from './exact.ts';
import { type MspProblem, mspProblemSchema } from './problem.wire.ts';

/** What a call was for: the same code means different things to a create and to a question. */
export type CallPurpose = 'create' | 'read' | 'cancel' | 'refund' | 'list';

/** One of our errors, with what MultiSafepay or the network said. */
export interface MspFailure extends ProviderFailure {
  /** MultiSafepay's own code; null without one. */
  readonly code: number | null;
  /** Whether the answer came in one of MultiSafepay's own error forms, and not from anything in between. */
  readonly theirs: boolean;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
}

/** docs.multisafepay.com, "Error reference" and "Card payment errors". */
const BY_CODE: ReadonlyMap<number, ErrorEntry> = new Map<number, ErrorEntry>([
  [1000, MSP_ERRORS.unspecified],
  [1001, MSP_ERRORS.amountRefused],
  [1002, MSP_ERRORS.amountRefused],
  [1003, MSP_ERRORS.accountClosed],
  [1004, MSP_ERRORS.orderRefused],
  [1005, MSP_ERRORS.orderRefused],
  [1007, MSP_ERRORS.orderRefused],
  [1008, MSP_ERRORS.orderRefused],
  [1010, MSP_ERRORS.orderRefused],
  [1011, MSP_ERRORS.orderRefused],
  [1012, MSP_ERRORS.orderRefused],
  [1013, MSP_ERRORS.orderRefused],
  [1014, MSP_ERRORS.unspecified],
  [1015, MSP_ERRORS.accountClosed],
  [1016, MSP_ERRORS.orderRefused],
  [1017, MSP_ERRORS.refundRefused],
  [1018, MSP_ERRORS.orderRefused],
  [1019, MSP_ERRORS.accountClosed],
  [1020, MSP_ERRORS.accountClosed],
  [1021, MSP_ERRORS.orderRefused],
  [1022, MSP_ERRORS.orderIdTaken],
  [1023, MSP_ERRORS.methodUnavailable],
  [1024, MSP_ERRORS.paymentDeclined],
  ...codes(1025, 1031, MSP_ERRORS.orderRefused),
  [1032, MSP_ERRORS.keyRefused],
  [1033, MSP_ERRORS.refundRefused],
  [1034, MSP_ERRORS.refundRefused],
  [1035, MSP_ERRORS.orderRefused],
  [1036, MSP_ERRORS.orderRefused],
  [5001, MSP_ERRORS.orderRefused],
  [9999, MSP_ERRORS.unspecified],
  ...codes(3001, 3012, MSP_ERRORS.paymentDeclined),
  ...codes(4001, 4005, MSP_ERRORS.paymentDeclined),
  [4999, MSP_ERRORS.paymentDeclined],
]);

/** "Invalid or duplicate order id" to a create, "no such order" to anything else. */
const ORDER_ID = 1006;
/** "Unknown error", which with HTTP 410 means "not found". */
const UNKNOWN = 1000;

/** The reasons of a payment that was declined, as an order's `reason_code` carries them. */
export function isDeclineCode(code: string | null | undefined): boolean {
  return code !== null && code !== undefined && BY_CODE.get(Number(code)) === MSP_ERRORS.paymentDeclined;
}

export type ReadAnswer =
  | { readonly ok: true; readonly body: ExactJson }
  | { readonly ok: false; readonly failure: MspFailure };

/**
 * The body of an answer that reports success. The HTTP status alone says too little: errors come under 200 as well, and
 * `success` may be missing from an answer that has data (MultiSafepay's PHP SDK takes both).
 */
export function readAnswer(answer: HttpResponse, purpose: CallPurpose): ReadAnswer {
  const body = readExact(answer.body);
  const parsed = body === undefined ? undefined : mspProblemSchema.safeParse(body);
  const problem = parsed?.success === true ? parsed.data : undefined;
  const code = problem?.error_code ?? null;
  const says = problem?.success ?? code === null;
  const refused = answer.status < 200 || answer.status >= 300 || !says;
  if (!refused && body !== undefined && problem !== undefined) return { ok: true, body };
  const words = problem === undefined ? 'no readable body' : wordsOf(problem);
  return {
    ok: false,
    failure: {
      ...failure(entryOf(answer.status, problem, code, purpose), `HTTP ${answer.status} ${words}`),
      code,
      theirs: problem !== undefined && (code !== null || problem.message != null),
      status: answer.status,
    },
  };
}

export function failureOfTransport(lost: TransportFailure): MspFailure {
  return { ...providerFailureOfTransport(lost, MSP_ERRORS), ...UNSAID };
}

export function failure(entry: ErrorEntry, words: string): MspFailure {
  return { ...providerFailure(entry, words), ...UNSAID };
}

const UNSAID = { code: null, theirs: false, status: null } as const;

function entryOf(
  status: number,
  problem: MspProblem | undefined,
  code: number | null,
  purpose: CallPurpose,
): ErrorEntry {
  if (status === 429) return MSP_ERRORS.tooManyCalls;
  if (status >= 500) return MSP_ERRORS.providerFailing;
  if (code === ORDER_ID) return purpose === 'create' ? MSP_ERRORS.orderIdTaken : MSP_ERRORS.orderNotFound;
  if (code === UNKNOWN && status === 410 && purpose !== 'create') return MSP_ERRORS.orderNotFound;
  if (code !== null) return BY_CODE.get(code) ?? MSP_ERRORS.unspecified;
  if (status === 401 || status === 403) return MSP_ERRORS.keyRefused;
  if (status >= 400) return purpose === 'refund' ? MSP_ERRORS.refundRefused : MSP_ERRORS.orderRefused;
  return problem?.success === false ? MSP_ERRORS.unspecified : MSP_ERRORS.unreadable;
}

function wordsOf(problem: MspProblem): string {
  const fields = (problem.errors ?? [])
    .slice(0, 3)
    .map(({ attribute, message, details }) => [attribute, message, ...(details ?? [])].filter(Boolean).join(' '));
  return [problem.error_code, problem.error_info ?? problem.message, ...fields]
    .filter((word) => word !== null && word !== undefined && word !== '')
    .join('; ');
}

function codes(first: number, last: number, entry: ErrorEntry): [number, ErrorEntry][] {
  return Array.from({ length: last - first + 1 }, (_, at) => [first + at, entry]);
}
