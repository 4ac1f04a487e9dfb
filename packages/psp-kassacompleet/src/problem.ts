import type { ErrorEntry } from '@tillbridge/kernel';
import {
  describeIssues,
  failure,
  failureOfTransport,
  type HttpReply,
  type HttpResponse,
  maskedLine,
  type ProviderFailure,
  readJson,
  retryAfterMs,
  type TransportFailure,
} from '@tillbridge/psp-core';
import type { z } from 'zod';
import { KC_ERRORS } from './errors.ts';
import { type KcProblem, kcProblemSchema } from './problem.wire.ts';

/** What an answer is, seen from what may be concluded. */
export type KcRead<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** Nothing left us. */
  | { readonly kind: 'not-sent'; readonly failure: ProviderFailure }
  /**
   * Kassa Compleet said no. `named`: in its own error body, so that it wasn't something in between. `slowDownMs`: with
   * 429, how long to stay away.
   */
  | {
      readonly kind: 'refused';
      readonly failure: ProviderFailure;
      readonly status: number;
      readonly named: boolean;
      readonly slowDownMs: number | null;
    }
  /** Lost, failing or unreadable: what was asked for may have been done. */
  | { readonly kind: 'unclear'; readonly failure: ProviderFailure };

/** When asked to slow down without saying how long. No limit is published. */
const DEFAULT_SLOW_DOWN_MS = 5_000;
/** The server gave up on our request; a proxy may have passed it on all the same. */
const REQUEST_TIMEOUT = 408;

/**
 * Reads an answer. An `error` in the body decides, whatever the HTTP status: the platform's own clients go by it alone.
 * A status of 500 and above, in either place, says nothing about what was done.
 */
export function readAnswer<T>(reply: HttpReply, schema: z.ZodType<T>, nowMs: number): KcRead<T> {
  if (reply.kind === 'failure') return lost(reply);
  const json = readJson(reply.body);
  const problem = json.ok ? kcProblemSchema.safeParse(json.value) : undefined;
  if (problem?.success === true) return failureOfProblem(reply, problem.data.error, nowMs);
  if (reply.status >= 400) return failureOfProblem(reply, undefined, nowMs);
  if (reply.status < 200 || reply.status >= 300 || !json.ok) {
    return unclear(KC_ERRORS.unreadable, `HTTP ${reply.status} without a readable body`);
  }
  const parsed = schema.safeParse(json.value);
  return parsed.success
    ? { kind: 'value', value: parsed.data }
    : unclear(KC_ERRORS.unreadable, `HTTP ${reply.status} ${describeIssues(parsed.error.issues)}`);
}

/** Their words for a person, masked; null for none. */
export function masked(text: string | null | undefined): string | null {
  return typeof text === 'string' && text.trim() !== '' ? maskedLine(text) : null;
}

function lost(transport: TransportFailure): KcRead<never> {
  const told = failureOfTransport(transport, KC_ERRORS);
  return transport.reach === 'not-sent' ? { kind: 'not-sent', failure: told } : { kind: 'unclear', failure: told };
}

function failureOfProblem(reply: HttpResponse, problem: KcProblem | undefined, nowMs: number): KcRead<never> {
  const theirs = problem !== undefined && 'status' in problem ? Number(problem.status ?? 0) : 0;
  // An error under a good HTTP status that names none of its own may be of any kind.
  const outer = reply.status >= 400 ? reply.status : theirs || 500;
  const status = theirs >= 500 ? theirs : outer;
  const words = problem === undefined ? 'no readable body' : wordsOf(problem);
  const detail = `HTTP ${reply.status} ${words}`;
  if (status >= 500 || status === REQUEST_TIMEOUT) return unclear(KC_ERRORS.providerFailing, detail);
  return {
    kind: 'refused',
    failure: failure(entryOf(status), detail),
    status,
    named: problem !== undefined,
    slowDownMs: status === 429 ? (retryAfterMs(reply.headers, nowMs) ?? DEFAULT_SLOW_DOWN_MS) : null,
  };
}

function entryOf(status: number): ErrorEntry {
  switch (status) {
    case 401:
      return KC_ERRORS.notAllowed;
    case 403:
      return KC_ERRORS.methodNotEnabled;
    case 404:
      return KC_ERRORS.orderNotFound;
    case 429:
      return KC_ERRORS.tooManyCalls;
    default:
      return KC_ERRORS.orderRefused;
  }
}

function wordsOf(problem: KcProblem): string {
  if (!('type' in problem)) return problem.value ?? '';
  const { type, value, message, detail, property_path, property_description } = problem;
  return [type, property_path, property_description, value ?? message ?? detail].filter(Boolean).join('; ');
}

function unclear(entry: ErrorEntry, words: string): KcRead<never> {
  return { kind: 'unclear', failure: failure(entry, words) };
}
