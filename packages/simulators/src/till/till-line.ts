import { Agent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';

export interface LineReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The till's HTTP client: keeps connections open, as a till that polls does. */
export class TillLine {
  private readonly secure: boolean;
  private readonly agent: Agent;

  constructor(endpoint: string, ca: string | undefined) {
    this.secure = new URL(endpoint).protocol === 'https:';
    const keep = { keepAlive: true, maxSockets: 8 };
    this.agent = this.secure ? new TlsAgent(ca === undefined ? keep : { ...keep, ca }) : new Agent(keep);
  }

  /**
   * Posts a body. Rejects when no reply comes: refused, broken, or nothing within `timeoutMs`. With `cutOffAt` the
   * connection is broken after that many bytes.
   */
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    timeoutMs: number,
    cutOffAt: number | null = null,
  ): Promise<LineReply> {
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': body.byteLength },
      agent: this.agent,
      timeout: timeoutMs,
    };
    return new Promise((resolve, reject) => {
      const request = (this.secure ? httpsRequest : httpRequest)(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      request.on('error', reject);
      request.on('timeout', () => request.destroy(new Error(`no reply within ${timeoutMs} ms`)));
      if (cutOffAt === null) {
        request.end(body);
      } else {
        request.write(body.subarray(0, cutOffAt), () => request.destroy(new Error('the connection was cut')));
      }
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
