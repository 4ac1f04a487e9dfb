import { maskCardNumbers } from '@tillbridge/kernel';
import type { ReceiptText } from '@tillbridge/payments';
import type { PrintBlock, PrintLine, ReceiptType } from '../codec/model.ts';

/** A terminal that never ends its receipt must not fill our memory. */
const MOST_LINES = 400;

type Kind = ReceiptText['kind'] | 'report' | null;

interface Collected {
  readonly kind: Kind;
  readonly lines: readonly string[];
}

/**
 * Collects what a terminal wants printed. Text blocks say whose receipt they are; single lines don't, so whole receipts
 * of lines are told apart by the words on them, and else by their order: the merchant's comes first.
 */
export class ReceiptCollector {
  private readonly done: Collected[] = [];
  private lines: string[] = [];
  private count = 0;

  line(print: PrintLine): void {
    if (print.text !== '' || print.feeds === 0) this.add(print.text);
    for (let feed = 0; feed < Math.min(print.feeds, 3); feed += 1) this.add('');
    if (print.last) this.endOfLines();
  }

  block(print: PrintBlock): void {
    this.endOfLines();
    for (const { text } of print.lines) this.add(text);
    this.finish(KINDS[print.receipt]);
  }

  /** Everything so far, for reports. */
  report(): readonly string[] {
    this.endOfLines();
    return this.done.flatMap(({ lines }, index) => (index === 0 ? lines : ['', ...lines]));
  }

  receipts(): readonly ReceiptText[] {
    this.endOfLines();
    const taken = new Set(this.done.map(({ kind }) => kind));
    const free = (['merchant', 'cardholder'] as const).filter((kind) => !taken.has(kind));
    const single = this.done.length === 1;
    return this.done.flatMap(({ kind, lines }): ReceiptText[] => {
      const named = kind ?? (single ? 'cardholder' : free.shift());
      return named === undefined || named === 'report' ? [] : [{ kind: named, lines }];
    });
  }

  private add(text: string): void {
    if (this.count >= MOST_LINES) return;
    this.count += 1;
    this.lines.push(maskCardNumbers(text).trimEnd());
  }

  private endOfLines(): void {
    this.finish(whoseReceipt(this.lines));
  }

  private finish(kind: Kind): void {
    while (this.lines.at(-1) === '') this.lines.pop();
    if (this.lines.length > 0) this.done.push({ kind, lines: this.lines });
    this.lines = [];
  }
}

const KINDS: Readonly<Record<ReceiptType, Kind>> = {
  merchant: 'merchant',
  customer: 'cardholder',
  administration: 'report',
  unknown: null,
};

const CARDHOLDER = /kunden|kaarthouder|klant|client|porteur|customer|cardholder/i;
const MERCHANT = /h(ä|ae)ndler|merchant|winkel|commer[cç]ant/i;

function whoseReceipt(lines: readonly string[]): ReceiptText['kind'] | null {
  const text = lines.join('\n');
  const cardholder = CARDHOLDER.test(text);
  const merchant = MERCHANT.test(text);
  if (cardholder === merchant) return null;
  return cardholder ? 'cardholder' : 'merchant';
}
