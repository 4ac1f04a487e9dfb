import type { AppliedVoucherView, BasketDiscountView, VoucherStrip } from '@tillbridge/contracts';
import { assertNever } from '@tillbridge/kernel';
import { type Translator, textIn, voucherSentences } from '@tillbridge/language';
import type { PictogramName } from '@tillbridge/ui';
import type { Field } from './screen-plan.ts';

/** Everything a strip over the basket needs. */
export interface StripPlan {
  readonly field: Extract<Field, 'ok' | 'no' | 'turn'>;
  readonly pictogram: PictogramName;
  readonly hero: string;
  readonly sub: string | null;
}

/** What a guest reads about a voucher. `now` decides whether a date needs its year. */
export function stripPlan(strip: VoucherStrip, words: Translator, now: number): StripPlan {
  switch (strip.kind) {
    case 'applied':
      return { field: 'ok', pictogram: 'check-circle', ...appliedWords(strip.vouchers, words) };
    case 'read': {
      const { customerMessage } = voucherSentences(words.language, { kind: 'held', label: '' }, now, 'window');
      return { field: 'turn', pictogram: 'voucher', hero: customerMessage.replace(/\.$/, ''), sub: null };
    }
    case 'refused': {
      const { refusal } = strip;
      const situation = refusal.why === 'no-article' ? ({ ...refusal, items: '' } as const) : refusal;
      const { customerMessage } = voucherSentences(words.language, { kind: 'refused', ...situation }, now, 'window');
      return {
        field: 'no',
        pictogram: 'voucher-stop',
        hero: words.t('display.voucher.refused.hero'),
        sub: customerMessage,
      };
    }
    default:
      return assertNever(strip);
  }
}

function appliedWords(vouchers: readonly AppliedVoucherView[], words: Translator): Pick<StripPlan, 'hero' | 'sub'> {
  const [only] = vouchers;
  const amount = words.amount(vouchers.reduce((sum, { amountCents }) => sum + amountCents, 0));
  // Two tickets for the same thing are one thing to the guest.
  const label = [...new Set(vouchers.map((each) => textIn(each.label, words.language)))].join(', ');
  const applied = words.t('display.voucher.applied.hero');
  if (only === undefined || vouchers.length > 1) {
    return { hero: applied, sub: words.t('display.voucher.applied.subLast', { label, amount }) };
  }
  const { left, units } = only;
  if (left === null) {
    return { hero: words.t('display.voucher.pass.hero'), sub: words.t('display.voucher.pass.sub', { amount }) };
  }
  if (left === 0) return { hero: applied, sub: words.t('display.voucher.applied.subLast', { label, amount }) };
  const rest = units === null ? words.amount(left) : left;
  return { hero: applied, sub: words.t('display.voucher.applied.sub', { label, amount, left: rest }) };
}

/** "Hamburgermenu", and how many are left. */
export function discountWords(
  { label, left }: BasketDiscountView,
  words: Translator,
): { readonly name: string; readonly left: string | null } {
  const name = label === null ? '' : textIn(label, words.language);
  return {
    name: name === '' ? words.t('display.voucher.discount') : name,
    left:
      left === null || left.count === 0
        ? null
        : words.t('display.voucher.left', { left: left.unit === 'cent' ? words.amount(left.count) : left.count }),
  };
}
