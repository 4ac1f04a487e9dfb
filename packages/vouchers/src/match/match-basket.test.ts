import { cents } from '@tillbridge/kernel';
import { describe, expect, test } from 'vitest';
import {
  amount,
  articles,
  basket,
  claim,
  EVERYTHING,
  groups,
  ITEMS,
  line,
  percentage,
  refused,
  rule,
  spent,
  told,
} from '../test/baskets.ts';
import { matchBasket } from './match-basket.ts';

const FOOD = groups(10);
const FOOD_AND_DRINK = groups(10, 20);
const BURGER = articles('1001');

describe('a family ticket with four burger meals', () => {
  const meals = rule(ITEMS, BURGER);

  test('takes two meals off today’s bill and leaves the rest of it alone', () => {
    const offer = matchBasket(
      basket([line('a', '1001', '2', 1250), line('b', '2001', '2', 395)], claim('meals', meals, 4)),
    );
    expect(told(offer)).toEqual(['meals on a: 2500 for 2*']);
    expect(spent(offer)).toEqual(['meals: 2 for 2500']);
  });

  test('gives no more than is left', () => {
    const offer = matchBasket(basket([line('a', '1001', '3', 1250)], claim('meals', meals, 2)));
    expect(told(offer)).toEqual(['meals on a: 2500 for 2*']);
  });

  test('four guests with a meal each share the line of four', () => {
    const four = ['ann', 'ben', 'cas', 'dee'].map((name) => claim(name, meals, 1));
    const offer = matchBasket(basket([line('a', '1001', '4', 1250)], ...four));
    expect(told(offer)).toEqual(['ann', 'ben', 'cas', 'dee'].map((name) => `${name} on a: 1250 for 1*`));
  });

  test('the fifth guest is told who has the meals', () => {
    const five = ['ann', 'ben', 'cas', 'dee', 'eve'].map((name) => claim(name, meals, 1));
    const offer = matchBasket(basket([line('a', '1001', '4', 1250)], ...five));
    expect(offer.refusals).toEqual([{ entitlement: 'eve', refusal: { why: 'not-combined', other: meals.label } }]);
  });

  test('what expires first is spent first, and of two that are alike what was shown first', () => {
    const lines = [line('a', '1001', '2', 1250)];
    const later = claim('later', meals, 1, { validUntil: 2_000 });
    const sooner = claim('sooner', meals, 1, { validUntil: 1_000 });
    const endless = claim('endless', meals, 1);
    const twin = claim('a twin', meals, 1);
    expect(spent(matchBasket(basket(lines, later, endless, sooner)))).toEqual([
      'later: 1 for 1250',
      'sooner: 1 for 1250',
    ]);
    expect(spent(matchBasket(basket(lines, endless, twin, sooner)))).toEqual([
      'endless: 1 for 1250',
      'sooner: 1 for 1250',
    ]);
  });
});

describe('items', () => {
  test('come off the dearest pieces, across lines', () => {
    const lines = [line('a', '1001', '1', 900), line('b', '1001', '2', 1250), line('c', '1001', '1', 1100)];
    const offer = matchBasket(basket(lines, claim('meals', rule(ITEMS, BURGER), 3)));
    expect(told(offer)).toEqual(['meals on b: 2500 for 2*', 'meals on c: 1100 for 1*']);
  });

  test('are free up to the cap', () => {
    const capped = rule({ kind: 'items', capCents: cents(1_000) }, BURGER);
    const offer = matchBasket(basket([line('a', '1001', '2', 1250)], claim('meals', capped, 2)));
    expect(told(offer)).toEqual(['meals on a: 2000 for 2']);
  });

  test('are whole pieces: what is weighed counts as far as it has any', () => {
    const lines = [line('a', '1001', '2.75', 1000), line('b', '1001', '0.350', 1299)];
    const offer = matchBasket(basket(lines, claim('meals', rule(ITEMS, BURGER), 9)));
    expect(told(offer)).toEqual(['meals on a: 2000 for 2*']);
    expect(refused(matchBasket(basket(lines.slice(1), claim('meals', rule(ITEMS, BURGER), 9))))).toEqual([
      'meals: no-article',
    ]);
  });

  test('the voucher without a cap gets the dearer piece', () => {
    const lines = [line('a', '1001', '1', 1500), line('b', '1001', '1', 800)];
    const capped = rule({ kind: 'items', capCents: cents(1_000) }, BURGER);
    const offer = matchBasket(basket(lines, claim('capped', capped, 1), claim('whole', rule(ITEMS, BURGER), 1)));
    expect(told(offer)).toEqual(['whole on a: 1500 for 1*', 'capped on b: 800 for 1*']);
  });

  test('a voucher for one article leaves the others to one for the category', () => {
    const lines = [line('a', '1001', '1', 1250), line('b', '1002', '1', 400)];
    const offer = matchBasket(
      basket(lines, claim('any', rule(ITEMS, FOOD), 1), claim('burger', rule(ITEMS, BURGER), 1)),
    );
    expect(told(offer)).toEqual(['burger on a: 1250 for 1*', 'any on b: 400 for 1*']);
  });

  test('discounts stay on the line they are on', () => {
    const lines = [line('a', '1001', '1', 1250), line('b', '1001', '1', 1250, 'ours')];
    expect(told(matchBasket(basket(lines, claim('meals', rule(ITEMS, BURGER), 1))))).toEqual([
      'meals on b: 1250 for 1*',
    ]);
  });
});

