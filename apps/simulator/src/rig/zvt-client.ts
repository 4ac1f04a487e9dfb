import type {
  Charge,
  ReceivedCommand,
  ScreenStep,
  SimCardName,
  Transaction,
  ZvtAutopilot,
  ZvtFault,
  ZvtState,
} from '@tillbridge/simulators/zvt';
import { ControlClient } from './control-client.ts';
import { until } from './until.ts';

/** Class and instruction of the commands that move money (PA00P015, chapter 2). */
export const ZVT_COMMAND = { authorisation: 0x06_01, reversal: 0x06_30, refund: 0x06_31 } as const;
const MOVES_MONEY: readonly number[] = Object.values(ZVT_COMMAND);

/** The ZVT simulator of another process, through its control API. */
export class ZvtClient extends ControlClient {
  state(): Promise<ZvtState> {
    return this.get('state');
  }

  /** Every time money moved and stayed, oldest first. */
  charges(): Promise<readonly Charge[]> {
    return this.get('charges');
  }

  /** The newest entry of its books, whatever became of it; null when they are empty. */
  async lastTransaction(): Promise<Omit<Transaction, 'original'> | null> {
    const all = await this.get<readonly Omit<Transaction, 'original'>[]>('transactions');
    return all.at(-1) ?? null;
  }

  /** Everything a till asked of it, in the order in which it arrived. */
  commands(): Promise<readonly ReceivedCommand[]> {
    return this.get('commands');
  }

  /** Those of them that could move money: 0x0601, 0x0630, 0x0631. */
  async moneyCommands(): Promise<readonly number[]> {
    return (await this.commands()).map(({ control }) => control).filter((control) => MOVES_MONEY.includes(control));
  }

  tap(card: SimCardName = 'girocard'): Promise<void> {
    return this.act('tap', { card });
  }

  insert(card: SimCardName = 'girocard'): Promise<void> {
    return this.act('insert', { card });
  }

  pin(): Promise<void> {
    return this.act('pin', { ok: true });
  }

  /** The guest does whatever is needed until it is paid. */
  approve(): Promise<void> {
    return this.act('approve');
  }

  /** Answers the fault's id. */
  async fault(fault: ZvtFault): Promise<number> {
    return (await this.send<{ id: number }>('POST', 'faults', fault)).id;
  }

  autopilot(pilot: ZvtAutopilot | null): Promise<unknown> {
    return this.send('PUT', 'autopilot', pilot);
  }

  /** Waits until the amount stands on the terminal and a card is awaited. */
  untilPresenting(withinMs?: number): Promise<void> {
    return this.untilStep('amount', withinMs);
  }

  async untilStep(wanted: ScreenStep, withinMs?: number): Promise<void> {
    await until(
      `the ZVT terminal is at "${wanted}"`,
      async () => {
        const { step, lines } = (await this.state()).screen;
        if (step === wanted) return true;
        throw new Error(`it is at "${step}": ${lines.join(', ')}`);
      },
      withinMs === undefined ? {} : { withinMs },
    );
  }
}
