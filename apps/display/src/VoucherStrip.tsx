import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import type { StripPlan } from './voucher-words.ts';

/** What became of a voucher just now, over what stands on the glass; the order keeps its place. */
export function VoucherStrip({ plan }: { readonly plan: StripPlan }): ReactElement {
  return (
    <section className="voucher-strip" data-field={plan.field} role="alert" aria-atomic="true">
      <Pictogram name={plan.pictogram} />
      <div>
        <h2 className="voucher-hero">{plan.hero}</h2>
        {plan.sub === null ? null : <p className="voucher-sub">{plan.sub}</p>}
      </div>
    </section>
  );
}
