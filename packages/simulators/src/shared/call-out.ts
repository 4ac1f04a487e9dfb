import { type OutgoingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '@tillbridge/kernel';

export interface OutgoingCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

/** Calls a program of the shop, on a connection of its own. Null without a whole answer in `withinMs` of the clock. */
export function callOut(
  { method, url, headers, body }: OutgoingCall,
  clock: Clock,
  withinMs: number,
): Promise<{ readonly status: number; readonly text: string } | null> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const end = (answer: { readonly status: number; readonly text: string } | null) => {
      done.abort();
      resolve(answer);
    };
    try {
      const send = url.startsWith('https:') ? requestHttps : requestHttp;
      const call = send(url, { method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          end({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        response.on('error', () => end(null));
      });
      call.on('error', () => end(null));
      call.end(body);
      clock.sleep(withinMs, done.signal).then(
        () => {
          call.destroy();
          end(null);
        },
        () => undefined,
      );
    } catch {
      end(null);
    }
  });
}
