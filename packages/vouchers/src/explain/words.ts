/** What a language needs to say a rule. Every sentence is whole in itself: one thing a rule demands or gives. */
export interface RuleWords {
  /** Monday first. */
  readonly days: readonly [string, string, string, string, string, string, string];
  /** `12.50` or `12,50` comes in as cents. */
  readonly euros: (cents: number) => string;
  readonly percent: (decimal: string) => string;

  /** Names joined: "1001, 1002". */
  readonly articles: (names: string, many: boolean) => string;
  readonly groups: (names: string, many: boolean) => string;
  readonly everything: string;
  readonly everythingBut: (what: string) => string;
  readonly and: string;

  readonly items: (what: string) => string;
  readonly itemsUpTo: (what: string, most: string) => string;
  readonly percentage: (share: string, what: string) => string;
  readonly percentageUpTo: (share: string, what: string, most: string) => string;
  readonly amount: (most: string, what: string) => string;
  readonly balance: (what: string) => string;

  readonly hours: (list: string) => string;
  readonly places: (list: string) => string;
  readonly branch: (branch: number) => string;
  readonly workplace: (workplace: number, branch: number) => string;

  readonly pieces: (count: number) => string;
  readonly sales: (count: number) => string;
  readonly perVisit: (most: string) => string;
  readonly perDay: (most: string) => string;
  readonly perPeriod: (most: string, days: number) => string;

  readonly minimum: (least: string, what: string) => string;
  readonly alone: string;
  readonly adds: (name: string) => string;
  readonly addsOneOf: (names: string) => string;
}
