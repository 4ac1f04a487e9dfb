import type { BasketView, DisplayView, Language } from '@tillbridge/contracts';
import { amountOfLine, type Sale, saleTotal } from '../sessions/sales.ts';
import { displayScreen } from './display-screen.ts';
import type { TillPicture, Timed } from './picture.ts';

/** What stays the same about a till's customer display. */
export interface DisplayFrame {
  readonly till: { readonly id: string; readonly name: string };
  readonly brand: string;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly panel: DisplayView['panel'];
}

/** What the customer display shows now, and when that changes by itself. Pure. */
export function displayView(picture: TillPicture, frame: DisplayFrame): Timed<DisplayView> {
  const { value, changesAt } = displayScreen(picture);
  return {
    value: {
      till: { id: frame.till.id, name: frame.till.name },
      brand: frame.brand,
      language: frame.language,
      theme: frame.theme,
      paymentId: value.payment?.id ?? null,
      screen: value.screen,
      basket: value.sale === null ? null : basketView(value.sale),
      panel: frame.panel,
    },
    changesAt,
  };
}

function basketView(sale: Sale): BasketView | null {
  if (sale.lines.length === 0) return null;
  return {
    lines: sale.lines.map((line) => ({
      lineId: line.lineId,
      text: line.text,
      quantity: line.quantity,
      amountCents: amountOfLine(line),
    })),
    totalCents: saleTotal(sale),
  };
}
