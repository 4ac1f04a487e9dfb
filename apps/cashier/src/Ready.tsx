import type { CashierView } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';

/** No payment is under way: ready, or a sale is being rung up. */
export function Ready({ view, words }: { readonly view: CashierView; readonly words: Translator }): ReactElement {
  const { sale } = view;
  const text =
    sale === null
      ? words.t('cashier.ready.head')
      : sale.totalCents === null
        ? words.t('cashier.sale.headNoTotal')
        : words.t('cashier.sale.head', { total: words.amount(sale.totalCents) });
  return (
    <section className="ready" data-state={sale === null ? 'ready' : 'sale'} role="status">
      <Pictogram name={sale === null ? 'check-circle' : 'till-link'} />
      <h1>{text}</h1>
    </section>
  );
}
