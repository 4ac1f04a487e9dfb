import type { PaySimulator } from '@tillbridge/simulators/pay';
import { EndingOnScreen, type GuestTerminal, REFUSE_AFTER_MS } from './guest-terminal.ts';
import type { CardKind, ShopTerminal, TerminalEnding } from './shop-view.ts';

const ENDINGS: ReadonlyMap<number, TerminalEnding> = new Map([
  [100, 'approved'],
  [-63, 'declined'],
  [-60, 'declined'],
  [-90, 'cancelled'],
  [-80, 'expired'],
]);

/** The guest at a terminal that the payment cloud starts: which card is used, and what the screen shows after the end. */
export class PayCounter implements GuestTerminal {
  readonly #pay: PaySimulator;
  readonly #code: string;
  readonly #ending: EndingOnScreen;
  #card: CardKind | null = null;
  #current: string | null = null;

  constructor(pay: PaySimulator, code: string, changed: () => void) {
    this.#pay = pay;
    this.#code = code;
    this.#ending = new EndingOnScreen(changed);
  }

  look(): void {
    const terminal = this.#terminal();
    if (terminal.orderId !== null) {
      if (terminal.orderId !== this.#current) this.#card = null;
      this.#current = terminal.orderId;
      this.#ending.clear();
      return;
    }
    const order = this.#current === null ? undefined : this.#pay.order(this.#current);
    const state = order === undefined ? undefined : ENDINGS.get(order.status);
    if (order === undefined || state === undefined) return;
    this.#current = null;
    this.#card = null;
    this.#ending.show({ state, amountCents: order.amountCents, direction: order.direction });
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

  /** It has no wire of the shop's to pull. */
  flip(): boolean {
    return false;
  }

  /** The payment cloud keeps them. */
  ledger(): readonly [] {
    return [];
  }

  view(): ShopTerminal {
    const { name, state, amountCents, direction, waitsUntil } = this.#terminal();
    const ending = state === 'idle' ? this.#ending.shown : null;
    return {
      kind: 'pay',
      name,
      address: this.#pay.url.replace('http://', ''),
      state,
      amountCents,
      direction: direction ?? 'pay',
      lines: [],
      waitsUntil,
      card: this.#card,
      hasSlot: true,
      switches: [],
      ...ending,
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

  #terminal() {
    const terminal = this.#pay.terminals().find((each) => each.code === this.#code);
    if (terminal === undefined) throw new RangeError(`the payment cloud has no terminal ${this.#code}`);
    return terminal;
  }
}
