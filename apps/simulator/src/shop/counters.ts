import { SimulatedTill } from '@tillbridge/simulators/till';
import { TILL_ARTICLES } from '../rig/articles.ts';
import {
  DEMO_BRANCH,
  DEMO_KC_WORKPLACE,
  DEMO_MSP_TERMINAL,
  DEMO_MSP_WORKPLACE,
  DEMO_PAY_ECR_WORKPLACE,
  DEMO_SECOND_WORKPLACE,
  DEMO_SUBSCRIPTION,
  DEMO_TERMINAL,
  DEMO_TILL_SECRET,
  DEMO_WORKPLACE,
  DEMO_ZVT_WORKPLACE,
} from '../rig/fixed-shop.ts';
import { CloudCounter } from './cloud-counter.ts';
import { KC_NAME, MSP_NAME, PAY_NAME } from './cloud-ledgers.ts';
import { mspTerminal, payTerminal } from './cloud-terminal.ts';
import type { CounterKind } from './fault-ids.ts';
import type { GuestTerminal } from './guest-terminal.ts';
import { PayEcrCounter } from './pay-ecr-counter.ts';
import type { ShopCounter, ShopMethod, ShopView } from './shop-view.ts';
import { payEcrAddress, type Takers } from './takers.ts';
import { ZvtCounter } from './zvt-counter.ts';

/** A till, and what guests pay with beside it. */
export interface Counter {
  readonly workplace: number;
  readonly name: string;
  readonly way: string;
  readonly kind: CounterKind;
  readonly methods: readonly ShopMethod[];
  readonly taker: ShopView['taker'];
  readonly till: SimulatedTill;
  /** Null: phones alone. */
  readonly terminal: GuestTerminal | null;
}

export interface CounterOptions {
  readonly agentUrl: string;
  /** Whether the bank wants the PIN of the card that was just held to MultiSafepay's terminal. */
  readonly wantsPin: () => boolean;
  readonly changed: () => void;
}

const CARD_AND_QR = ['K_PAY_PIN', 'K_PAY_QR'] as const;

/** The shop's counters: two share a terminal behind Pay.'s cloud, and there is one for each other taker of money. */
export function openCounters(
  { pay, msp, kc, zvt, payEcr }: Takers,
  { agentUrl, wantsPin, changed }: CounterOptions,
): readonly [Counter, ...Counter[]] {
  const till = (workplace: number): SimulatedTill =>
    new SimulatedTill({
      endpoint: agentUrl,
      subscriptionId: DEMO_SUBSCRIPTION,
      secret: DEMO_TILL_SECRET,
      branch: DEMO_BRANCH,
      workplace,
      articles: TILL_ARTICLES,
    });
  const paid = {
    kind: 'pay',
    methods: CARD_AND_QR,
    taker: { name: PAY_NAME, address: pay.url },
    terminal: new CloudCounter(payTerminal(pay, DEMO_TERMINAL), { changed }),
  } as const;
  return [
    { workplace: DEMO_WORKPLACE, name: 'Balie 1', way: 'Pay. · card, QR', ...paid, till: till(DEMO_WORKPLACE) },
    {
      workplace: DEMO_SECOND_WORKPLACE,
      name: 'Balie 2',
      way: 'Pay. · the same terminal',
      ...paid,
      till: till(DEMO_SECOND_WORKPLACE),
    },
    {
      workplace: DEMO_ZVT_WORKPLACE,
      name: 'Balie 3',
      way: 'ZVT · card on a cable',
      kind: 'zvt',
      methods: CARD_AND_QR,
      taker: { name: 'Pin 3', address: zvt.address ?? '' },
      till: till(DEMO_ZVT_WORKPLACE),
      terminal: new ZvtCounter(zvt.terminal, 'Pin 3', changed),
    },
    {
      workplace: DEMO_PAY_ECR_WORKPLACE,
      name: 'Balie 4',
      way: 'PAY.POS · card on the LAN',
      kind: 'pay-ecr',
      methods: CARD_AND_QR,
      taker: { name: 'Pin 4', address: payEcrAddress(payEcr) },
      till: till(DEMO_PAY_ECR_WORKPLACE),
      terminal: new PayEcrCounter(payEcr.terminal, changed),
    },
    {
      workplace: DEMO_MSP_WORKPLACE,
      name: 'Balie 5',
      way: 'MultiSafepay · card, QR',
      kind: 'multisafepay',
      methods: CARD_AND_QR,
      taker: { name: MSP_NAME, address: msp.url },
      till: till(DEMO_MSP_WORKPLACE),
      terminal: new CloudCounter(mspTerminal(msp, DEMO_MSP_TERMINAL, 'Pin 5'), { changed, wantsPin }),
    },
    {
      workplace: DEMO_KC_WORKPLACE,
      name: 'Balie 6',
      way: 'Kassa Compleet · QR, transfer',
      kind: 'kassa-compleet',
      methods: ['K_PAY_QR', 'K_PAY_QR_IDEAL', 'K_PAY_QR_TRANSFER'],
      taker: { name: KC_NAME, address: kc.url },
      till: till(DEMO_KC_WORKPLACE),
      terminal: null,
    },
  ];
}

export function counterView({ workplace, name, way, till }: Counter): ShopCounter {
  return { workplace, name, way, busy: till.state.sale === 'paying' };
}
