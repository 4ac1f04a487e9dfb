import { SimulatedTill } from '@tillbridge/simulators/till';
import {
  DEMO_BRANCH,
  DEMO_PAY_ECR_WORKPLACE,
  DEMO_SECOND_WORKPLACE,
  DEMO_SUBSCRIPTION,
  DEMO_TILL_SECRET,
  DEMO_WORKPLACE,
  DEMO_ZVT_WORKPLACE,
} from '../rig/fixed-shop.ts';
import type { GuestTerminal } from './guest-terminal.ts';
import type { ShopCounter } from './shop-view.ts';

/** A till and the terminal beside it. */
export interface Counter {
  readonly workplace: number;
  readonly name: string;
  readonly way: string;
  readonly till: SimulatedTill;
  readonly terminal: GuestTerminal;
}

/** The shop's counters: two that share a terminal behind the payment cloud, and one for each terminal on a wire. */
export function openCounters(
  agentUrl: string,
  terminals: { readonly pay: GuestTerminal; readonly zvt: GuestTerminal; readonly payEcr: GuestTerminal },
): readonly [Counter, ...Counter[]] {
  const counter = (workplace: number, name: string, way: string, terminal: GuestTerminal): Counter => ({
    workplace,
    name,
    way,
    terminal,
    till: new SimulatedTill({
      endpoint: agentUrl,
      subscriptionId: DEMO_SUBSCRIPTION,
      secret: DEMO_TILL_SECRET,
      branch: DEMO_BRANCH,
      workplace,
    }),
  });
  return [
    counter(DEMO_WORKPLACE, 'Balie 1', 'Pay. cloud', terminals.pay),
    counter(DEMO_SECOND_WORKPLACE, 'Balie 2', 'the same pin', terminals.pay),
    counter(DEMO_ZVT_WORKPLACE, 'Balie 3', 'ZVT · TCP', terminals.zvt),
    counter(DEMO_PAY_ECR_WORKPLACE, 'Balie 4', 'PAY.POS · LAN', terminals.payEcr),
  ];
}

export function counterView({ workplace, name, way, till }: Counter): ShopCounter {
  return { workplace, name, way, busy: till.state.sale === 'paying' };
}
