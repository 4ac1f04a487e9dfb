import { type ErrorEntry, TillbridgeError } from '@tillbridge/kernel';
import { type CallKind, type HttpReply, oneLine, textOfUtf8 } from '@tillbridge/psp-core';
import { MPLUS_API_ERRORS } from './client-errors.ts';
import { MPLUS_NAMESPACE, openEnvelope } from './envelope.ts';
import { type Complex, readComplex, type ValueOf } from './types.ts';
import type { XmlElement } from './xml.ts';

/** What may be done after a call that has no answer. */
export type NextStep =
  /** Send the same again later, under the same key if it has one: it can't be done twice. */
  | 'later'
  /** It may have been done and has no key: look at the other side before anything else. */
  | 'look-first'
  /** The same again ends the same. Somebody has to act. */
  | 'give-up';

/** A call without an answer. `error` says what it was and who acts; never holds ident, secret or what was sent. */
export interface MplusFailure {
  readonly error: TillbridgeError;
  readonly next: NextStep;
}

export type ReadAnswer<Type extends Complex> =
  | { readonly ok: true; readonly value: ValueOf<Type> }
  | { readonly ok: false; readonly failure: MplusFailure };

export interface Asked<Type extends Complex> {
  readonly operation: string;
  readonly kind: CallKind;
  readonly response: Type;
  /** Takes out what must not be told. */
  readonly scrub: (text: string) => string;
}

const LONGEST_DETAIL = 200;

/** What an HTTP reply says about a call. Never throws. */
export function readAnswer<Type extends Complex>(asked: Asked<Type>, reply: HttpReply): ReadAnswer<Type> {
  const { operation, kind, response, scrub } = asked;
  const failed = (entry: ErrorEntry, next: NextStep, detail: string) => {
    const error = new TillbridgeError(entry, { about: operation, detail: oneLine(scrub(detail), LONGEST_DETAIL) });
    return { ok: false, failure: { error, next } } as const;
  };
  /** It may have been done. */
  const unclear: NextStep = kind === 'create' ? 'look-first' : 'later';

  if (reply.kind === 'failure') {
    if (reply.fault === 'answer-too-large') return failed(MPLUS_API_ERRORS.answerTooLarge, 'give-up', reply.detail);
    if (reply.reach === 'not-sent') return failed(MPLUS_API_ERRORS.unreachable, 'later', reply.detail);
    return failed(MPLUS_API_ERRORS.noAnswer, unclear, `${reply.fault}, ${reply.detail}`);
  }
  const { status } = reply;
  const text = textOfUtf8(reply.body) ?? '';
  const opened = openEnvelope(text);
  if (opened.kind === 'fault') {
    const detail = `${opened.code}, ${opened.message}`;
    if (/^Client\.Auth/i.test(opened.code)) return failed(MPLUS_API_ERRORS.notAdmitted, 'later', detail);
    if (/^Client\b/i.test(opened.code)) return failed(MPLUS_API_ERRORS.refused, 'give-up', detail);
    return failed(MPLUS_API_ERRORS.apiFault, unclear, detail);
  }
  if (status === 401 || status === 403) return failed(MPLUS_API_ERRORS.notAdmitted, 'later', `HTTP ${status}`);
  if (status === 429 || status >= 500) return failed(MPLUS_API_ERRORS.apiFault, unclear, `HTTP ${status}`);
  if (status !== 200) return failed(MPLUS_API_ERRORS.notTheApi, 'later', `HTTP ${status}`);
  if (opened.kind === 'broken') {
    // Cut short on the way, or somebody else's page.
    return /<([\w.-]+:)?Envelope\b/.test(text.slice(0, 1_000))
      ? failed(MPLUS_API_ERRORS.noAnswer, unclear, opened.reason)
      : failed(MPLUS_API_ERRORS.notTheApi, unclear, opened.reason);
  }
  if (!isAnswer(opened.element, response)) {
    return failed(MPLUS_API_ERRORS.unreadable, 'give-up', 'it answers another operation');
  }
  const read = readComplex(response, opened.element);
  return read.ok ? read : failed(MPLUS_API_ERRORS.unreadable, 'give-up', `${read.path} ${read.reason}`);
}

/** Answers are named after their type, with capitals that vary (mplusqapi.wsdl). */
function isAnswer({ namespace, name }: XmlElement, response: Complex): boolean {
  return namespace === MPLUS_NAMESPACE && name.toLowerCase() === response.name.toLowerCase();
}
