import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, cents, type Log } from '@tillbridge/kernel';
import {
  createWebhookHandler,
  DEFAULT_WEBHOOK_SETTINGS,
  decodeSecret,
  type QrReply,
  type SessionEvent,
} from '@tillbridge/mplus';
import type { Payment, PaymentDesk, StartPayment, TillId } from '@tillbridge/payments';
import { nodeDigest } from '../../shared/node-ports.ts';

/** Bytes 0 to 31. */
export const STUB_SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Waits take no time: the till's next step comes at once. */
function eagerClock(): Clock {
  let ms = 0;
  return {
    now: () => 1_773_497_366_535 + ms,
    monotonicMs: () => ms,
    sleep: (wait, signal) =>
      new Promise((resolve, reject) => {
        setImmediate(() => {
          if (signal?.aborted) return reject(signal.reason);
          ms += wait;
          resolve();
        });
      }),
  };
}

/** An agent whose desk is played by the test: real webhooks over real HTTP, no money. */
export class AgentStub {
  readonly clock = eagerClock();
  readonly starts: StartPayment[] = [];
  readonly calls: string[] = [];
  readonly heard: SessionEvent[] = [];
  readonly notices: string[] = [];
  qrReply: QrReply = 'displayBarcode';
  payment: Payment | undefined;
  /** Called before each answer about a payment: the plot of the test. */
  plot: (asked: number) => void = () => {};
  /** Called in place of sending the reply. */
  spoil: ((response: ServerResponse, body: Uint8Array, path: string) => boolean) | undefined;
  private readonly sample: (changes: Partial<Payment>) => Payment;
  private asked = 0;
  private readonly server: Server;

  /** `sample` makes the payment that a start asks for. */
  constructor(sample: (changes: Partial<Payment>) => Payment) {
    this.sample = sample;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/mplus`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  change(changes: Partial<Payment>): void {
    if (this.payment !== undefined) this.payment = { ...this.payment, ...changes };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      this.calls.push('cut off');
      return;
    }
    const path = request.url ?? '';
    const reply = await this.handler().handle({ path, headers: request.headers, body: Buffer.concat(chunks) });
    if (this.spoil?.(response, reply.body, path)) return;
    response.writeHead(reply.status, { ...reply.headers });
    response.end(reply.body, () => reply.sent?.());
  }

  private handler() {
    const desk: Partial<PaymentDesk> = {
      start: async (command) => {
        this.starts.push(command);
        if (this.payment?.externalPaymentId !== command.externalPaymentId) {
          this.payment = this.sample({
            ...this.payment,
            externalPaymentId: command.externalPaymentId,
            direction: command.amountCents < 0 ? 'refund' : 'pay',
            amountCents: cents(Math.abs(command.amountCents)),
            state: this.payment?.state ?? 'started',
          });
        }
        this.plot(++this.asked);
        return { kind: 'payment', payment: this.payment, repeated: this.starts.length > 1 };
      },
      find: ({ externalPaymentId }) => {
        this.plot(++this.asked);
        return this.payment?.externalPaymentId === externalPaymentId ? this.payment : undefined;
      },
      phaseOf: () => null,
      requestCancel: async () => {
        this.calls.push('requestCancel');
        this.plot(++this.asked);
        return this.payment;
      },
      giveUp: async () => {
        this.calls.push('giveUp');
        return this.payment;
      },
      leaveSale: async () => void this.calls.push('leaveSale'),
      completeSale: async (_subscription, _session, paid) =>
        void this.calls.push(`completeSale ${JSON.stringify(paid)}`),
      handedOver: async (_id, told, by) => void this.calls.push(`handedOver ${told} by ${by}`),
      tillComplained: async () => void this.calls.push('tillComplained'),
    };
    return createWebhookHandler(
      {
        digest: nodeDigest,
        clock: this.clock,
        log: SILENT,
        subscriptions: { find: (id) => (id === 'SHOP-1' ? { id, key: decodeSecret(STUB_SECRET) } : undefined) },
        tills: { find: () => ({ till: '3-12' as TillId, name: 'Kassa 12', language: 'nl' }) },
        desk: desk as PaymentDesk,
        sessions: { heard: (event) => this.heard.push(event), linesOf: () => null },
        vouchers: null,
        notices: { raise: (code) => this.notices.push(code) },
        sentences: {
          ofPayment: (_till, payment) => ({
            message: `kassa: ${payment.state}`,
            customerMessage: `gast: ${payment.state}`,
          }),
          ofNoPayment: (_till, why) => ({ message: why, customerMessage: null }),
        },
      },
      { ...DEFAULT_WEBHOOK_SETTINGS, qrReply: this.qrReply },
    );
  }
}
