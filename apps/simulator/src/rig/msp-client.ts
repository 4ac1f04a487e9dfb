import type {
  MspAutopilot,
  MspCharge,
  MspFault,
  MspPageAction,
  MspState,
  MspSwitches,
  MspTerminalAction,
  MspTerminalState,
} from '@tillbridge/simulators/multisafepay';
import { ControlClient } from './control-client.ts';
import { until } from './until.ts';

/** The MultiSafepay simulator of another process, through its control API. */
export class MspClient extends ControlClient {
  state(): Promise<MspState> {
    return this.get('state');
  }

  /** Every time money moved, oldest first. */
  charges(): Promise<readonly MspCharge[]> {
    return this.get('charges');
  }

  /** Does something at a terminal; throws when it had no effect. */
  terminal(id: string, action: MspTerminalAction): Promise<void> {
    return this.act(`terminals/${id}/${action}`);
  }

  /** Does something on the guest's phone; throws when it had no effect. */
  page(order: string, action: MspPageAction): Promise<void> {
    return this.act(`orders/${order}/${action}`);
  }

  /** Answers the fault's id. */
  async fault(fault: MspFault): Promise<number> {
    return (await this.send<{ id: number }>('POST', 'faults', fault)).id;
  }

  switch(switches: Partial<MspSwitches>): Promise<unknown> {
    return this.send('PATCH', 'switches', switches);
  }

  autopilot(pilots: {
    readonly terminal?: MspAutopilot | null;
    readonly page?: MspAutopilot | null;
  }): Promise<unknown> {
    return this.send('PUT', 'autopilot', pilots);
  }

  /** Waits until the terminal shows an amount and waits for a card. */
  untilPresenting(id: string, withinMs?: number): Promise<void> {
    return this.untilTerminal(id, 'presenting', withinMs);
  }

  async untilTerminal(id: string, wanted: MspTerminalState, withinMs?: number): Promise<void> {
    await until(
      `terminal ${id} ${wanted}`,
      async () => {
        const terminal = (await this.state()).terminals.find((each) => each.id === id);
        if (terminal?.state === wanted) return true;
        throw new Error(`it is ${terminal?.state ?? 'unknown'}`);
      },
      withinMs === undefined ? {} : { withinMs },
    );
  }
}
