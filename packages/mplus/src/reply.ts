import { type ExactJsonInput, stringifyExactJson } from '@tillbridge/kernel';

/** What goes back to the till. */
export interface WebhookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** To be called once the whole reply has left the machine: what it says has been handed over. */
  readonly sent?: () => void;
}

/** The vendor's error codes that we use (MplusKASSA developer site, "Error codes"). */
export type WireErrorCode =
  | 'NO_SUBSCRIPTION_ID'
  | 'INVALID_SUBSCRIPTION_ID'
  | 'NO_SIGNATURE'
  | 'INVALID_SIGNATURE'
  | 'NO_CONTENT_TYPE'
  | 'INVALID_CONTENT_TYPE'
  | 'INVALID_JSON'
  | 'INVALID_DATA'
  | 'NO_EVENT_DETAILS'
  | 'NO_SCANNED_CODE';

/** An answer before it is written and signed. `heard`: what follows from it having reached the till. */
export interface Answer {
  readonly status: 200 | 400;
  readonly body: ExactJsonInput;
  readonly heard?: () => void;
}

export const NOTHING_TO_SAY: Answer = { status: 200, body: {} };

export interface ErrorAnswer extends Answer {
  /** The vendor's, or one of our own for a fault of ours. */
  readonly code: WireErrorCode | `MPLUS-${number}`;
}

/** Texts never repeat what was sent. */
export function errorAnswer(code: ErrorAnswer['code'], message: string): ErrorAnswer {
  return { status: 400, body: { error: { code, message } }, code };
}

const utf8 = new TextEncoder();

/** Writes the answer once; `sign` gets exactly the bytes that are sent. Without it the reply goes out unsigned. */
export function replyOf(answer: Answer, sign: ((body: Uint8Array) => Record<string, string>) | null): WebhookReply {
  const body = utf8.encode(stringifyExactJson(answer.body));
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json', ...sign?.(body) },
    body,
    ...(answer.heard === undefined ? {} : { sent: answer.heard }),
  };
}
