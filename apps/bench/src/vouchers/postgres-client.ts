import type { Socket } from 'node:net';

const PROTOCOL_3_0 = 196_608;
const HEADER_BYTES = 5;

type Row = readonly (string | null)[];

/**
 * A client of PostgreSQL for one connection that trusts us: prepared statements, text values and COPY (PostgreSQL,
 * "Frontend/Backend Protocol", message formats). One call at a time.
 */
export class PostgresClient {
  private readonly socket: Socket;
  private rest: Buffer = Buffer.alloc(0);
  private rows: Row[] = [];
  private failure: Error | null = null;
  private done: (() => void) | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
  }

  static async open(socket: Socket, user: string): Promise<PostgresClient> {
    const client = new PostgresClient(socket);
    const words = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(head.length + words.length, 0);
    head.writeInt32BE(PROTOCOL_3_0, 4);
    await client.send(Buffer.concat([head, words]));
    return client;
  }

  /** Statements without values, one or more. */
  query(sql: string): Promise<readonly Row[]> {
    return this.send(message('Q', cString(sql)));
  }

  prepare(name: string, sql: string): Promise<readonly Row[]> {
    return this.send(Buffer.concat([message('P', cString(name), cString(sql), int16(0)), message('S')]));
  }

  /** Runs a prepared statement in a transaction of its own: back when it is durable. */
  execute(name: string, values: readonly string[]): Promise<readonly Row[]> {
    const bound = values.flatMap((value) => {
      const bytes = Buffer.from(value);
      return [int32(bytes.length), bytes];
    });
    return this.send(
      Buffer.concat([
        message('B', cString(''), cString(name), int16(0), int16(values.length), ...bound, int16(0)),
        message('E', cString(''), int32(0)),
        message('S'),
      ]),
    );
  }

  /** `lines`: rows in COPY's text format, each with its line end. */
  async copy(sql: string, lines: Iterable<string>): Promise<void> {
    const ended = this.send(message('Q', cString(sql)));
    for (const text of lines) {
      if (!this.socket.write(message('d', Buffer.from(text)))) {
        await new Promise<void>((resolve) => this.socket.once('drain', resolve));
      }
    }
    this.socket.write(message('c'));
    await ended;
  }

  private send(bytes: Buffer): Promise<readonly Row[]> {
    this.rows = [];
    this.failure = null;
    return new Promise((resolve, reject) => {
      this.done = () => (this.failure === null ? resolve(this.rows) : reject(this.failure));
      this.socket.write(bytes);
    });
  }

  private take(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (this.rest.length - at >= HEADER_BYTES) {
      const end = at + 1 + this.rest.readInt32BE(at + 1);
      if (this.rest.length < end) break;
      this.hear(String.fromCharCode(this.rest[at] ?? 0), this.rest.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    this.rest = this.rest.subarray(at);
  }

  private hear(kind: string, body: Buffer): void {
    if (kind === 'D') this.rows.push(rowOf(body));
    if (kind === 'E') this.failure = new Error(body.toString('utf8').replaceAll('\0', ' '));
    if (kind === 'Z') this.done?.();
  }
}

function rowOf(body: Buffer): Row {
  const values: (string | null)[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
