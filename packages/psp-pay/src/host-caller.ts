import type { CallContext, Clock } from '@tillbridge/kernel';
import {
  type CallKind,
  endOf,
  type HttpExchange,
  type HttpReply,
  type HttpRequest,
  retryAfterEnd,
} from '@tillbridge/psp-core';
import type { CoreList } from './core-list.ts';

/** One call to one host, and what came back. */
export interface Attempt {
  readonly host: string;
  readonly reply: HttpReply;
}

/** A request without its host. */
export type HostRequest = Omit<HttpRequest, 'url' | 'timeoutMs'> & { readonly path: string };

/** A read or an abort that hasn't been answered after this long goes to another host. */
const REPEATABLE_CALL_MS = 4_000;

/** Tries host after host as the retry table allows: a create goes on only when it provably never left. */
export class HostCaller {
  readonly hosts: CoreList;
  private readonly http: HttpExchange;
  private readonly clock: Clock;

  constructor(hosts: CoreList, http: HttpExchange, clock: Clock) {
    this.hosts = hosts;
    this.http = http;
    this.clock = clock;
  }

  /**
   * `subject`: the order a call is about, for the host it lives on; null for none. `elsewhere` says that another host
   * may know better. Rejects only with the signal's reason.
   */
  async call(
    kind: CallKind,
    subject: string | null,
    call: CallContext,
    request: HostRequest,
    elsewhere: (attempt: Attempt) => boolean = () => false,
  ): Promise<Attempt> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const { path, ...parts } = request;
    let last: Attempt | undefined;
    for (const host of this.hosts.inOrder(subject)) {
      call.signal.throwIfAborted();
      const leftMs = until - this.clock.monotonicMs();
      if (last !== undefined && leftMs <= 0) break;
      const timeoutMs = kind === 'create' ? leftMs : Math.min(leftMs, REPEATABLE_CALL_MS);
      const reply = await this.http.exchange({ ...parts, url: host + path, timeoutMs }, call.signal);
      const end = endOf(reply);
      if (end === 'answered' || end === 'too-many') this.hosts.answered(host);
      else this.hosts.failed(host);
      last = { host, reply };
      if (!elsewhere(last) && retryAfterEnd(kind, end) !== 'next-host') return last;
    }
    if (last === undefined) throw new RangeError('no host to call');
    return last;
  }
}
