/** A stream of server-sent events, as this package sees it. Beside HTTP that reads whole answers, because this one never ends. */
export interface EventStream {
  /**
   * Opens the address with a GET and yields its bytes as they come: first an empty piece once the answer's head is there
   * with status 200, then whatever arrives. Ends when the server closes. Throws `StreamRefused` for another status, the
   * signal's reason when it aborts, and any other error when the connection fails. Never connects twice by itself.
   */
  open(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** The server answered, and not with a stream. */
export class StreamRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status} instead of a stream`);
    this.name = 'StreamRefused';
    this.status = status;
  }
}
