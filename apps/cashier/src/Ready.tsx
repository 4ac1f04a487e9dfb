import type { CashierView, HealthLine } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';
import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import { HEALTH_PICTOGRAMS, healthName } from './health-words.ts';

/** What a cashier pays with; the rest stands in the list of connections. */
const DEVICES: readonly HealthLine['kind'][] = ['terminal', 'provider', 'display'];

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
      <ul className="ready-devices">
        {view.health
          .filter((line) => DEVICES.includes(line.kind))
          .map((line) => (
            <li key={line.id} data-health={line.state}>
              <Pictogram name={HEALTH_PICTOGRAMS[line.state]} />
              <span>{healthName(line, words)}</span>
              <span className="visually-hidden">{words.t(`health.${line.state}`)}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
