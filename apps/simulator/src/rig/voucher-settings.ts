import { ARTICLES, GROUPS } from './articles.ts';
import { DEMO_TICKET_SHOP } from './fixed-shop.ts';

/** What the demo's ticket shop sells, and what guests get for it: one product for each kind of rule. */
export function voucherSettings(): string {
  const articles = ARTICLES.map(
    ({ number, text, group }) => `    - { number: ${number}, name: ${text}, group: ${group} }`,
  );
  return `vouchers:
  shops:
    - { id: ${DEMO_TICKET_SHOP}, name: Ticketshop De Eik, key: { env: TILLBRIDGE_DEMO_SHOP_KEY }, requestsPerSecond: 1000 }
  articles:
${articles.join('\n')}
  rules:
    # An article: four meals of a kind, put into the sale when there is none.
    meal:
      label: { nl: Burgermenu, de: Burgermenü, fr: Menu burger, en: Burger meal }
      benefit: { kind: items }
      scope: { articles: [4201, 4202] }
      adds:
        - { article: 4201, label: { nl: Burger, de: Burger, fr: Burger, en: Burger } }
        - { article: 4202, label: { nl: Veggie, de: Veggie, fr: Végétarien, en: Veggie } }
    ice-cream:
      label: { nl: IJsje, de: Eis, fr: Glace, en: Ice cream }
      benefit: { kind: items }
      scope: { articles: [4105] }
      adds: [{ article: 4105 }]
    # A category: any warm dish.
    lunch:
      label: { nl: Warme lunch, de: Warmes Mittagessen, fr: Repas chaud, en: Hot lunch }
      benefit: { kind: items, cap: 10 }
      scope: { groups: [${GROUPS.warm}] }
    # The whole assortment, less what is no treat.
    birthday:
      label: { nl: Verjaardag, de: Geburtstag, fr: Anniversaire, en: Birthday }
      benefit: { kind: amount, euros: 10 }
      scope: { everything: true, exceptGroups: [${GROUPS.admission}] }
      minimumSpend: 15
    # A season pass: a share of food and drink, twice a day.
    season-pass:
      label: { nl: Abonnement, de: Saisonkarte, fr: Abonnement, en: Season pass }
      benefit: { kind: percentage, percent: 10 }
      scope: { groups: [${GROUPS.warm}, ${GROUPS.sweet}, ${GROUPS.drinks}] }
      limits: { perDay: 2 }
  products:
    FAMILY-DAY: { label: { nl: Familiedag, de: Familientag, fr: Journée en famille, en: Family day }, gives: [{ rule: meal, units: 4, validDays: 2 }] }
    ICE-CREAM: { label: { nl: IJsje, de: Eis, fr: Glace, en: Ice cream }, gives: [{ rule: ice-cream, units: 1, validDays: 1 }] }
    LUNCH: { label: { nl: Lunch, de: Mittagessen, fr: Repas, en: Lunch }, gives: [{ rule: lunch, units: 1, validDays: 1 }] }
    BIRTHDAY: { label: { nl: Verjaardag, de: Geburtstag, fr: Anniversaire, en: Birthday }, gives: [{ rule: birthday, units: 1, validDays: 1 }] }
    SEASON-PASS: { label: { nl: Abonnement, de: Saisonkarte, fr: Abonnement, en: Season pass }, gives: [{ rule: season-pass, units: unlimited, validDays: 365 }] }
`;
}
