import type {
  Autopilot,
  Charge,
  CoreView,
  DeviceStart,
  ExchangeStyle,
  OrderSummary,
  PageAction,
  PayFault,
  PayState,
  TerminalAction,
} from '@tillbridge/simulators/pay';
import { ControlClient } from './control-client.ts';
import { until } from './until.ts';

/** The Pay. simulator of another process, through its control API. */
export class PayClient extends ControlClient {
  state(): Promise<PayState> {
    return this.get('state');
  }

  /** Every time money moved, oldest first. */
  charges(): Promise<readonly Charge[]> {
    return this.get('charges');
  }

  /** The newest fifty, newest first. */
  async orders(): Promise<readonly OrderSummary[]> {
    return (await this.state()).orders;
  }

  /** Does something at a terminal; throws when it had no effect. */
  terminal(code: string, action: TerminalAction): Promise<void> {
    return this.act(`terminals/${code}/${action}`);
  }

  /** Does something on the guest's phone; throws when it had no effect. */
  page(order: string, action: PageAction | 'choose'): Promise<void> {
    return this.act(`orders/${order}/${action}`);
  }

  /** Somebody takes a payment on the device itself; throws when it is busy. */
  device(code: string, start: DeviceStart): Promise<void> {
    return this.act(`terminals/${code}/device`, start);
  }

  /** How status calls look from now on. */
  exchangeStyle(styles: {
    readonly order?: Partial<ExchangeStyle>;
    readonly device?: Partial<ExchangeStyle>;
  }): Promise<unknown> {
    return this.send('PUT', 'exchange', styles);
  }

  /** The main core first. */
  cores(): Promise<readonly CoreView[]> {
    return this.get('cores');
  }

  /** A further core, 0 for the first of them: refuses connections, or comes back on its port. */
  setCore(at: number, to: 'up' | 'down'): Promise<unknown> {
    return this.send('PUT', `cores/${at}/${to}`);
  }

  /** Answers the fault's id. */
  async fault(fault: PayFault): Promise<number> {
    return (await this.send<{ id: number }>('POST', 'faults', fault)).id;
  }

  /** Does nothing when the fault has happened already. */
  async removeFault(id: number): Promise<void> {
    await fetch(`${this.url}/control/faults/${id}`, { method: 'DELETE' });
  }

  clearFaults(): Promise<unknown> {
    return this.send('DELETE', 'faults');
  }

  autopilot(pilots: { readonly terminal?: Autopilot | null; readonly page?: Autopilot | null }): Promise<unknown> {
    return this.send('PUT', 'autopilot', pilots);
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
}
