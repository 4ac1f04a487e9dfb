import type { DisplayScreen } from '@tillbridge/contracts';
import { formatSpan, type Translator } from '@tillbridge/language';
import { QrCode } from '@tillbridge/ui/qr';
import { type ReactElement, useState } from 'react';
import { countdownOf } from './countdown.ts';
import { qrLeavesAt } from './glass.ts';
import type { Layout } from './layout.ts';
import type { ScreenPlan } from './screen-plan.ts';

export interface QrPanelProps {
  readonly screen: Extract<DisplayScreen, { kind: 'qr' }>;
  readonly plan: ScreenPlan;
  readonly layout: Layout;
  readonly words: Translator;
  readonly now: number;
}

/** The code on its white card, and beside it what it is for and how long it lasts. */
export function QrPanel({ screen, plan, layout, words, now }: QrPanelProps): ReactElement {
  const [firstSeenAt] = useState(now);
  const left = countdownOf(now, firstSeenAt, qrLeavesAt(screen));
  const amount = words.amount(screen.amountCents);
  return (
    <section className="qr-panel">
      <div className="qr-words">
        <h1 className="hero">{plan.hero}</h1>
        <p className="amount">
          <span className="amount-figure">{amount}</span>
        </p>
        <p className="sub">{left.last ? words.t('display.qrMoreTime') : plan.sub}</p>
        <div className="countdown" data-last={left.last}>
          <p role="timer">
            {left.last
              ? words.t('display.qrLastSeconds.hero', { count: left.seconds })
              : words.t('display.qrTime', { mmss: formatSpan(left.seconds * 1000) })}
          </p>
          <div className="bar" aria-hidden="true">
            <div className="bar-left" style={{ width: `${left.part * 100}%` }} />
          </div>
        </div>
      </div>
      <QrCode payload={screen.payload} box={layout.qrBox} label={words.t('display.qrLabel', { amount })} />
    </section>
  );
}