describe('a season pass with 10 % on food and drink', () => {
  const pass = claim('pass', rule(percentage(1_000), FOOD_AND_DRINK), null);

  test('is rounded once and split to the cent', () => {
    const lines = [line('a', '1001', '1', 1255), line('b', '2001', '3', 395), line('c', '3001', '1', 1500)];
    // 10 % of 24.40; the lines by themselves would give 1.26 and 1.19.
    expect(told(matchBasket(basket(lines, pass)))).toEqual(['pass on a: 126', 'pass on b: 118']);
    expect(spent(matchBasket(basket(lines, pass)))).toEqual(['pass: 1 for 244']);
  });

  test('half a cent is rounded up', () => {
    expect(told(matchBasket(basket([line('a', '1001', '1', 1255)], pass)))).toEqual(['pass on a: 126']);
    expect(told(matchBasket(basket([line('a', '1001', '1', 1254)], pass)))).toEqual(['pass on a: 125']);
  });

  test('counts for what prepaid meals leave, line by line or not', () => {
    const meals = claim('meals', rule(ITEMS, BURGER), 2);
    const together = [line('a', '1001', '3', 1250)];
    const apart = [line('a', '1001', '2', 1250), line('b', '1001', '1', 1250)];
    expect(told(matchBasket(basket(together, meals, pass)))).toEqual(['meals on a: 2500 for 2*', 'pass on a: 125']);
    expect(told(matchBasket(basket(apart, meals, pass)))).toEqual(['meals on a: 2500 for 2*', 'pass on b: 125']);
  });

  test('stops at its cap', () => {
    const capped = claim('pass', rule(percentage(1_000, 100), EVERYTHING), null);
    const offer = matchBasket(basket([line('a', '1001', '1', 2000), line('b', '2001', '1', 1000)], capped));
    expect(told(offer)).toEqual(['pass on a: 67', 'pass on b: 33']);
  });

  test('a capped half takes no more of the bill than it needs, the pass the rest', () => {
    const half = claim('half', rule(percentage(5_000, 500), EVERYTHING), 1);
    const offer = matchBasket(basket([line('a', '1001', '1', 6000), line('b', '2001', '1', 4000)], half, pass));
    expect(spent(offer)).toEqual(['half: 1 for 500', 'pass: 1 for 900']);
  });

  test('the higher of two percentages wins, and the other is told so', () => {
    const twenty = claim('twenty', rule(percentage(2_000), FOOD_AND_DRINK), 1);
    const offer = matchBasket(basket([line('a', '1001', '1', 1000)], pass, twenty));
    expect(told(offer)).toEqual(['twenty on a: 200']);
    expect(refused(offer)).toEqual(['pass: not-combined']);
  });

  test('gives nothing on a cent', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 4)], pass));
    expect([...told(offer), ...spent(offer)]).toEqual([]);
  });
});

