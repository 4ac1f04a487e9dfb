import type {
  PayEcrAction,
  PayEcrAutopilot,
  PayEcrCharge,
  PayEcrFault,
  PayEcrState,
  PayEcrView,
} from '@tillbridge/simulators/payecr';
import { ControlClient } from './control-client.ts';
import { until } from './until.ts';

/** The PAY.POS simulator of another process, through its control API. */
export class PayEcrClient extends ControlClient {
  state(): Promise<PayEcrView> {
    return this.get('state');
  }

  /** Every time money moved, oldest first. */
  charges(): Promise<readonly PayEcrCharge[]> {
    return this.get('charges');
  }

  /** Does something at the terminal; throws when it had no effect. */
  do(action: PayEcrAction): Promise<void> {
    return this.act(action);
  }

  /** Answers the fault's id. */
  async fault(fault: PayEcrFault): Promise<number> {
    return (await this.send<{ id: number }>('POST', 'faults', fault)).id;
  }

  autopilot(pilot: PayEcrAutopilot | null): Promise<unknown> {
    return this.send('PUT', 'autopilot', pilot);
  }

  /** Waits until the amount stands on the terminal and a card is awaited. */
  untilPresenting(withinMs?: number): Promise<void> {
    return this.untilState('presenting', withinMs);
  }

  async untilState(wanted: PayEcrState, withinMs?: number): Promise<void> {
    await until(
      `the PAY.POS terminal is "${wanted}"`,
      async () => {
        const { state } = await this.state();
        if (state === wanted) return true;
        throw new Error(`it is "${state}"`);
      },
      withinMs === undefined ? {} : { withinMs },
    );
  }
}
