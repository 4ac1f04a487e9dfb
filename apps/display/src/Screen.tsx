import type { Translator } from '@tillbridge/language';
import type { ReactElement } from 'react';
import { Basket } from './Basket.tsx';
import { BrandBar } from './BrandBar.tsx';
import type { Glass } from './glass.ts';
import { Idle } from './Idle.tsx';
import type { Layout } from './layout.ts';
import { Prompt } from './Prompt.tsx';
import { QrPanel } from './QrPanel.tsx';
import type { ScreenPlan } from './screen-plan.ts';
import { VoucherStrip } from './VoucherStrip.tsx';
import { stripPlan } from './voucher-words.ts';

export interface ScreenProps {
  readonly glass: Glass;
  readonly plan: ScreenPlan;
  readonly layout: Layout;
  readonly words: Translator;
  /** By the agent's clock. */
  readonly now: number;
}

/** Screens on which nothing of a sale belongs. */
const HIDES_BASKET: readonly Glass['screen']['kind'][] = ['starting-up', 'closed', 'idle', 'qr-withdrawn'];

/** Puts a plan on the glass: the brand above, the basket beside or below, and the one thing that matters now. */
export function Screen({ glass, plan, layout, words, now }: ScreenProps): ReactElement {
  const { screen, view } = glass;
  const basket = view?.basket ?? null;
  const showsBasket =
    basket !== null && basket.lines.length > 0 && hasRoomForBasket(plan, layout) && !HIDES_BASKET.includes(screen.kind);
  // A small panel has room for the order or for a sentence, not for both.
  const isBasketAlone = showsBasket && layout.panelClass === 'S';
  const voucher = view?.voucher ?? null;
  const attributes = {
    className: 'display',
    lang: words.language,
    'data-screen': screen.kind,
    'data-template': plan.template,
    'data-field': plan.field,
    'data-class': layout.panelClass,
    'data-payment': view?.paymentId ?? undefined,
    'data-basket': showsBasket ? 'yes' : 'no',
    'data-strip': voucher === null ? 'no' : 'yes',
  };
  const strip = voucher === null ? null : <VoucherStrip key={voucher.id} plan={stripPlan(voucher, words, now)} />;
  if (plan.template === 'idle') {
    return (
      <main {...attributes}>
        <Idle brand={view?.brand ?? ''} hero={plan.hero} now={now} />
        {strip}
      </main>
    );
  }
  return (
    <main {...attributes}>
      <BrandBar brand={view?.brand ?? ''} language={words.language} />
      {plan.template === 'qr' && screen.kind === 'qr' ? (
        <QrPanel key={screen.payload} screen={screen} plan={plan} layout={layout} words={words} now={now} />
      ) : isBasketAlone ? null : (
        <Prompt plan={plan} basketTotal={plan.template === 'basket' ? totalOf(basket, words) : null} />
      )}
      {showsBasket && basket !== null ? <Basket basket={basket} words={words} isWide={isBasketAlone} /> : null}
      {strip}
    </main>
  );
}

function totalOf(basket: { readonly totalCents: number | null } | null, words: Translator): ScreenPlan['amount'] {
  if (basket?.totalCents == null) return null;
  return { label: words.t('display.total'), text: words.amount(basket.totalCents) };
}

/** Small panels show one thing at a time; results fill small and middle ones. */
function hasRoomForBasket(plan: ScreenPlan, layout: Layout): boolean {
  if (layout.panelClass === 'S') return plan.template === 'basket';
  if (layout.panelClass === 'M') return plan.template !== 'message' && plan.template !== 'qr';
  return plan.template !== 'qr';
}