describe('a fixed amount on the basket', () => {
  const fiver = rule(amount(500), EVERYTHING);

  test('is split over the lines by what they come to', () => {
    const lines = [line('a', '1001', '1', 1000), line('b', '2001', '1', 1000), line('c', '3001', '1', 1000)];
    expect(told(matchBasket(basket(lines, claim('fiver', fiver, 1))))).toEqual([
      'fiver on a: 167',
      'fiver on b: 167',
      'fiver on c: 166',
    ]);
  });

  test('is never more than the lines; no rest stays', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 350)], claim('fiver', fiver, 1)));
    expect(told(offer)).toEqual(['fiver on a: 350*']);
    expect(spent(offer)).toEqual(['fiver: 1 for 350']);
  });

  test('two of them stand on one line', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 1250)], claim('one', fiver, 1), claim('two', fiver, 1)));
    expect(told(offer)).toEqual(['one on a: 500', 'two on a: 500']);
  });

  test('the second is kept when the first is enough', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 450)], claim('one', fiver, 1), claim('two', fiver, 1)));
    expect(spent(offer)).toEqual(['one: 1 for 450']);
    expect(refused(offer)).toEqual(['two: not-combined']);
  });

  test('counts from its minimum spend on, without what comes back', () => {
    const from20 = claim('fiver', rule(amount(500), FOOD, { minimumSpendCents: cents(2_000) }), 1);
    const food = line('a', '1001', '2', 1000);
    expect(told(matchBasket(basket([food], from20)))).toEqual(['fiver on a: 500']);
    expect(matchBasket(basket([food, line('b', '1002', '-1', 300)], from20)).refusals).toEqual([
      { entitlement: 'fiver', refusal: { why: 'minimum', missingCents: 300, minimumCents: 2_000 } },
    ]);
    expect(refused(matchBasket(basket([line('c', '3001', '1', 9_000)], from20)))).toEqual(['fiver: no-article']);
  });

  test('moves to the lines that another voucher leaves it', () => {
    const lines = [line('a', '1001', '1', 500), line('b', '2001', '1', 500)];
    const offer = matchBasket(basket(lines, claim('all', fiver, 1), claim('food', rule(amount(500), FOOD), 1)));
    expect(spent(offer)).toEqual(['all: 1 for 500', 'food: 1 for 500']);
  });

  test('a prepaid piece whose price the amount covers as well is kept', () => {
    const lines = [line('a', '1001', '1', 1250), line('b', '1002', '1', 400), line('c', '2001', '1', 300)];
    const offer = matchBasket(
      basket(lines, claim('food', rule(ITEMS, FOOD), 2), claim('seven', rule(amount(700), EVERYTHING), 1)),
    );
    expect(spent(offer)).toEqual(['food: 1 for 1250', 'seven: 1 for 700']);
  });
});

describe('balance', () => {
  const balance = rule({ kind: 'balance' }, FOOD_AND_DRINK);

  test('pays what the others leave, and counts in cents', () => {
    const lines = [line('a', '1001', '2', 1250), line('b', '2001', '1', 400), line('c', '3001', '1', 1500)];
    const offer = matchBasket(
      basket(
        lines,
        claim('balance', balance, 5_000),
        claim('meals', rule(ITEMS, BURGER), 1),
        claim('pass', rule(percentage(1_000), EVERYTHING), null),
      ),
    );
    expect(told(offer)).toEqual([
      'meals on a: 1250 for 1*',
      'pass on a: 125',
      'balance on a: 1125',
      'pass on b: 40',
      'balance on b: 360',
      'pass on c: 150',
    ]);
    expect(spent(offer)).toEqual(['balance: 1485 for 1485', 'meals: 1 for 1250', 'pass: 1 for 315']);
  });

  test('a rest stays on it', () => {
    expect(spent(matchBasket(basket([line('a', '1001', '1', 1250)], claim('balance', balance, 800))))).toEqual([
      'balance: 800 for 800',
    ]);
  });
});

describe('a voucher that stands alone', () => {
  const alone = claim('alone', rule(percentage(2_000), EVERYTHING, { combines: 'alone' }), 1);
  const meals = claim('meals', rule(ITEMS, BURGER), 1);

  test('is left out where the others together give more', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 1250)], alone, meals));
    expect(spent(offer)).toEqual(['meals: 1 for 1250']);
    expect(refused(offer)).toEqual(['alone: not-combined']);
  });

  test('leaves the others out where it gives more', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 1250), line('b', '3001', '1', 9_000)], alone, meals));
    expect(spent(offer)).toEqual(['alone: 1 for 2050']);
    expect(refused(offer)).toEqual(['meals: not-combined']);
  });

  test('leaves a second one of its rule out as well', () => {
    const second = claim('second', alone.entitlement.rule, 1);
    expect(spent(matchBasket(basket([line('a', '1001', '1', 1000)], alone, second)))).toEqual(['alone: 1 for 200']);
  });

  test('does not outdo what is free of charge with the guest’s own balance', () => {
    const balance = claim('balance', rule({ kind: 'balance' }, EVERYTHING), 5_000);
    expect(spent(matchBasket(basket([line('a', '1001', '1', 1000)], balance, alone)))).toEqual(['alone: 1 for 200']);
  });
});

