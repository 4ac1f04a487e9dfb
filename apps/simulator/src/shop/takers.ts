import { type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { type PayEcrSimulator, startPayEcrSimulator } from '@tillbridge/simulators/payecr';
import { startZvtSimulator, type ZvtSimulator } from '@tillbridge/simulators/zvt';
import { DEMO_PAY_ECR_TERMINAL, DEMO_ZVT_PASSWORD } from '../rig/fixed-shop.ts';
import { PROCESS_MS } from './guest-terminal.ts';

export interface TakerOptions {
  /** Where Pay. sends its status calls. */
  readonly agentPort: number;
  readonly payPort: number;
  /** Where the terminals on wires listen. */
  readonly zvtPort: number;
  readonly payEcrPort: number;
}

/** What takes money in the shop. */
export interface Takers {
  readonly pay: PaySimulator;
  readonly zvt: ZvtSimulator;
  readonly payEcr: PayEcrSimulator;
}

/** A guest who takes the card when told to. */
const CARD_TAKEN_AFTER_MS = 1_500;

/** Starts them all, or none. */
export async function openTakers(options: TakerOptions): Promise<Takers> {
  const exchangeUrl = `http://127.0.0.1:${options.agentPort}/exchange/pay`;
  const opened: { close(): Promise<void> }[] = [];
  const open = async <Taker extends { close(): Promise<void> }>(taker: Promise<Taker>): Promise<Taker> => {
    opened.push(await taker);
    return await taker;
  };
  try {
    return {
      pay: await open(startPaySimulator({ port: options.payPort, exchangeUrl, processMs: PROCESS_MS })),
      zvt: await open(
        startZvtSimulator({
          tcp: { port: options.zvtPort },
          options: { password: DEMO_ZVT_PASSWORD, hostMs: PROCESS_MS, cardTakenAfterMs: CARD_TAKEN_AFTER_MS },
        }),
      ),
      payEcr: await open(
        startPayEcrSimulator({
          tcp: { port: options.payEcrPort },
          options: { code: DEMO_PAY_ECR_TERMINAL, name: 'Pin 4', processMs: PROCESS_MS },
        }),
      ),
    };
  } catch (error) {
    await Promise.all(opened.map((taker) => taker.close()));
    throw error;
  }
}

export function payEcrAddress({ tcpPort }: PayEcrSimulator): string {
  return `tcp://127.0.0.1:${tcpPort}`;
}
