import type {
  KcAutopilot,
  KcCharge,
  KcFault,
  KcMethodName,
  KcPageAction,
  KcState,
} from '@tillbridge/simulators/kassacompleet';
import { ControlClient } from './control-client.ts';

/** The Kassa Compleet simulator of another process, through its control API. */
export class KcClient extends ControlClient {
  state(): Promise<KcState> {
    return this.get('state');
  }

  /** Every time money moved, oldest first. */
  charges(): Promise<readonly KcCharge[]> {
    return this.get('charges');
  }

  /** Does something on the guest's phone; throws when it had no effect. */
  page(order: string, action: KcPageAction): Promise<void> {
    return this.act(`orders/${order}/${action}`);
  }

  /** The guest chooses a method on the hosted page, with a bank where the method needs one. */
  choose(order: string, method: KcMethodName, issuer: string | null = null): Promise<void> {
    return this.act(`orders/${order}/choose`, { method, issuer });
  }

  /** Money arrives for a bank transfer: the amount asked for, or another one in cents. */
  transfer(order: string, amountCents: number | null = null): Promise<void> {
    return this.act(`orders/${order}/transfer`, { amountCents });
  }

  /** Answers the fault's id. */
  async fault(fault: KcFault): Promise<number> {
    return (await this.send<{ id: number }>('POST', 'faults', fault)).id;
  }

  autopilot(pilot: KcAutopilot | null): Promise<unknown> {
    return this.send('PUT', 'autopilot', pilot);
  }
}
