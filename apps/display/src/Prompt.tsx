import { Pictogram } from '@tillbridge/ui';
import type { ReactElement } from 'react';
import type { ScreenPlan } from './screen-plan.ts';

export interface PromptProps {
  readonly plan: ScreenPlan;
  /** The basket's total, shown large while there is nothing to do yet. */
  readonly basketTotal: ScreenPlan['amount'];
}

/** A sentence, a picture, and the amount where money can move. */
export function Prompt({ plan, basketTotal }: PromptProps): ReactElement {
  const amount = plan.amount ?? basketTotal;
  return (
    <section className="prompt" role={plan.urgent ? 'alert' : 'status'} aria-atomic="true">
      <div className="prompt-words">
        <h1 className="hero">{plan.hero}</h1>
        {plan.sub === null ? null : <p className="sub">{plan.sub}</p>}
      </div>
      {amount === null ? null : (
        <p className="amount">
          <span className="amount-label">{amount.label}</span>
          <span className="amount-figure">{amount.text}</span>
        </p>
      )}
      {plan.pictograms.length === 0 ? null : (
        <div className="pictograms" data-count={plan.pictograms.length}>
          {plan.pictograms.map((name) => (
            <Pictogram key={name} name={name} />
          ))}
        </div>
      )}
    </section>
  );
}
