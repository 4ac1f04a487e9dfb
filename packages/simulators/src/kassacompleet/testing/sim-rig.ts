import type { Clock } from '@tillbridge/kernel';
import { type KcSimulator, startKcSimulator } from '../kc-simulator.ts';
import { KC_DEMO_ACCOUNT, type KcSimulatorOptions } from '../options.ts';

const SIGNED_IN = `Basic ${Buffer.from(`${KC_DEMO_ACCOUNT.apiKey}:`).toString('base64')}`;

/** An answer, with the fields the tests look into. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly body: {
    readonly id: string;
    readonly status: string;
    readonly order_url?: string;
    readonly transactions: readonly { readonly id: string; readonly payment_url: string; readonly status: string }[];
    readonly error: { readonly status?: unknown; readonly property_path?: string };
  };
}

export interface Rig<C extends Clock> {
  readonly kc: KcSimulator;
  readonly clock: C;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  create(parts?: Record<string, unknown>): Promise<Answered>;
}

/** Lends a simulator on a test's clock, and takes it back. */
export async function withKc<C extends Clock>(
  clock: C,
  use: (rig: Rig<C>) => Promise<void>,
  options: Partial<KcSimulatorOptions> = {},
): Promise<void> {
  const kc = await startKcSimulator({ port: 0, clock, ...options });
  const call: Rig<C>['call'] = async (method, path, body, headers = { authorization: SIGNED_IN }) => {
    const response = await fetch(kc.url + path, {
      method,
      redirect: 'manual',
      headers: { accept: 'application/json', ...(body === undefined ? {} : JSON_BODY), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = /^[[{]/.test(text) ? JSON.parse(text) : {};
    return { status: response.status, text, headers: response.headers, body: parsed };
  };
  const create: Rig<C>['create'] = (parts = {}) =>
    call('POST', '/v1/orders/', { currency: 'EUR', amount: 1470, merchant_order_id: 'REF1', ...parts });
  try {
    await use({ kc, clock, call, create });
  } finally {
    await kc.close();
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

export const IDEAL = {
  return_url: 'https://shop.example/thanks',
  transactions: [{ payment_method: 'ideal', payment_method_details: { issuer_id: 'INGBNL2A' } }],
};
export const TRANSFER = { transactions: [{ payment_method: 'bank-transfer' }] };

/** Lets real input and output happen until `done`. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
}
