import { describeError, type Log } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import type { DiscountId, SaleAnswer, SaleLine, SaleWord } from '@tillbridge/vouchers';
import type { Heard } from './payment-events.ts';
import type { KnownTill, SessionFeed, VoucherEventPorts, WebhookSettings } from './ports.ts';
import { type Answer, NOTHING_TO_SAY } from './reply.ts';
import { basketReply, chosenOption, scanReply } from './voucher-reply.wire.ts';

interface Ports {
  readonly vouchers: VoucherEventPorts | null;
  readonly sessions: SessionFeed;
  readonly log: Log;
}

type Found = { readonly vouchers: VoucherEventPorts; readonly till: KnownTill; readonly word: SaleWord };

/**
 * The sale's events as vouchers hear them: codes are looked up, a changed basket is matched again, and what ends a sale
 * spends or frees what it held. A sale without vouchers costs one look-up.
 */
export class VoucherEvents {
  private readonly ports: Ports;
  private readonly settings: WebhookSettings;

  constructor(ports: Ports, settings: WebhookSettings) {
    this.ports = ports;
    this.settings = settings;
  }

  async scan(heard: Heard, code: string, chosen: readonly string[] | null): Promise<Answer> {
    const found = this.find(heard);
    if (found === null) return NOTHING_TO_SAY;
    const answer = await found.vouchers.desk.scan({
      ...found.word,
      code,
      chosen: chosen?.map(chosenOption) ?? null,
    });
    return { status: 200, body: scanReply(this.reply(found, answer)) };
  }

  /** A line came, went or changed; the sale was taken up again; or its payment screen opens. */
  async rematch(heard: Heard): Promise<Answer> {
    const found = this.find(heard);
    if (found === null || !this.has(found)) return NOTHING_TO_SAY;
    try {
      const answer = await found.vouchers.desk.rematch(found.word);
      return { status: 200, body: basketReply(this.reply(found, answer)) };
    } catch (error) {
      // The basket goes on as it was; what its lines carry is settled when the sale is done.
      this.ports.log.error('vouchers could not follow a basket', { error: describeError(error) });
      return NOTHING_TO_SAY;
    }
  }

  async release(heard: Heard, why: 'cancelled' | 'merged' | 'park'): Promise<void> {
    const found = this.find(heard);
    if (found !== null && this.has(found)) await this.record(found.vouchers.desk.release(found.word, why));
  }

  /** Rejects when it could not be written: the till must say it again. */
  async complete(heard: Heard): Promise<void> {
    const found = this.find(heard, 'told');
    if (found !== null && this.has(found)) await found.vouchers.desk.complete(found.word);
  }

  async credit(heard: Heard): Promise<void> {
    const found = this.find(heard, 'told');
    if (found !== null) await found.vouchers.desk.credit(found.word);
  }

  /** `told`: only what this very message says of the lines, since what is remembered may not be what was sold. */
  private find(heard: Heard, lines: 'told' | 'remembered' = 'remembered'): Found | null {
    const { vouchers, sessions } = this.ports;
    const { till, subscriptionId, receipt, event } = heard;
    const { branch, workplace, employee } = event.sender;
    const sessionId = event.session.id;
    if (vouchers === null || till === undefined || sessionId === null || branch === null || workplace === null) {
      return null;
    }
    const basket = lines === 'told' ? event.session.lines : sessions.linesOf(till.till, sessionId);
    const word: SaleWord = {
      sale: { subscriptionId, sessionId },
      place: { till: till.name, branch, workplace, employee },
      lines: basket?.map(saleLine) ?? null,
      heard: event.moment.blocking,
      receipt,
    };
    return { vouchers, till, word };
  }

  /** A line may have come over from another sale, and brought its discount along. */
  private has({ vouchers, word }: Found): boolean {
    const carriesOurs = word.lines?.some(({ discount }) => discount !== null && discount.ours !== null) ?? false;
    return carriesOurs || vouchers.desk.ofSale(word.sale) !== undefined;
  }

  private reply({ vouchers, till, word }: Found, answer: SaleAnswer) {
    return {
      answer,
      lines: word.lines,
      words: vouchers.words(till, answer),
      label: (text: Parameters<VoucherEventPorts['labelOf']>[1]) => vouchers.labelOf(till, text),
      removal: this.settings.discountRemoval,
    };
  }

  /** What isn't freed now is freed when its lease ends. */
  private async record(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.ports.log.error('vouchers of a sale could not be freed', { error: describeError(error) });
    }
  }
}

function saleLine({ lineId, articleNumber, text, quantity, unitCents, discount }: BasketLine): SaleLine {
  return {
    lineId,
    article: articleNumber,
    text,
    quantity,
    unitCents,
    discount: discount === undefined ? null : { ours: discount.id as DiscountId | null },
  };
}
