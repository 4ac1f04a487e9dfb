import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@tillbridge/kernel';
import { type MspSimulator, startMspSimulator } from '../msp-simulator.ts';
import { MSP_DEMO_ACCOUNT, type MspSimulatorOptions } from '../options.ts';

export const TERMINAL = '000004Og';
export const GROUP_KEY = MSP_DEMO_ACCOUNT.terminalGroup.apiKey;
export const SITE_KEY = MSP_DEMO_ACCOUNT.site.apiKey;

/** An answer of the API, with the fields the tests look into. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly success?: boolean;
    readonly error_code?: number;
    readonly message?: string;
    readonly data: {
      readonly order_id: string;
      readonly session_id: string;
      readonly payment_url: string;
      readonly events_token: string;
      readonly events_stream_url: string;
      readonly status: string;
      readonly financial_status: string | null;
      readonly amount: number;
      readonly transaction_id: number | string;
      readonly payment_methods: readonly { readonly status: string }[];
      readonly related_transactions: readonly { readonly status: string }[] | null;
      readonly reason_code: string | null;
    };
  };
}

export interface Rig<C extends Clock> {
  readonly msp: MspSimulator;
  readonly clock: C;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  create(parts?: Record<string, unknown>, key?: string): Promise<Answered>;
  order(name: string, key?: string): Promise<Answered>;
}

/** Lends a simulator on a test's clock, and takes it back. */
export async function withMsp<C extends Clock>(
  clock: C,
  use: (rig: Rig<C>) => Promise<void>,
  options: Partial<MspSimulatorOptions> = {},
): Promise<void> {
  const msp = await startMspSimulator({ port: 0, clock, ...options });
  const call: Rig<C>['call'] = async (method, path, body, headers = { api_key: GROUP_KEY }) => {
    const response = await fetch(path.startsWith('/control') ? msp.url + path : msp.baseUrl + path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: /^[[{].*[\]}]$/s.test(text) ? JSON.parse(text) : {} };
  };
  const create: Rig<C>['create'] = (parts = {}, key = GROUP_KEY) =>
    call('POST', '/orders', { ...REQUEST, ...parts }, { api_key: key });
  const order: Rig<C>['order'] = (name, key = GROUP_KEY) => call('GET', `/orders/${name}`, undefined, { api_key: key });
  try {
    await use({ msp, clock, call, create, order });
  } finally {
    await msp.close();
  }
}

/** A cloud POS order as the documentation has it. */
export const REQUEST = {
  type: 'redirect',
  order_id: 'A1',
  gateway: '',
  currency: 'EUR',
  amount: 1470,
  description: 'Test',
  gateway_info: { terminal_id: TERMINAL },
};
/** What a create leaves out to become a payment page. */
export const PAGE = { gateway_info: undefined };

export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** A place for notifications, which answers what `reply` says. */
export async function withReceiver(
  reply: (count: number) => { readonly status: number; readonly body: string },
  use: (url: string, received: readonly Received[]) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://receiver.example');
      received.push({ method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(parts) });
      const { status, body } = reply(received.length);
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/msp`, received);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Lets real input and output happen until `done`. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
}
