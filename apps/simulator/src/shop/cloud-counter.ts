import type { CloudTerminal } from './cloud-terminal.ts';
import { EndingOnScreen, type GuestTerminal, REFUSE_AFTER_MS } from './guest-terminal.ts';
import type { CardKind, ShopTerminal } from './shop-view.ts';

export interface CloudCounterOptions {
  readonly changed: () => void;
  /** Asked about each card that is only held to the terminal: whether its bank wants the PIN. Default: never. */
  readonly wantsPin?: () => boolean;
  /** From the card to the bank's "no". Default: sooner than a simulator's own bank says yes. */
  readonly refuseAfterMs?: number;
}

/** The guest at a terminal that a payment cloud starts: which card is used, and what the screen shows after the end. */
export class CloudCounter implements GuestTerminal {
  readonly #terminal: CloudTerminal;
  readonly #wantsPin: () => boolean;
  readonly #refuseAfterMs: number;
  readonly #ending: EndingOnScreen;
  #card: CardKind | null = null;
  #current: string | null = null;
  /** The bank has asked for the PIN of the card. */
  #pinAsked = false;

  constructor(terminal: CloudTerminal, { changed, wantsPin, refuseAfterMs }: CloudCounterOptions) {
    this.#terminal = terminal;
    this.#wantsPin = wantsPin ?? (() => false);
    this.#refuseAfterMs = refuseAfterMs ?? REFUSE_AFTER_MS;
    this.#ending = new EndingOnScreen(changed);
  }

  look(): void {
    const { orderId } = this.#terminal.view();
    if (orderId !== null) {
      if (orderId !== this.#current) this.#card = null;
      this.#current = orderId;
      this.#ending.clear();
      return;
    }
    const ending = this.#current === null ? undefined : this.#terminal.ended(this.#current);
    if (ending === undefined) return;
    this.#current = null;
    this.#card = null;
    this.#ending.show(ending);
  }

  tap(card: CardKind): boolean {
    return this.#use(card, 'tap');
  }

  insert(card: CardKind): boolean {
    return this.#use(card, 'insert');
  }

  enterPin(): boolean {
    return this.#terminal.act('pin') && this.#bankDecides('pin');
  }

  stop(): boolean {
    return this.#terminal.act('cancel');
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
    const { name, state, amountCents, direction, waitsUntil } = this.#terminal.view();
    const ending = state === 'idle' ? this.#ending.shown : null;
    return {
      name,
      state: state === 'declined' && this.#pinAsked ? 'pin-wanted' : state,
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
    if (!this.#terminal.act(how)) return false;
    return this.#terminal.view().state !== 'processing' || this.#bankDecides(how);
  }

  #bankDecides(how: 'tap' | 'insert' | 'pin'): boolean {
    this.#pinAsked = how === 'tap' && this.#wantsPin();
    const no = this.#pinAsked ? 'soft-decline' : this.#card === 'empty' ? 'decline' : null;
    if (no === null) return true;
    const order = this.#terminal.view().orderId;
    setTimeout(() => {
      if (this.#terminal.view().orderId === order) this.#terminal.act(no);
    }, this.#refuseAfterMs).unref();
    return true;
  }
}
