import type { TillArticles } from '@tillbridge/simulators/till';
import type { ShopArticle } from '../shop/shop-view.ts';

/** The turnover groups of the demo shop's till. */
export const GROUPS = { warm: 10, sweet: 11, drinks: 20, admission: 40, shop: 80 } as const;

interface DemoArticle extends ShopArticle {
  readonly group: (typeof GROUPS)[keyof typeof GROUPS];
}

/** What the demo shop sells. */
export const ARTICLES: readonly DemoArticle[] = [
  { number: 4101, text: 'Pannenkoek', priceCents: 735, picture: 'pancake', group: GROUPS.warm },
  { number: 4201, text: 'Burgermenu', priceCents: 1250, picture: 'burger', group: GROUPS.warm },
  { number: 4202, text: 'Veggiemenu', priceCents: 1195, picture: 'veggie', group: GROUPS.warm },
  { number: 4104, text: 'Frites', priceCents: 395, picture: 'fries', group: GROUPS.warm },
  { number: 4105, text: 'IJsje', priceCents: 220, picture: 'ice', group: GROUPS.sweet },
  { number: 4301, text: 'Wafel', priceCents: 350, picture: 'waffle', group: GROUPS.sweet },
  { number: 4102, text: 'Koffie', priceCents: 270, picture: 'coffee', group: GROUPS.drinks },
  { number: 4103, text: 'Limonade', priceCents: 225, picture: 'drink', group: GROUPS.drinks },
  { number: 4106, text: 'Entree kind', priceCents: 1250, picture: 'child', group: GROUPS.admission },
  { number: 4107, text: 'Entree volw.', priceCents: 400, picture: 'ticket', group: GROUPS.admission },
  { number: 4108, text: 'Sokken', priceCents: 250, picture: 'socks', group: GROUPS.shop },
  { number: 4801, text: 'Mok', priceCents: 895, picture: 'mug', group: GROUPS.shop },
];

/** The same as its tills know it. */
export const TILL_ARTICLES: TillArticles = new Map(
  ARTICLES.map(({ number, text, priceCents }) => [number, { text, unitCents: priceCents }]),
);

/** An article, to ring up or to look for; throws when the shop doesn't sell it. */
export function article(number: number): DemoArticle {
  const found = ARTICLES.find((each) => each.number === number);
  if (found === undefined) throw new RangeError(`the demo shop sells no article ${number}`);
  return found;
}