describe('lines that nothing is taken off', () => {
  const everything = claim('fiver', rule(amount(500), EVERYTHING), 1);

  test.each([
    ['come back', line('a', '1001', '-1', 1250), 'no-article'],
    ['have no price', line('a', '1001', '1', null), 'no-article'],
    ['cost nothing', line('a', '1001', '1', 0), 'no-article'],
    ['have no quantity a till writes', line('a', '1001', '1e3', 1250), 'no-article'],
    ['carry a discount of the till’s', line('a', '1001', '1', 1250, 'foreign'), 'not-combined'],
  ])('%s', (_, of, why) => {
    const offer = matchBasket(basket([of], everything));
    expect(told(offer)).toEqual([]);
    expect(refused(offer)).toEqual([`fiver: ${why}`]);
  });

  test('an empty basket', () => {
    expect(refused(matchBasket(basket([], everything)))).toEqual(['fiver: no-article']);
  });

  test('an article without a number counts for the whole assortment alone', () => {
    const lines = [line('a', null, '1', 1000)];
    expect(told(matchBasket(basket(lines, everything)))).toEqual(['fiver on a: 500']);
    expect(refused(matchBasket(basket(lines, claim('food', rule(amount(500), FOOD), 1))))).toEqual([
      'food: no-article',
    ]);
  });

  test('what the assortment leaves out', () => {
    const but = rule(amount(500), { kind: 'assortment', exceptArticles: ['1002'], exceptGroups: [30] });
    const lines = [line('a', '1002', '1', 1000), line('b', '3001', '1', 1000), line('c', '2001', '1', 1000)];
    expect(told(matchBasket(basket(lines, claim('but', but, 1))))).toEqual(['but on c: 500']);
  });
});

describe('articles that may be put into the sale', () => {
  const burger = { article: '1001', label: { en: 'Burger menu' } };
  const veggie = { article: '1009', label: { en: 'Veggie menu' } };
  const one = rule(ITEMS, BURGER, { adds: [burger] });
  const choice = rule(ITEMS, BURGER, { adds: [burger, veggie] });

  test('the only one goes in by itself, and a unit is spent', () => {
    const offer = matchBasket(basket([], claim('meal', one, 4)));
    expect(offer.additions).toEqual([
      { voucher: 'voucher meal', entitlement: 'meal', article: '1001', pieces: 1, label: burger.label },
    ]);
    expect(spent(offer)).toEqual(['meal: 1 for 0']);
    expect(offer.refusals).toEqual([]);
  });

  test('not while there is a piece of it', () => {
    const offer = matchBasket(basket([line('a', '1001', '1', 1250)], claim('meal', one, 4)));
    expect(offer.additions).toEqual([]);
    expect(told(offer)).toEqual(['meal on a: 1250 for 1*']);
  });

  test('the second guest’s meal goes in beside the first one’s', () => {
    const offer = matchBasket(
      basket([line('a', '1001', '1', 1250, 'ours')], claim('ann', one, 1), claim('ben', one, 1)),
    );
    expect(told(offer)).toEqual(['ann on a: 1250 for 1*']);
    expect(offer.additions.map(({ entitlement }) => entitlement)).toEqual(['ben']);
  });

  test('of several the guest chooses', () => {
    const asked = matchBasket(basket([], claim('meal', choice, 1)));
    expect(asked.choice?.options.map(({ id }) => id)).toEqual(['1001', '1009', 'none']);
    expect([asked.spends, asked.additions, asked.refusals]).toEqual([[], [], []]);
    const chosen = matchBasket(basket([], claim('meal', choice, 1, { chosen: '1009' })));
    expect(chosen.additions.map(({ article }) => article)).toEqual(['1009']);
    expect(chosen.choice).toBeNull();
  });

  test('"not now" puts nothing in', () => {
    const offer = matchBasket(basket([], claim('meal', choice, 1, { chosen: 'none' })));
    expect([offer.additions, offer.choice]).toEqual([[], null]);
    expect(refused(offer)).toEqual(['meal: no-article']);
  });

  test('what was put in is in scope by itself', () => {
    const offer = matchBasket(basket([line('a', '1009', '1', 1150)], claim('meal', choice, 1)));
    expect(told(offer)).toEqual(['meal on a: 1150 for 1*']);
  });
});

test('an entitlement counts once, however often it is shown', () => {
  const meals = claim('meals', rule(ITEMS, BURGER), 1);
  const offer = matchBasket(basket([line('a', '1001', '2', 1250)], meals, { ...meals }));
  expect(spent(offer)).toEqual(['meals: 1 for 1250']);
  expect(refused(offer)).toEqual(['meals: twice-here']);
});

test('nothing available is used up', () => {
  expect(refused(matchBasket(basket([line('a', '1001', '2', 1250)], claim('meals', rule(ITEMS, BURGER), 0))))).toEqual([
    'meals: used-up',
  ]);
});
