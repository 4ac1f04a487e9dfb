import type { BasketDiscountView, BasketView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import { discountRows, hiddenLines } from './basket-rows.ts';
import { discountWords } from './voucher-words.ts';

export interface BasketProps {
  readonly basket: BasketView;
  readonly words: Translator;
  /** It has the panel's whole width, so that a row takes all that is to be said. */
  readonly isWide: boolean;
}

/** The order: newest line in view, older ones counted, the total below. */
export function Basket({ basket, words, isWide }: BasketProps): ReactElement {
  return (
    <section className="basket" role="status" aria-live="polite">
      <BasketLines basket={basket} words={words} isWide={isWide} />
      {basket.totalCents === null ? null : (
        <p className="basket-total">
          <span>{words.t('display.total')}</span>
          <strong>{words.amount(basket.totalCents)}</strong>
        </p>
      )}
    </section>
  );
}

function BasketLines({ basket, words, isWide }: BasketProps): ReactElement {
  const { lines, discounts } = basket;
  const [list, rows] = useRowsThatFit();
  const taken = discounts.reduce((sum, discount) => sum + discountRows(discount, isWide), 0);
  const hidden = hiddenLines(lines.length, Math.max(1, rows - taken));
  return (
    <ol className="basket-lines" ref={list}>
      {hidden > 0 ? <li className="basket-more">{words.t('display.moreItems', { count: hidden })}</li> : null}
      {lines.slice(hidden).map((line) => (
        <li key={line.lineId} data-discount={line.amountCents !== null && line.amountCents < 0}>
          <span className="line-quantity">{`${decimal(line.quantity, words)}\u00a0×`}</span>
          <span className="line-text">{line.text}</span>
          <span className="line-amount">{line.amountCents === null ? '' : words.amount(line.amountCents)}</span>
        </li>
      ))}
      {discounts.map((discount) => (
        <DiscountRow key={discount.id} discount={discount} rows={discountRows(discount, isWide)} words={words} />
      ))}
    </ol>
  );
}

/** What comes off: by which voucher, how many are left of it, and how much. */
function DiscountRow(props: {
  readonly discount: BasketDiscountView;
  readonly rows: number;
  readonly words: Translator;
}): ReactElement {
  const { discount, rows, words } = props;
  const { name, left } = discountWords(discount, words);
  return (
    <li className="basket-discount" data-entitlement={discount.id} data-rows={rows}>
      <span className="line-quantity">
        <Pictogram name={discount.label === null ? 'check-circle' : 'voucher'} />
      </span>
      <span className="line-text">
        {name}
        {left === null ? null : <small className="discount-left">{left}</small>}
      </span>
      <span className="line-amount">{words.amount(-discount.cents)}</span>
    </li>
  );
}

function decimal(text: string, words: Translator): string {
  return words.language === 'en' ? text : text.replace('.', ',');
}

const MANY_ROWS = 50;

function useRowsThatFit(): [ref: React.RefObject<HTMLOListElement | null>, rows: number] {
  const list = useRef<HTMLOListElement>(null);
  const [rows, setRows] = useState(MANY_ROWS);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = (): void => {
      const row = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row'));
      if (row > 0) setRows(Math.max(1, Math.floor(element.clientHeight / row)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [list, rows];
}
