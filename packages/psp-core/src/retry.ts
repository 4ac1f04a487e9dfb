import type { HttpReply } from './http-exchange.ts';

/**
 * What a call does to the world when it arrives twice. `create`: money can move once more, and the provider has no key
 * to tell a repetition by. `change`: the second time changes nothing. `read`: neither does.
 */
export type CallKind = 'create' | 'change' | 'read';

/** How a call ended, seen from what may be done next. */
export type CallEnd = 'answered' | 'not-sent' | 'no-answer' | 'too-many' | 'server-error';

/** `stop`: take what there is. `next-host`: the same call may go to another host. `later`: the same call after a wait. */
export type Retry = 'stop' | 'next-host' | 'later';

const TABLE = {
  create: {
    answered: 'stop',
    'not-sent': 'next-host',
    'no-answer': 'stop',
    'too-many': 'stop',
    'server-error': 'stop',
  },
  change: {
    answered: 'stop',
    'not-sent': 'next-host',
    'no-answer': 'next-host',
    'too-many': 'later',
    'server-error': 'next-host',
  },
  read: {
    answered: 'stop',
    'not-sent': 'next-host',
    'no-answer': 'next-host',
    'too-many': 'later',
    'server-error': 'next-host',
  },
} as const satisfies Record<CallKind, Record<CallEnd, Retry>>;

export function endOf(reply: HttpReply): CallEnd {
  if (reply.kind === 'failure') return reply.reach;
  if (reply.status === 429) return 'too-many';
  return reply.status >= 500 ? 'server-error' : 'answered';
}

/** What may be done after a call of this kind ended like this. A create that may have arrived is never repeated. */
export function retryAfterEnd(kind: CallKind, end: CallEnd): Retry {
  return TABLE[kind][end];
}
