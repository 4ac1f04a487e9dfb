import type { MspOrderSummary, MspSimulator, MspTerminalState } from '@tillbridge/simulators/multisafepay';
import type { PaySimulator } from '@tillbridge/simulators/pay';
import type { ShownEnding } from './guest-terminal.ts';
import type { ShopTerminal, TerminalEnding } from './shop-view.ts';

/** A card terminal that a payment cloud starts. */
export interface CloudTerminal {
  view(): CloudTerminalView;
  /** False when it had no effect. */
  act(action: CloudTerminalAction): boolean;
  /** How an order ended; undefined while it hasn't. */
  ended(orderId: string): ShownEnding | undefined;
}

export interface CloudTerminalView {
  readonly name: string;
  readonly state: ShopTerminal['state'];
  readonly orderId: string | null;
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund' | null;
  readonly waitsUntil: number | null;
}

/** `soft-decline`: the bank wants the PIN of a card that was only held to the terminal. */
export type CloudTerminalAction = 'tap' | 'insert' | 'pin' | 'cancel' | 'decline' | 'soft-decline';

const PAY_ENDINGS: ReadonlyMap<number, TerminalEnding> = new Map([
  [100, 'approved'],
  [-63, 'declined'],
  [-60, 'declined'],
  [-90, 'cancelled'],
  [-80, 'expired'],
]);

/** A terminal of Pay., by its code. */
export function payTerminal(pay: PaySimulator, code: string): CloudTerminal {
  return {
    view: () => {
      const terminal = pay.terminals().find((each) => each.code === code);
      if (terminal === undefined) throw new RangeError(`Pay. has no terminal ${code}`);
      return terminal;
    },
    act: (action) => action !== 'soft-decline' && pay.terminal(code, action),
    ended: (orderId) => {
      const order = pay.order(orderId);
      const state = order === undefined ? undefined : PAY_ENDINGS.get(order.status);
      return order === undefined || state === undefined ? undefined : { ...order, state };
    },
  };
}

const MSP_STATES: Readonly<Record<MspTerminalState, ShopTerminal['state']>> = {
  idle: 'idle',
  starting: 'starting',
  presenting: 'presenting',
  pin: 'pin',
  processing: 'processing',
  declined: 'declined',
};

const MSP_ENDINGS: Readonly<Partial<Record<MspOrderSummary['status'], TerminalEnding>>> = {
  completed: 'approved',
  reserved: 'approved',
  cancelled: 'cancelled',
  void: 'cancelled',
  expired: 'expired',
};

/** A terminal of MultiSafepay, by its terminal id and the name that the shop gave it. */
export function mspTerminal(msp: MspSimulator, id: string, name: string): CloudTerminal {
  return {
    view: () => {
      const terminal = msp.terminals().find((each) => each.id === id);
      if (terminal === undefined) throw new RangeError(`MultiSafepay has no terminal ${id}`);
      return { ...terminal, name, state: MSP_STATES[terminal.state] };
    },
    act: (action) => msp.terminal(id, action),
    ended: (orderId) => {
      const order = msp.order(orderId);
      const state = order === undefined ? undefined : MSP_ENDINGS[order.status];
      return order === undefined || state === undefined ? undefined : { ...order, state };
    },
  };
}
