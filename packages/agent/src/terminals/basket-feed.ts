/**
 * The basket of a sale on the screen of the till's card terminal, for terminals that show one. A wish and no more: it is
 * fed after the webhook has its answer, and a payment on the terminal always goes first.
 */
import type { Cents } from '@tillbridge/kernel';
import type { BasketScreen, PaymentDesk, TerminalId, TillId } from '@tillbridge/payments';
import type { SaleBook } from '../sessions/sale-book.ts';
import { currentSale, type Sale, saleTotal } from '../sessions/sales.ts';

export interface BasketFeedPorts {
  readonly sales: Pick<SaleBook, 'of' | 'onChange'>;
  readonly desk: Pick<PaymentDesk, 'open' | 'onChange'>;
  /** Runs `work` soon, not now. */
  readonly defer: (work: () => void) => void;
}

/** A till with a terminal of its own that shows baskets. */
export interface FedTerminal {
  readonly till: TillId;
  /** Also payments of other routes may have it. */
  readonly terminal: TerminalId;
  readonly screen: BasketScreen;
}

/** Feeds until the returned function is called, which clears what stands there. */
export function feedBaskets(terminals: readonly FedTerminal[], ports: BasketFeedPorts): () => void {
  const feeds = terminals.map((terminal) => new Feed(terminal, ports));
  const byTill = new Map(feeds.map((feed) => [feed.till, feed]));
  const byTerminal = new Map<TerminalId | null, Feed>(feeds.map((feed) => [feed.terminal, feed]));
  const releases = [
    ports.sales.onChange((till) => byTill.get(till)?.changed()),
    ports.desk.onChange((payment) => byTerminal.get(payment.terminal)?.changed()),
  ];
  return () => {
    for (const release of releases) release();
    for (const feed of feeds) feed.end();
  };
}

class Feed {
  readonly till: TillId;
  readonly terminal: TerminalId;
  private readonly screen: BasketScreen;
  private readonly ports: BasketFeedPorts;
  private shown: (Pick<Sale, 'sessionId' | 'lines'> & { readonly totalCents: Cents }) | null = null;
  private deferred = false;
  private ended = false;

  constructor({ till, terminal, screen }: FedTerminal, ports: BasketFeedPorts) {
    this.till = till;
    this.terminal = terminal;
    this.screen = screen;
    this.ports = ports;
  }

  /** The till added a line, a payment began or ended: whatever comes in one breath is one look. */
  changed(): void {
    if (this.deferred || this.ended) return;
    this.deferred = true;
    this.ports.defer(() => {
      this.deferred = false;
      if (!this.ended) this.look();
    });
  }

  end(): void {
    this.ended = true;
    this.clear();
  }

  private look(): void {
    const { sales, desk } = this.ports;
    const sale = currentSale(sales.of(this.till));
    const total = sale === null ? null : saleTotal(sale);
    const paying = desk.open().some(({ terminal }) => terminal === this.terminal);
    // A basket without a price says nothing, and one that is given back is no guest's to pay.
    if (paying || sale?.stage !== 'selling' || total === null || total <= 0) {
      this.clear();
      return;
    }
    const { sessionId, lines } = sale;
    const { shown } = this;
    if (shown?.sessionId === sessionId && shown.lines === lines && shown.totalCents === total) return;
    this.shown = { sessionId, lines, totalCents: total };
    this.screen.show(lines, total);
  }

  private clear(): void {
    if (this.shown === null) return;
    this.shown = null;
    this.screen.clear();
  }
}
