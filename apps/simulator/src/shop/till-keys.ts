/** Keys of a till that need nobody else. */
import type { SimulatedTill } from '@tillbridge/simulators/till';
import { ARTICLES } from '../rig/articles.ts';
import type { ShopActionResult } from './shop-view.ts';

const DONE: ShopActionResult = { ok: true };
const PAYING: ShopActionResult = { ok: false, why: 'a payment is under way' };

/** One more of an article: on its line when there is one. */
export async function addArticle(till: SimulatedTill, number: number): Promise<ShopActionResult> {
  const article = ARTICLES.find((each) => each.number === number);
  if (article === undefined) return { ok: false, why: `there is no article ${number}` };
  const { sale, lines } = till.state;
  if (sale === 'paying') return PAYING;
  const line = sale === 'selling' ? lines.find((each) => each.articleNumber === number) : undefined;
  if (line !== undefined) await till.setQuantity(line.lineId, line.quantity + 1);
  else await till.addLine({ articleNumber: number, text: article.text, quantity: 1, unitCents: article.priceCents });
  return DONE;
}

/** The sale ends without a payment by card or QR. */
export async function payCash(till: SimulatedTill): Promise<ShopActionResult> {
  if (till.state.sale === 'paying') return PAYING;
  if (till.state.lines.length === 0) return { ok: false, why: 'the sale is empty' };
  await till.startPayment();
  await till.completeSession();
  return DONE;
}

/** The sale that was completed last is taken back. */
export async function takeBack(till: SimulatedTill): Promise<ShopActionResult> {
  const { lastSale } = till.state;
  if (lastSale === null) return { ok: false, why: 'no sale was completed here' };
  await till.creditSession(lastSale.sessionId);
  return DONE;
}
