import type { BasketView, DisplayView, Language } from '@tillbridge/contracts';
import type { Places } from '@tillbridge/vouchers';
import { currentSale } from '../sessions/sales.ts';
import { basketView } from './basket-view.ts';
import { displayScreen } from './display-screen.ts';
import { soonest, type TillPicture, type Timed } from './picture.ts';
import { voucherStrip } from './voucher-strip.ts';

/** What stays the same about a till's customer display. */
export interface DisplayFrame {
  readonly till: { readonly id: string; readonly name: string };
  readonly brand: string;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly panel: DisplayView['panel'];
  placesOf(places: Places): string;
}

/** Screens on which nothing but the sale stands. Where money moves, nothing else is said. */
const ROOM_FOR_VOUCHERS: readonly DisplayView['screen']['kind'][] = ['idle', 'basket', 'choose'];

/** What the customer display shows now, and when that changes by itself. Pure. */
export function displayView(picture: TillPicture, frame: DisplayFrame): Timed<DisplayView> {
  const { value, changesAt } = displayScreen(picture);
  const sale = currentSale(picture.sales);
  const strip =
    sale === null || !ROOM_FOR_VOUCHERS.includes(value.screen.kind)
      ? null
      : voucherStrip(picture.vouchersOf(sale)?.news ?? null, picture.now, frame);
  const basket: BasketView | null = value.sale === null ? null : basketView(value.sale, picture.vouchersOf(value.sale));
  return {
    value: {
      till: { id: frame.till.id, name: frame.till.name },
      brand: frame.brand,
      language: frame.language,
      theme: frame.theme,
      paymentId: value.payment?.id ?? null,
      screen: value.screen,
      basket,
      voucher: strip?.value ?? null,
      panel: frame.panel,
    },
    changesAt: soonest(picture.now, [changesAt, strip?.changesAt ?? null]),
  };
}
