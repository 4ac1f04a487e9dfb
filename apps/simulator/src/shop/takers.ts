import { type KcSimulator, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { type MspSimulator, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { type PayEcrSimulator, startPayEcrSimulator } from '@tillbridge/simulators/payecr';
import { startZvtSimulator, type ZvtSimulator } from '@tillbridge/simulators/zvt';
import { DEMO_PAY_ECR_TERMINAL, DEMO_ZVT_PASSWORD } from '../rig/fixed-shop.ts';
import { PROCESS_MS } from './guest-terminal.ts';

export interface TakerOptions {
  /** Where the clouds send their status calls. */
  readonly agentPort: number;
  readonly payPort: number;
  readonly mspPort: number;
  readonly kcPort: number;
  /** Where the terminals on wires listen. */
  readonly zvtPort: number;
  readonly payEcrPort: number;
}

/** What takes money in the shop. */
export interface Takers {
  readonly pay: PaySimulator;
  readonly msp: MspSimulator;
  readonly kc: KcSimulator;
  readonly zvt: ZvtSimulator;
  readonly payEcr: PayEcrSimulator;
}

/** A guest who takes the card when told to. */
const CARD_TAKEN_AFTER_MS = 1_500;
/** Real ones take hours; a visitor waits for them. */
const REFUND_MS = 3_000;

/** Starts them all at once; when one can't, none stays. */
export async function openTakers(options: TakerOptions): Promise<Takers> {
  const exchange = `http://127.0.0.1:${options.agentPort}/exchange`;
  const starting = [
    startPaySimulator({ port: options.payPort, exchangeUrl: `${exchange}/pay`, processMs: PROCESS_MS }),
    startMspSimulator({
      port: options.mspPort,
      notificationUrl: `${exchange}/multisafepay`,
      processMs: PROCESS_MS,
      refundSettleMs: REFUND_MS,
    }),
    startKcSimulator({
      port: options.kcPort,
      webhookUrl: `${exchange}/kassacompleet`,
      // Without the account a transfer has no QR, and without the list a lost refund is not found again.
      switches: { namesPayee: true, refundOrders: 'orders' },
    }),
    startZvtSimulator({
      tcp: { port: options.zvtPort },
      options: { password: DEMO_ZVT_PASSWORD, hostMs: PROCESS_MS, cardTakenAfterMs: CARD_TAKEN_AFTER_MS },
    }),
    startPayEcrSimulator({
      tcp: { port: options.payEcrPort },
      options: { code: DEMO_PAY_ECR_TERMINAL, name: 'Pin 4', processMs: PROCESS_MS },
    }),
  ] as const;
  try {
    const [pay, msp, kc, zvt, payEcr] = await Promise.all(starting);
    return { pay, msp, kc, zvt, payEcr };
  } catch (error) {
    for (const taker of await Promise.allSettled(starting)) {
      if (taker.status === 'fulfilled') await taker.value.close();
    }
    throw error;
  }
}

export async function closeTakers({ pay, msp, kc, zvt, payEcr }: Takers): Promise<void> {
  await Promise.all([pay, msp, kc, zvt, payEcr].map((taker) => taker.close()));
}

export function payEcrAddress({ tcpPort }: PayEcrSimulator): string {
  return `tcp://127.0.0.1:${tcpPort}`;
}
