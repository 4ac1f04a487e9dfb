import type { PaySimulator } from '@tillbridge/simulators/pay';
import type { CardKind, ShopTerminal } from './shop-view.ts';

/** How long an outcome stays on the terminal's screen. */
const OUTCOME_SHOWN_MS = 6_000;
/** The bank of the empty account says no before the simulator's own bank would say yes. */
export const PROCESS_MS = 1_500;
const REFUSE_AFTER_MS = 900;

type Ending = 'approved' | 'declined' | 'cancelled' | 'expired';

const ENDINGS: ReadonlyMap<number, Ending> = new Map([
  [100, 'approved'],
  [-63, 'declined'],
  [-60, 'declined'],
  [-90, 'cancelled'],
  [-80, 'expired'],
]);

/** The guest's side of the simulated terminal: which card is used, and what the screen shows after the end. */
export class CounterTerminal {
  readonly #pay: PaySimulator;
  readonly #code: string;
  readonly #changed: () => void;
  #card: CardKind | null = null;
  #current: string | null = null;
  #ended: {
    readonly orderId: string;
    readonly ending: Ending;
    readonly amountCents: number;
    readonly direction: 'pay' | 'refund';
  } | null = null;
  #clearing: NodeJS.Timeout | null = null;

  constructor(pay: PaySimulator, code: string, changed: () => void) {
    this.#pay = pay;
    this.#code = code;
    this.#changed = changed;
  }

  /** To be called after each change at the payment cloud. */
  look(): void {
    const terminal = this.#terminal();
    if (terminal.orderId !== null) {
      if (terminal.orderId !== this.#current) this.#card = null;
      this.#current = terminal.orderId;
      this.#forget();
      return;
    }
    const order = this.#current === null ? undefined : this.#pay.order(this.#current);
    const ending = order === undefined ? undefined : ENDINGS.get(order.status);
    if (order === undefined || ending === undefined) return;
    this.#current = null;
    this.#card = null;
    this.#ended = { orderId: order.orderId, ending, amountCents: order.amountCents, direction: order.direction };
    this.#clearing = setTimeout(() => {
      this.#forget();
      this.#changed();
    }, OUTCOME_SHOWN_MS);
    this.#clearing.unref();
  }

  tap(card: CardKind): boolean {
    return this.#use(card, 'tap');
  }

  insert(card: CardKind): boolean {
    return this.#use(card, 'insert');
  }

  enterPin(): boolean {
    return this.#pay.terminal(this.#code, 'pin') && this.#bankDecides();
  }

  stop(): boolean {
    return this.#pay.terminal(this.#code, 'cancel');
  }

  view(): ShopTerminal {
    const terminal = this.#terminal();
    if (terminal.state === 'idle' && this.#ended !== null) {
      const { ending, ...about } = this.#ended;
      return { code: this.#code, name: terminal.name, state: ending, ...about, waitsUntil: null, card: null };
    }
    return {
      code: this.#code,
      name: terminal.name,
      state: terminal.state,
      amountCents: terminal.amountCents,
      direction: terminal.direction ?? 'pay',
      orderId: terminal.orderId,
      waitsUntil: terminal.waitsUntil,
      card: this.#card,
    };
  }

  #use(card: CardKind, how: 'tap' | 'insert'): boolean {
    this.#card = card;
    if (!this.#pay.terminal(this.#code, how)) return false;
    return this.#terminal().state !== 'processing' || this.#bankDecides();
  }

  #bankDecides(): boolean {
    const order = this.#terminal().orderId;
    if (this.#card === 'empty') {
      setTimeout(() => {
        if (this.#terminal().orderId === order) this.#pay.terminal(this.#code, 'decline');
      }, REFUSE_AFTER_MS).unref();
    }
    return true;
  }

  #forget(): void {
    this.#ended = null;
    if (this.#clearing !== null) clearTimeout(this.#clearing);
    this.#clearing = null;
  }

  #terminal() {
    const terminal = this.#pay.terminals().find((each) => each.code === this.#code);
    if (terminal === undefined) throw new RangeError(`the payment cloud has no terminal ${this.#code}`);
    return terminal;
  }
}
