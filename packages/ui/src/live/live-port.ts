/** What a live client needs of the browser. Tests drive it by hand. */
export interface LivePort {
  /** A steadily rising millisecond count. */
  monotonicMs(): number;
  wallMs(): number;
  /** Calls back once after `ms`; the answer calls it off. */
  after(ms: number, callback: () => void): () => void;
  openSocket(path: string, events: SocketEvents): Socket;
  /** Rejects only when nobody answers. */
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<HttpReply>;
  /** The part of the address after `#`, without it. */
  fragment(): string;
  clearFragment(): void;
  reload(): void;
}

export interface SocketEvents {
  readonly opened: () => void;
  readonly message: (data: unknown) => void;
  readonly closed: (code: number) => void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface HttpReply {
  readonly status: number;
  /** The parsed body; null when it is no JSON. */
  readonly body: unknown;
}
