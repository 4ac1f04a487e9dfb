import type { Socket } from 'node:net';

/** A client of Redis, for strings alone: RESP2 (Redis, "Redis serialization protocol specification"). */
export class RedisClient {
  private readonly socket: Socket;
  private readonly waiting: { resolve(value: string | null): void; reject(error: Error): void }[] = [];
  private rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
  }

  /** Null when there is no such key. Commands that are sent before an answer came go out together. */
  call(...words: readonly string[]): Promise<string | null> {
    const text = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
    this.socket.write(`*${words.length}\r\n${text}`);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private take(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (;;) {
      const end = this.rest.indexOf('\r\n', at);
      if (end < 0) break;
      const kind = String.fromCharCode(this.rest[at] ?? 0);
      const head = this.rest.toString('utf8', at + 1, end);
      if (kind === '$' && head !== '-1') {
        const last = end + 2 + Number(head);
        if (this.rest.length < last + 2) break;
        this.waiting.shift()?.resolve(this.rest.toString('utf8', end + 2, last));
        at = last + 2;
        continue;
      }
      const caller = this.waiting.shift();
      if (kind === '-') caller?.reject(new Error(head));
      else caller?.resolve(kind === '$' ? null : head);
      at = end + 2;
    }
    this.rest = this.rest.subarray(at);
  }
}
