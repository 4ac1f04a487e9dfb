import type { ScreenStep, Transaction, ZvtTerminal } from '@tillbridge/simulators/zvt';
import { ZVT_COMMAND } from '../rig/zvt-client.ts';
import { EndingOnScreen, type GuestTerminal } from './guest-terminal.ts';
import type { CardKind, ShopLedgerLine, ShopTerminal, SwitchId, TerminalEnding } from './shop-view.ts';

const STATES: Readonly<Record<ScreenStep, ShopTerminal['state']>> = {
  idle: 'idle',
  amount: 'presenting',
  pin: 'pin',
  host: 'processing',
  'remove-card': 'remove-card',
  printing: 'processing',
  busy: 'processing',
};

/** The guest at a ZVT terminal: which card is used, and what the screen shows after the end. */
export class ZvtCounter implements GuestTerminal {
  readonly #terminal: ZvtTerminal;
  readonly #name: string;
  readonly #ending: EndingOnScreen;
  #card: CardKind | null = null;
  /** The payment on the screen; `booked`: how many the books held before it. */
  #current: {
    readonly amountCents: number;
    readonly direction: 'pay' | 'refund';
    readonly booked: number;
  } | null = null;

  constructor(terminal: ZvtTerminal, name: string, changed: () => void) {
    this.#terminal = terminal;
    this.#name = name;
    this.#ending = new EndingOnScreen(changed);
  }

  look(): void {
    const { step, amountCents } = this.#terminal.screen();
    if (step !== 'idle') {
      this.#ending.clear();
      if (amountCents === null || this.#current !== null) return;
      const { direction } = this.#command();
      this.#card = null;
      this.#current = { amountCents, direction, booked: this.#terminal.transactions().length };
      return;
    }
    if (this.#current === null) return;
    const { amountCents: asked, direction, booked } = this.#current;
    const state = this.#endingOf(this.#terminal.transactions().slice(booked).at(-1));
    this.#current = null;
    this.#card = null;
    this.#ending.show({ state, amountCents: asked, direction });
  }

  tap(card: CardKind): boolean {
    this.#card = card;
    return card === 'empty' ? this.#terminal.decline() : this.#terminal.tap();
  }

  insert(card: CardKind): boolean {
    this.#card = card;
    return this.#terminal.insert();
  }

  enterPin(): boolean {
    return this.#card === 'empty' ? this.#terminal.decline() : this.#terminal.pin(true);
  }

  stop(): boolean {
    return this.#terminal.cancel();
  }

  flip(id: SwitchId): boolean {
    const { cable, paper } = this.#terminal.state();
    switch (id) {
      case 'cable':
        return this.#terminal.unplug(cable === 'in');
      case 'paper':
        return this.#terminal.noPaper(paper);
      case 'restart':
        return this.#terminal.reboot();
      default:
        return false;
    }
  }

  view(): ShopTerminal {
    const { screen, power, cable, paper } = this.#terminal.state();
    const booting = power === 'booting';
    const state = booting ? 'booting' : STATES[screen.step];
    const ending = state === 'idle' ? this.#ending.shown : null;
    return {
      name: this.#name,
      state,
      amountCents: screen.amountCents,
      direction: this.#current?.direction ?? 'pay',
      lines: [],
      waitsUntil: null,
      card: this.#card,
      hasSlot: true,
      switches: [
        { id: 'cable', on: cable === 'out', usable: true },
        { id: 'paper', on: !paper, usable: true },
        { id: 'restart', on: booting, usable: !booting },
      ],
      ...ending,
    };
  }

  ledger(): readonly ShopLedgerLine[] {
    return this.#terminal.transactions().map((entry) => ({
      by: this.#name,
      id: `receipt ${entry.receipt}`,
      amountCents: entry.amountCents,
      means: 'card',
      direction: entry.kind === 'pay' ? 'pay' : 'refund',
      state: ledgerState(entry),
      at: entry.at,
    }));
  }

  /** What the till asked for last. */
  #command(): { readonly direction: 'pay' | 'refund' } {
    const last = this.#terminal.commands().findLast(({ control }) => MOVES_MONEY.includes(control));
    return { direction: last === undefined || last.control === ZVT_COMMAND.authorisation ? 'pay' : 'refund' };
  }

  #endingOf(booked: Transaction | undefined): TerminalEnding {
    switch (booked?.state) {
      case 'stored':
      case 'reversed':
        return 'approved';
      case 'auto-reversed':
        return 'taken-back';
      case 'declined':
        return 'declined';
      default:
        return this.#card === 'empty' ? 'declined' : 'cancelled';
    }
  }
}

const MOVES_MONEY: readonly number[] = Object.values(ZVT_COMMAND);

/** A payment that a reversal took back was paid; the reversal stands below it. */
function ledgerState({ state }: Transaction): ShopLedgerLine['state'] {
  switch (state) {
    case 'pending':
      return 'pending';
    case 'stored':
    case 'reversed':
      return 'paid';
    case 'auto-reversed':
    case 'declined':
      return 'not-paid';
    default:
      return state satisfies never;
  }
}
