import type {
  Autopilot,
  Charge,
  OrderSummary,
  PageAction,
  PayFault,
  PayState,
  TerminalAction,
} from '@tillbridge/simulators/pay';
import { until } from './until.ts';

/** The Pay. simulator of another process, through its control API. */
export class PayClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  state(): Promise<PayState> {
    return this.#get('/control/state');
  }

  /** Every time money moved, oldest first. */
  charges(): Promise<readonly Charge[]> {
    return this.#get('/control/charges');
  }

  /** The newest fifty, newest first. */
  async orders(): Promise<readonly OrderSummary[]> {
    return (await this.state()).orders;
  }

  /** Does something at a terminal; throws when it had no effect. */
  async terminal(code: string, action: TerminalAction): Promise<void> {
    const { done } = await this.#send<{ done: boolean }>('POST', `/control/terminals/${code}/${action}`);
    if (!done) throw new Error(`terminal ${code} could not ${action}`);
  }

  /** Does something on the guest's phone; throws when it had no effect. */
  async page(order: string, action: PageAction | 'choose'): Promise<void> {
    const { done } = await this.#send<{ done: boolean }>('POST', `/control/orders/${order}/${action}`);
    if (!done) throw new Error(`the page of order ${order} could not ${action}`);
  }

  /** Answers the fault's id. */
  async fault(fault: PayFault): Promise<number> {
    return (await this.#send<{ id: number }>('POST', '/control/faults', fault)).id;
  }

  /** Does nothing when the fault has happened already. */
  async removeFault(id: number): Promise<void> {
    await fetch(`${this.url}/control/faults/${id}`, { method: 'DELETE' });
  }

  clearFaults(): Promise<unknown> {
    return this.#send('DELETE', '/control/faults');
  }

  autopilot(pilots: { readonly terminal?: Autopilot | null; readonly page?: Autopilot | null }): Promise<unknown> {
    return this.#send('PUT', '/control/autopilot', pilots);
  }

  /** Waits until the terminal shows an amount and waits for a card. */
  untilPresenting(code: string, withinMs?: number): Promise<void> {
    return this.#untilTerminal(code, 'presenting', withinMs);
  }

  untilIdle(code: string, withinMs?: number): Promise<void> {
    return this.#untilTerminal(code, 'idle', withinMs);
  }

  async #untilTerminal(code: string, wanted: string, withinMs?: number): Promise<void> {
    await until(
      `terminal ${code} ${wanted}`,
      async () => {
        const terminal = (await this.state()).terminals.find((each) => each.code === code);
        if (terminal?.state === wanted) return true;
        throw new Error(`it is ${terminal?.state ?? 'unknown'}`);
      },
      withinMs === undefined ? {} : { withinMs },
    );
  }

  #get<T>(path: string): Promise<T> {
    return this.#send('GET', path);
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}
