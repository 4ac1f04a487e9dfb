import type { IncomingMessage } from 'node:http';

/** The body of a request, or why there is none. */
export type BodyEnd = Buffer | 'too-long' | 'hung-up';

const EMPTY = Buffer.alloc(0);

/**
 * Reads the raw bytes of a request and calls `done` once. A body over `limitBytes` ends with `too-long` as soon as that
 * is known; what still comes is thrown away, so that the caller can finish sending and read the answer, until
 * `discardBytes` more have come: then the socket is cut.
 */
export function readBody(
  request: IncomingMessage,
  limitBytes: number,
  discardBytes: number,
  done: (end: BodyEnd) => void,
): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let received = 0;
  let ended = false;

  const end = (how: BodyEnd) => {
    if (ended) return;
    ended = true;
    first = undefined;
    more = undefined;
    done(how);
  };

  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > limitBytes) {
      end('too-long');
      if (received > limitBytes + discardBytes) request.socket.destroy();
    } else if (first === undefined) {
      first = chunk;
    } else if (more === undefined) {
      more = [first, chunk];
    } else {
      more.push(chunk);
    }
  });
  request.on('end', () => end(more !== undefined ? Buffer.concat(more, received) : (first ?? EMPTY)));
  request.on('error', () => end('hung-up'));
  request.on('close', () => end('hung-up'));

  // Said in the header already: answer without waiting for the bytes. The stream flows on and is thrown away.
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) end('too-long');
}
