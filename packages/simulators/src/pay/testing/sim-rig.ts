import type { Clock } from '@tillbridge/kernel';
import type { PayClient } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT, type PaySimulatorOptions } from '../options.ts';
import { type PaySimulator, startPaySimulator } from '../pay-simulator.ts';

export const TERMINAL = 'TH-1234-5678';
export const SIGNED_IN = `Basic ${Buffer.from(`${PAY_DEMO_ACCOUNT.tokenCode}:${PAY_DEMO_ACCOUNT.apiToken}`).toString('base64')}`;

/** An answer of the Order API, with the fields the tests look into. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly id: string;
    readonly orderId: string;
    readonly type: string;
    readonly code: string;
    readonly detail: string;
    readonly status: { readonly code: number };
    readonly customerKey: string;
    readonly receipt: string;
    readonly payments: readonly object[];
    readonly links: { readonly status: string; readonly redirect: string };
  };
}

export interface Rig<C extends Clock> {
  readonly pay: PaySimulator;
  readonly clock: C;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  create(parts?: Record<string, unknown>): Promise<Answered>;
}

/** Lends a simulator on a test's clock, and takes it back. */
export async function withPay<C extends Clock>(
  clock: C,
  use: (rig: Rig<C>) => Promise<void>,
  options: Partial<PaySimulatorOptions> = {},
): Promise<void> {
  const pay = await startPaySimulator({ port: 0, clock, ...options });
  const call: Rig<C>['call'] = async (method, path, body, headers = { authorization: SIGNED_IN }) => {
    const response = await fetch(pay.url + path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: /^[[{]/.test(text) ? JSON.parse(text) : {} };
  };
  const create: Rig<C>['create'] = (parts = {}) =>
    call('POST', '/v1/orders', {
      serviceId: 'SL-1234-5678',
      amount: { value: 1470, currency: 'EUR' },
      description: 'Test',
      reference: 'REF1',
      paymentMethod: { id: 1927, input: { terminalCode: TERMINAL } },
      ...parts,
    });
  try {
    await use({ pay, clock, call, create });
  } finally {
    await pay.close();
  }
}

/** Lets real input and output happen until `done`. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** What a create leaves out to become an order on the hosted page. */
export const QR = { paymentMethod: undefined };

/** HTTP as the provider packages see it, for tests that ask the simulator in our own words. */
export const fetchExchange: ConstructorParameters<typeof PayClient>[1] = {
  async exchange({ method, url, headers, body }, signal) {
    const response = await fetch(url, {
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body: body as string }),
    });
    return {
      kind: 'response',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
};
