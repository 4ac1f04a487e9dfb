/**
 * What a reply does to the lines of a sale, as strict as a till is: one discount per line, only on lines there are, never
 * more than the line, only articles it sells.
 */
import type { WireErrorCode } from '@tillbridge/mplus';
import type { LineDiscountReply, TillReply } from './till-reply.wire.ts';
import type { NewLine, TillDiscount, TillLine } from './till-state.ts';

/** Article number → what it is sold as. */
export type TillArticles = ReadonlyMap<number, Pick<NewLine, 'text' | 'unitCents'>>;

export type LineFault =
  | WireErrorCode
  | 'INVALID_LINE_ID'
  | 'LINE_ALREADY_HAS_DISCOUNT'
  | 'LINE_ID_ALREADY_EXISTS'
  | 'INVALID_ARTICLE'
  | 'INVALID_DISCOUNT_PERCENTAGE';

export type Applied =
  | { readonly ok: true; readonly lines: readonly TillLine[] }
  /** The whole reply is rejected: no line changes. */
  | { readonly ok: false; readonly fault: { readonly code: LineFault; readonly message: string } };

class Rejected extends Error {
  readonly code: LineFault;

  constructor(code: LineFault, message: string) {
    super(message);
    this.code = code;
  }
}

export function applyReply(
  lines: readonly TillLine[],
  reply: Pick<TillReply, 'lineChanges' | 'lineAdditions'>,
  articles: TillArticles,
): Applied {
  try {
    let next = lines;
    for (const { lineId, externalDiscount } of reply.lineChanges ?? []) {
      const line = next.find((candidate) => candidate.lineId === lineId);
      if (line === undefined) throw new Rejected('INVALID_LINE_ID', 'a change of a line that is not in the sale');
      next = next.map((other) => (other === line ? withDiscount(line, externalDiscount) : other));
    }
    for (const { lineId, articleNumber, quantity, externalDiscount } of reply.lineAdditions ?? []) {
      if (next.some((line) => line.lineId === lineId)) {
        throw new Rejected('LINE_ID_ALREADY_EXISTS', 'an addition under the id of another line');
      }
      const article = articles.get(articleNumber);
      if (article === undefined) throw new Rejected('INVALID_ARTICLE', `article ${articleNumber} is not sold here`);
      const added: TillLine = { ...article, articleNumber, quantity, lineId };
      next = [...next, withDiscount(added, externalDiscount ?? null)];
    }
    return { ok: true, lines: next };
  } catch (error) {
    if (error instanceof Rejected) return { ok: false, fault: { code: error.code, message: error.message } };
    throw error;
  }
}

/** What a line costs the guest. */
export function lineCents(line: TillLine): number {
  return line.unitCents * line.quantity - (line.discount?.cents ?? 0);
}

function withDiscount(line: TillLine, wanted: LineDiscountReply | null): TillLine {
  const { discount: _, ...bare } = line;
  if (wanted === null || wanted.discountPercentage === 0) return bare;
  if (line.discount !== undefined && line.discount.id !== wanted.discountId) {
    throw new Rejected('LINE_ALREADY_HAS_DISCOUNT', 'a second discount on one line');
  }
  return { ...bare, discount: discountOf(line, wanted) };
}

function discountOf(line: TillLine, wanted: LineDiscountReply): TillDiscount {
  const { discountId, discountDescription = '', discountPercentage, discountAmount, applyToQuantity } = wanted;
  const pieces = applyToQuantity ?? line.quantity;
  if (pieces > line.quantity) throw new Rejected('INVALID_DATA', 'a discount on more pieces than the line has');
  const base = line.unitCents * pieces;
  if (discountPercentage !== undefined && (discountPercentage < 0 || discountPercentage > 100)) {
    throw new Rejected('INVALID_DISCOUNT_PERCENTAGE', 'a discount of less than nothing or more than all');
  }
  const cents = discountAmount ?? Math.round((base * (discountPercentage ?? 0)) / 100);
  if (cents < 0 || cents > base) throw new Rejected('INVALID_DATA', 'a discount of more than it applies to');
  return { id: discountId, text: discountDescription, cents };
}
