/** One HTTP call. Header names in lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute, http or https. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** From now until the last byte of the answer. */
  readonly timeoutMs: number;
}

/** An answer, whatever its status. Redirects are answers: nobody follows them. */
export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Names in lower case; what came several times is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Whether the request may have reached the server. `not-sent`: proven that no byte of it left (refused, no such host,
 * failed TLS handshake, no connection in time). `no-answer`: it may have arrived, and the answer is missing or broken.
 */
export type Reach = 'not-sent' | 'no-answer';

export type TransportFault =
  | 'bad-request'
  | 'no-such-host'
  | 'refused'
  | 'connect-timeout'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'broken-answer'
  | 'answer-too-large';

/** There is no answer. */
export interface TransportFailure {
  readonly kind: 'failure';
  readonly reach: Reach;
  readonly fault: TransportFault;
  /** For logs: host and system error, never headers or bodies. */
  readonly detail: string;
}

export type HttpReply = HttpResponse | TransportFailure;

/** HTTP as the provider packages see it. */
export interface HttpExchange {
  /**
   * Sends one request and reads the whole answer. Resolves with a value whatever happens on the wire; rejects only
   * with the signal's reason, as soon as the signal aborts. Never repeats a request.
   */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpReply>;
}
