import type { HistoryEntry, HistoryStatus, PayEcrState, PayEcrTerminal } from '@tillbridge/simulators/payecr';
import { EndingOnScreen, type GuestTerminal, REFUSE_AFTER_MS } from './guest-terminal.ts';
import type { CardKind, ShopLedgerLine, ShopTerminal, SwitchId, TerminalEnding } from './shop-view.ts';

const STATES: Readonly<Record<PayEcrState, ShopTerminal['state']>> = {
  idle: 'idle',
  booting: 'booting',
  off: 'off',
  order: 'basket',
  starting: 'starting',
  presenting: 'presenting',
  pin: 'pin',
  processing: 'processing',
};
const RUNNING: readonly PayEcrState[] = ['starting', 'presenting', 'pin', 'processing'];

const ENDINGS: Readonly<Record<HistoryStatus, TerminalEnding>> = {
  SUCCESS: 'approved',
  QUEUED: 'taken-offline',
  FAILED: 'declined',
  CANCEL: 'cancelled',
  EXPIRED: 'expired',
};
/** The guest at a PAY.POS terminal on the network: which card is used, and what the screen shows after the end. */
export class PayEcrCounter implements GuestTerminal {
  readonly #terminal: PayEcrTerminal;
  readonly #ending: EndingOnScreen;
  #card: CardKind | null = null;
  #current: {
    readonly amountCents: number;
    readonly direction: 'pay' | 'refund';
    /** The newest entry of the history before it. */
    readonly before: HistoryEntry | undefined;
    runs: boolean;
  } | null = null;

  constructor(terminal: PayEcrTerminal, changed: () => void) {
    this.#terminal = terminal;
    this.#ending = new EndingOnScreen(changed);
  }

  look(): void {
    const { state, transaction, history } = this.#terminal.view();
    if (RUNNING.includes(state)) {
      this.#ending.clear();
      if (transaction === null || this.#current?.runs === true) return;
      const { amountCents, direction } = transaction;
      this.#card = null;
      this.#current = { amountCents, direction, before: history[0], runs: true };
      return;
    }
    if (this.#current === null) return;
    this.#current.runs = false;
    // Its end comes before its entry in the history.
    const { before, amountCents, direction } = this.#current;
    const entry = history[0];
    if (entry === undefined || entry === before) return;
    this.#current = null;
    this.#card = null;
    this.#ending.show({ state: ENDINGS[entry.status], amountCents, direction });
  }

  tap(card: CardKind): boolean {
    this.#card = card;
    if (!this.#terminal.act('tap')) return false;
    return this.#terminal.view().state !== 'processing' || this.#bankDecides();
  }

  /** It reads what is held to it. */
  insert(): boolean {
    return false;
  }

  enterPin(): boolean {
    return this.#terminal.act('pin-ok') && this.#bankDecides();
  }

  stop(): boolean {
    return this.#terminal.act('cancel');
  }

  flip(id: SwitchId): boolean {
    switch (id) {
      case 'power':
        return this.#terminal.act(this.#terminal.view().state === 'off' ? 'power-on' : 'power-off');
      case 'send-offline':
        return this.#terminal.act('settle');
      default:
        return false;
    }
  }

  view(): ShopTerminal {
    const { name, state, transaction, lines, history } = this.#terminal.view();
    const ending = state === 'idle' ? this.#ending.shown : null;
    return {
      name,
      state: STATES[state],
      amountCents: transaction?.amountCents ?? null,
      direction: transaction?.direction ?? 'pay',
      lines,
      waitsUntil: null,
      card: this.#card,
      hasSlot: false,
      switches: [
        { id: 'power', on: state === 'off', usable: state !== 'booting' },
        { id: 'send-offline', on: false, usable: history.some(({ status }) => status === 'QUEUED') },
      ],
      ...ending,
    };
  }

  /** What was taken, from its books; what wasn't, or not yet, from the history that the till can read. */
  ledger(): readonly ShopLedgerLine[] {
    const { name, history, charges } = this.#terminal.view();
    const taken = charges.map((charge): ShopLedgerLine => {
      const entry = history.find(({ reference }) => reference === charge.reference);
      return { ...lineOf(name, entry?.id ?? null, charge), state: 'paid', at: charge.at };
    });
    const others = history
      .filter(({ status }) => status !== 'SUCCESS')
      .map((entry): ShopLedgerLine => {
        const state = entry.status === 'QUEUED' ? 'pending' : 'not-paid';
        return { ...lineOf(name, entry.id, entry), state, at: Date.parse(entry.createdAt) };
      });
    return [...taken, ...others];
  }

  #bankDecides(): boolean {
    if (this.#card !== 'empty') return true;
    const asked = this.#current;
    setTimeout(() => {
      if (this.#current === asked && this.#terminal.view().state === 'processing') this.#terminal.act('decline');
    }, REFUSE_AFTER_MS).unref();
    return true;
  }
}

function lineOf(
  by: string,
  id: string | null,
  { amountCents, direction }: { readonly amountCents: number; readonly direction: 'pay' | 'refund' },
): Omit<ShopLedgerLine, 'state' | 'at'> {
  return { by, id: id ?? '–', amountCents, means: 'card', direction };
}
