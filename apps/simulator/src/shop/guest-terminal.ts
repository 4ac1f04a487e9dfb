import type { CardKind, ShopLedgerLine, ShopTerminal, SwitchId, TerminalEnding } from './shop-view.ts';

/** A simulated card terminal, with the guest in front of it. What has no effect now answers false. */
export interface GuestTerminal {
  /** To be called after each change at the terminal. */
  look(): void;
  view(): ShopTerminal;
  tap(card: CardKind): boolean;
  insert(card: CardKind): boolean;
  enterPin(): boolean;
  /** The red key. */
  stop(): boolean;
  flip(id: SwitchId): boolean;
  /** Its own books, oldest first; empty when somebody else keeps them. */
  ledger(): readonly ShopLedgerLine[];
}

/** The bank of the empty account says no before a simulator's own bank would say yes. */
export const PROCESS_MS = 1_500;
export const REFUSE_AFTER_MS = 900;
/** How long an outcome stays on a terminal's screen. */
const ENDING_SHOWN_MS = 6_000;

export interface ShownEnding {
  readonly state: TerminalEnding;
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund';
}

/** How the last payment ended, as long as it stands on the screen. */
export class EndingOnScreen {
  readonly #changed: () => void;
  #shown: ShownEnding | null = null;
  #clearing: NodeJS.Timeout | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get shown(): ShownEnding | null {
    return this.#shown;
  }

  show(ending: ShownEnding): void {
    this.clear();
    this.#shown = ending;
    this.#clearing = setTimeout(() => {
      this.clear();
      this.#changed();
    }, ENDING_SHOWN_MS);
    this.#clearing.unref();
  }

  clear(): void {
    this.#shown = null;
    if (this.#clearing !== null) clearTimeout(this.#clearing);
    this.#clearing = null;
  }
}
