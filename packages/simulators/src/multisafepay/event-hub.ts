import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '@tillbridge/kernel';
import type { MspFaultBox } from './faults.ts';
import type { MspSwitches } from './options.ts';
import type { SimOrder, Status } from './sim-order.ts';

const TOKEN_SECRET = 'demo-event-secret-not-a-real-key';
const TOKEN_LASTS_S = 3_600;
const RETRY_MS = 1_000;

interface Listener {
  readonly order: SimOrder;
  readonly response: ServerResponse;
}

export interface HubPorts {
  readonly clock: Clock;
  readonly faults: MspFaultBox;
  readonly switches: () => MspSwitches;
  readonly keepAliveMs: number;
  later(ms: number, work: () => void): void;
  orderOfSession(sessionId: string): SimOrder | undefined;
}

/** The event stream: tokens, open connections, and what they hear (docs.multisafepay.com, "Event notifications"). */
export class EventHub {
  private readonly ports: HubPorts;
  private readonly listeners = new Set<Listener>();
  private eventId = 0;
  /** Bytes written to streams so far, for tests that wait until they have arrived. */
  written = 0;

  constructor(ports: HubPorts) {
    this.ports = ports;
  }

  get open(): number {
    return this.listeners.size;
  }

  /** A JWT with the claims of published samples: end, grants, session, subject. */
  token(order: SimOrder): string {
    const claims = {
      exp: Math.floor(this.ports.clock.now() / 1_000) + TOKEN_LASTS_S,
      grt: [order.kind === 'page' ? 'mbus:session.qr' : 'mbus:session.order'],
      pid: order.sessionId,
      sub: 'pr',
    };
    const body = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${body}.${sign(body)}`;
  }

  /** The order a token is for; undefined when it isn't ours or over. */
  orderOf(token: string): SimOrder | undefined {
    const [head, body, mac] = token.split('.');
    if (body === undefined || mac !== sign(`${head}.${body}`)) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('pid' in claims) || !('exp' in claims)) return undefined;
    if (Number(claims.exp) * 1_000 < this.ports.clock.now()) return undefined;
    return this.ports.orderOfSession(String(claims.pid));
  }

  listen(order: SimOrder, response: ServerResponse): void {
    const { streamReplays, streamNoise } = this.ports.switches();
    const listener = { order, response };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.listeners.add(listener);
    response.once('close', () => this.listeners.delete(listener));
    this.write(response, streamNoise ? `: welcome\nretry: ${RETRY_MS}\n\n: ping\ndata: ping\n\n` : ': welcome\n\n');
    if (streamReplays) this.write(response, this.text(order, order.status));
    this.keepAlive(listener);
  }

  /** The order changed: whoever listens hears it. */
  announce(order: SimOrder): void {
    for (const listener of [...this.listeners]) {
      if (listener.order !== order) continue;
      this.eventId += 1;
      const text = this.text(order, order.status);
      const fault = this.ports.faults.takeForStream('event');
      if (fault?.do === 'cut') {
        this.write(listener.response, text.slice(0, Math.floor(text.length / 2)));
        listener.response.end();
        this.listeners.delete(listener);
        continue;
      }
      if (fault?.do !== 'lose') this.write(listener.response, text);
      if (fault?.do === 'duplicate') this.write(listener.response, text);
      const over = order.status !== 'initialized' && order.status !== 'declined';
      if (over && this.ports.switches().streamCloses) listener.response.end();
    }
  }

  close(): void {
    for (const { response } of this.listeners) response.destroy();
    this.listeners.clear();
  }

  private text(order: SimOrder, status: Status): string {
    const attempt = order.attempts.at(-1);
    const data = JSON.stringify({
      order_id: order.orderId,
      session_id: order.sessionId,
      status,
      financial_status: status,
      transaction_id: attempt?.transactionId ?? null,
    });
    if (!this.ports.switches().streamNoise) return `event: session.order\ndata: ${data}\n\n`;
    // As in the published sample: the next event follows without a blank line. A comment and an id stand in between.
    return `: event\nid: ${this.eventId}\nevent: session.order\ndata: ${data}\nevent: ping\ndata: ping\n`;
  }

  private write(response: ServerResponse, text: string): void {
    this.written += Buffer.byteLength(text);
    response.write(text);
  }

  private keepAlive(listener: Listener): void {
    const { keepAliveMs, later } = this.ports;
    if (keepAliveMs <= 0) return;
    later(keepAliveMs, () => {
      if (!this.listeners.has(listener)) return;
      this.write(listener.response, ': ping\n\n');
      this.keepAlive(listener);
    });
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

function sign(text: string): string {
  return createHmac('sha256', TOKEN_SECRET).update(text).digest('base64url');
}
