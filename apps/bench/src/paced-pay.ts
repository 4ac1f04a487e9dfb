import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** Pay. on this machine, that notes to the fraction of a millisecond when it said what. */
export interface PacedPay {
  readonly url: string;
  /** When the answer to the newest order left. */
  answeredAt(): number;
  newestOrder(): { readonly id: string; readonly reference: string };
  /** From now on the order is paid. */
  pay(id: string): void;
  /** The signed status call for a paid order, as Pay. posts it. */
  statusCall(
    id: string,
    reference: string,
  ): { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };
  close(): Promise<void>;
}

const SERVICE = 'SL-1000-1000';
const AMOUNT = { value: 1500, currency: 'EUR' };

/** Milliseconds since the epoch with fractions, the same count a page gets from `performance`. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now();
}

export async function startPacedPay(secret: string): Promise<PacedPay> {
  const paid = new Set<string>();
  let answered = 0;
  let newest = { id: '', reference: '' };
  let count = 0;
  const orderOf = (id: string, reference: string) => {
    const code = paid.has(id) ? 100 : 50;
    return {
      id,
      orderId: id,
      reference,
      status: { code, action: code === 100 ? 'PAID' : 'PENDING' },
      amount: AMOUNT,
      capturedAmount: code === 100 ? AMOUNT : { ...AMOUNT, value: 0 },
      payments: [],
      links: { redirect: `https://pay.example/checkout/${id}` },
      receipt: null,
    };
  };
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    response.setHeader('content-type', 'application/json');
    if (request.method === 'POST') {
      count += 1;
      newest = { id: `order-${count}`, reference: JSON.parse(body).reference };
      response.statusCode = 201;
      response.end(JSON.stringify(orderOf(newest.id, newest.reference)));
      answered = wallMs();
      return;
    }
    const id = /orders\/([^/]+)\//.exec(request.url ?? '')?.[1] ?? '';
    response.end(JSON.stringify(orderOf(id, newest.reference)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    answeredAt: () => answered,
    newestOrder: () => newest,
    pay: (id) => void paid.add(id),
    statusCall(id, reference) {
      const body = Buffer.from(
        JSON.stringify({ event: 'status_changed', type: 'order', version: 1, id, object: orderOf(id, reference) }),
      );
      return {
        body,
        headers: {
          'content-type': 'application/json',
          'signature-method': 'HMAC',
          'signature-keyid': SERVICE,
          'signature-algorithm': 'sha256',
          signature: createHmac('sha256', secret).update(body).digest('hex'),
        },
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
