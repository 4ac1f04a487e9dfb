/**
 * What a till is told about vouchers: `scanCode`, `lineChanges`, `lineAdditions` and `dialog` (MplusKASSA developer site,
 * pages of the events `scanCode` and `addSessionLine` and on influencing the user flow with dialog options). That
 * `discountAmount` is for all the pieces it applies to, and how a discount is taken off a line, is inferred.
 */
import { type ExactJsonInput, formatDecimalEuros, JsonNumber } from '@tillbridge/kernel';
import type { Choice, DiscountId, LineAddition, LocalText, SaleAnswer, SaleLine } from '@tillbridge/vouchers';
import type { DiscountRemoval, TillWords } from './ports.ts';

type Members = { readonly [key: string]: ExactJsonInput | undefined };

const NOTHING = new JsonNumber('0');
/** Per cent. */
const EVERYTHING = new JsonNumber('100');

interface VoucherReply {
  readonly answer: SaleAnswer;
  /** The basket as the till has it; null: not known. */
  readonly lines: readonly SaleLine[] | null;
  readonly words: TillWords | null;
  readonly label: (text: LocalText) => string;
  readonly removal: DiscountRemoval;
}

/** The answer to a scan. A code that isn't ours is left to the till. */
export function scanReply(reply: VoucherReply): ExactJsonInput {
  const { answer, words } = reply;
  return { scanCode: { recognized: answer.recognized, ...spoken(words) }, ...basketMembers(reply) };
}

/** The answer to a change of the basket: nothing, unless a discount has to change. */
export function basketReply(reply: VoucherReply): ExactJsonInput {
  const changes = basketMembers(reply);
  return Object.values(changes).some((member) => member !== undefined)
    ? { ...changes, ...(reply.words === null ? {} : { messages: [spoken(reply.words)] }) }
    : {};
}

function spoken(words: TillWords | null): Members {
  return words === null ? {} : { message: words.message, customerMessage: words.customerMessage ?? undefined };
}

function basketMembers({ answer, lines, label, removal }: VoucherReply): Members {
  const off = (lineId: string, discountId: DiscountId): Members => ({
    lineId,
    externalDiscount: removal === 'null' ? null : { discountId, discountPercentage: NOTHING },
  });
  const changes: readonly ExactJsonInput[] = [
    ...answer.clear.map(({ lineId, discountId }) => off(lineId, discountId)),
    // A second discount on a line is an error to the till, so the one that stands there comes off first.
    ...answer.set.flatMap(({ lineId, id }) => {
      const standing = lines?.find((line) => line.lineId === lineId)?.discount?.ours ?? null;
      return standing === null || standing === id ? [] : [off(lineId, standing)];
    }),
    ...answer.set.map(
      ({ lineId, id, pieces, cents, whole, label: text }): Members => ({
        lineId,
        externalDiscount: {
          discountId: id,
          discountDescription: label(text),
          ...(whole
            ? { discountPercentage: EVERYTHING }
            : { discountAmount: new JsonNumber(formatDecimalEuros(cents)) }),
          applyToQuantity: pieces === null ? undefined : count(pieces),
        },
      }),
    ),
  ];
  return {
    lineChanges: changes.length === 0 ? undefined : changes,
    lineAdditions: answer.additions.length === 0 ? undefined : answer.additions.map((line) => addition(line, label)),
    dialog: answer.choice === null ? undefined : dialog(answer.choice, label),
  };
}

function addition(
  { lineId, article, pieces, discountId, label: text }: LineAddition,
  label: VoucherReply['label'],
): Members {
  return {
    lineId,
    articleNumber: new JsonNumber(article),
    quantity: count(pieces),
    externalDiscount: {
      discountId,
      discountDescription: label(text),
      discountPercentage: EVERYTHING,
      applyToQuantity: count(pieces),
    },
  };
}

/** The vendor shows option ids as numbers, and so are article numbers. */
const NO_ARTICLE = new JsonNumber('0');

function dialog({ options, label: title }: Choice, label: VoucherReply['label']): ExactJsonInput {
  return {
    required: false,
    allowMultipleOptions: false,
    dialogTitle: label(title),
    dialogOptions: options.map(({ id, label: text }) => ({
      optionId: id === 'none' ? NO_ARTICLE : new JsonNumber(id),
      optionName: label(text),
    })),
  };
}

function count(pieces: number): JsonNumber {
  return new JsonNumber(String(pieces));
}

/** An option of the wire in our words. */
export function chosenOption(optionId: string): string {
  return optionId === NO_ARTICLE.source ? 'none' : optionId;
}
