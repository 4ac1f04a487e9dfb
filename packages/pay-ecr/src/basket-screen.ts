import type { Cents, Log } from '@tillbridge/kernel';
import type { BasketLine, BasketScreen } from '@tillbridge/payments';
import { cleanWords } from './event-meaning.ts';
import type { Outgoing, PayEcrService } from './messages.wire.ts';
import { isPong, type TerminalLine, type Told } from './terminal-line.ts';
import { toShownOrder } from './transaction.ts';

interface Basket {
  readonly lines: readonly BasketLine[];
  readonly totalCents: Cents;
}

/**
 * The basket on the terminal's screen: ORDER_CREATE once, ORDER_UPDATE after it, ORDER_STOP to clear. One message is on
 * its way at most, and of several changes meanwhile the last one wins. A payment always goes first: while one runs
 * nothing is sent, and what the screen showed is gone. Failures are logged; the next change tries again.
 */
export class PayEcrBasket implements BasketScreen {
  private readonly line: TerminalLine;
  private readonly service: PayEcrService | undefined;
  private readonly log: Log;
  /** Nobody calls a basket off. */
  private readonly signal = new AbortController().signal;
  private wanted: Basket | null = null;
  private changed = false;
  private shown = false;
  private paused = false;
  private sending = false;
  private letLineGo: (() => void) | null = null;

  constructor(line: TerminalLine, service: PayEcrService | undefined, log: Log) {
    this.line = line;
    this.service = service;
    this.log = log;
  }

  show(lines: readonly BasketLine[], totalCents: Cents): void {
    this.want({ lines, totalCents });
  }

  clear(): void {
    this.want(null);
  }

  /** A payment begins. */
  pause(): void {
    this.paused = true;
    this.changed = false;
    this.gone();
  }

  /** The payment is over. What changed meanwhile is shown; an unchanged basket has been paid or soon changes. */
  resume(): void {
    this.paused = false;
    void this.send();
  }

  /** The connection ended: the terminal may have left its order screen. */
  lost(): void {
    this.gone();
  }

  private want(basket: Basket | null): void {
    this.wanted = basket;
    this.changed = true;
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.changed && !this.paused) {
        this.changed = false;
        await this.sendOne(this.wanted);
      }
    } finally {
      this.sending = false;
    }
  }

  private async sendOne(basket: Basket | null): Promise<void> {
    if (basket === null) {
      if (this.shown) this.failed('ORDER_STOP', await this.tell({ type: 'ORDER_STOP' }));
      return this.gone();
    }
    if (this.shown && !this.failed('ORDER_UPDATE', await this.tell(this.order('ORDER_UPDATE', basket)))) return;
    if (this.paused) return;
    await this.create(basket);
  }

  private async create(basket: Basket): Promise<void> {
    this.gone();
    const ping = await this.line.ask({ type: 'PING' }, isPong, { signal: this.signal });
    const status = ping.kind === 'reply' ? ping.message.status : null;
    if (status !== 'IDLE' && status !== 'ORDER_PRESENTING') {
      this.log.debug('the basket is not shown: the terminal is not free', { status });
      return;
    }
    // A basket of an earlier run, or of another till, has to go before there can be a new one.
    if (status === 'ORDER_PRESENTING') await this.tell({ type: 'ORDER_STOP' });
    if (this.paused) return;
    const letGo = this.line.hold();
    const failed = this.failed('ORDER_CREATE', await this.tell(this.order('ORDER_CREATE', basket)));
    if (failed || this.paused) return letGo();
    this.shown = true;
    this.letLineGo = letGo;
  }

  private order(type: 'ORDER_CREATE' | 'ORDER_UPDATE', basket: Basket): Outgoing {
    const transaction = toShownOrder(basket.lines, basket.totalCents);
    return { type, transaction, ...(this.service === undefined ? {} : { service: this.service }) };
  }

  private tell(message: Outgoing): Promise<Told> {
    return this.line.tell(message, { signal: this.signal });
  }

  private failed(type: string, told: Told): boolean {
    if (told.kind === 'told' && told.refused === null) return false;
    const why = told.kind === 'told' ? cleanWords(told.refused) : told.why;
    this.log.warn('the basket could not be shown on the terminal', { message: type, why });
    return true;
  }

  private gone(): void {
    this.shown = false;
    this.letLineGo?.();
    this.letLineGo = null;
  }
}
