import { type InjectionError, REQUEST_ID_HEADER } from '@tillbridge/contracts/injection';
import type { ErrorEntry } from '@tillbridge/kernel';
import type { InjectionReply, ReplyHeaders } from '@tillbridge/relay';

/** A refusal: nothing was stored. `field`: the path of what is wrong; `detail` never repeats what was sent beyond it. */
export class Refused extends Error {
  readonly status: number;
  readonly entry: ErrorEntry;
  readonly field: string | null;
  readonly detail: string | null;
  /** Stands in the injection log already. */
  readonly isNoted: boolean;

  constructor(
    status: number,
    entry: ErrorEntry,
    why: { readonly field?: string | null; readonly detail?: string; readonly isNoted?: boolean } = {},
  ) {
    super(entry.title);
    this.status = status;
    this.entry = entry;
    this.field = why.field ?? null;
    this.detail = why.detail ?? null;
    this.isNoted = why.isNoted ?? false;
  }
}

export function json(status: number, body: object, requestId: string, headers: ReplyHeaders = {}): InjectionReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', [REQUEST_ID_HEADER]: requestId, ...headers },
    body: JSON.stringify(body),
  };
}

export function refusal(
  { status, entry, field, detail }: Pick<Refused, 'status' | 'entry' | 'field' | 'detail'>,
  requestId: string,
  headers: ReplyHeaders = {},
): InjectionReply {
  const body: InjectionError = {
    error: {
      code: entry.code,
      message: `${entry.title}${detail === null ? '' : `: ${detail}`}. ${entry.it}`,
      field,
      whoActs: entry.whoActs === 'it' ? 'it' : 'ticket-shop',
      moneyMoved: 'no',
      requestId,
    },
  };
  return json(status, body, requestId, headers);
}

/** Whole seconds, rounded up: who comes back at that moment is let in. */
export function retryAfter(afterMs: number | null): ReplyHeaders {
  return afterMs === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil(afterMs / 1_000))) };
}
