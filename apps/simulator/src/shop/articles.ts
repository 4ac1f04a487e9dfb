import type { ShopArticle } from './shop-view.ts';

/** What the demo shop sells. */
export const ARTICLES: readonly ShopArticle[] = [
  { number: 4101, text: 'Pannenkoek', priceCents: 735, picture: 'pancake' },
  { number: 4102, text: 'Koffie', priceCents: 270, picture: 'coffee' },
  { number: 4103, text: 'Limonade', priceCents: 225, picture: 'drink' },
  { number: 4104, text: 'Frites', priceCents: 395, picture: 'fries' },
  { number: 4105, text: 'IJsje', priceCents: 220, picture: 'ice' },
  { number: 4106, text: 'Entree kind', priceCents: 1250, picture: 'child' },
  { number: 4107, text: 'Entree volw.', priceCents: 400, picture: 'ticket' },
  { number: 4108, text: 'Sokken', priceCents: 250, picture: 'socks' },
];
