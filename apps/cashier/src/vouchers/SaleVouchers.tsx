import type { SaleVouchersView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import { appliedWords, refusedWords } from './voucher-words.ts';

export interface SaleVouchersProps {
  readonly vouchers: SaleVouchersView;
  readonly words: Translator;
  readonly now: number;
  readonly onLookUp: (code: string) => void;
}

/** C19: what counts in the sale at the till, what is left of it, and why a scan gave nothing. */
export function SaleVouchers({ vouchers, words, now, onLookUp }: SaleVouchersProps): ReactElement | null {
  const { applied, refused } = vouchers;
  if (applied.length + refused.length === 0) return null;
  return (
    <section className="sale-vouchers" data-region="vouchers">
      <h2>{words.t('lookUp.inSale')}</h2>
      <ul role="status">
        {refused.map((each) => {
          const { text, small, isHeld } = refusedWords(each, words, now);
          return (
            <li
              key={`${each.code} ${each.refusal.why} ${small}`}
              data-voucher={isHeld ? 'held' : 'refused'}
              data-why={each.refusal.why}
            >
              <Pictogram name={isHeld ? 'voucher' : 'voucher-stop'} />
              <p>
                {text}
                <small>{small}</small>
              </p>
              <button type="button" className="button small" onClick={() => onLookUp(each.code)}>
                {words.t('lookUp.show')}
              </button>
            </li>
          );
        })}
        {applied.map((each) => {
          const text = appliedWords(each, words, now);
          const amount = words.amount(each.amountCents);
          return (
            <li key={each.id} data-voucher="applied">
              <Pictogram name="check-circle" />
              <p>{text}</p>
              {text.includes(amount) ? null : <strong>{words.amount(-each.amountCents)}</strong>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
