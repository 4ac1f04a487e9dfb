/** The basket and the vouchers as the search sees them. */
import { assertNever } from '@tillbridge/kernel';
import type { ClaimedEntitlement, MatchInput } from '../offer.ts';
import type { Rule, Scope } from '../rule.ts';
import { canonicalRule } from '../rule-text.ts';
import type { SaleLine } from '../sale.ts';
import type { EntitlementId, Refusal } from '../voucher.ts';
import { measure } from './measure.ts';

/** A line that something may be taken off. */
export interface OpenLine {
  readonly lineId: string;
  /** What it comes to, in cents. */
  readonly cents: number;
  readonly pieces: number;
  readonly unitCents: number;
  /** Carries a discount of ours already. */
  readonly ours: boolean;
}

/** An entitlement that may take something off the open lines it reaches. */
export interface Contender {
  readonly claim: ClaimedEntitlement;
  readonly rule: Rule;
  /** Indices of open lines, rising. */
  readonly reach: readonly number[];
  /** Units; may be infinite. */
  readonly available: number;
}

export interface Field {
  /** By line id, so that the order of the basket changes nothing. */
  readonly lines: readonly OpenLine[];
  /** The one that is to be spent first comes first. */
  readonly contenders: readonly Contender[];
  readonly refused: ReadonlyMap<ClaimedEntitlement, Refusal>;
}

export function fieldOf({ lines, claims, catalogue }: MatchInput): Field {
  const measured = lines
    .map((line) => ({
      line,
      group: line.article === null ? null : catalogue.turnoverGroupOf(line.article),
      ...worth(line),
    }))
    .sort((a, b) => compareText(a.line.lineId, b.line.lineId));
  const open = measured.filter(({ state }) => state === 'open');
  const contenders: Contender[] = [];
  const refused = new Map<ClaimedEntitlement, Refusal>();
  const seen = new Set<EntitlementId>();
  for (const claim of claims) {
    const { id, rule } = claim.entitlement;
    if (seen.has(id)) {
      refused.set(claim, { why: 'twice-here' });
      continue;
    }
    seen.add(id);
    const covers = scopeTest(rule);
    const inScope = measured.filter(({ line, group }) => covers(line.article, group));
    const reach = open.flatMap(({ line, group, pieces }, index) =>
      covers(line.article, group) && (rule.benefit.kind !== 'items' || pieces > 0) ? [index] : [],
    );
    const refusal = refusalOf(claim, rule, reach, inScope);
    if (refusal === null)
      contenders.push({ claim, rule, reach, available: claim.available ?? Number.POSITIVE_INFINITY });
    else refused.set(claim, refusal);
  }
  return {
    lines: open.map(({ line, cents, pieces }) => ({
      lineId: line.lineId,
      cents,
      pieces,
      unitCents: line.unitCents ?? 0,
      ours: line.discount !== null,
    })),
    contenders: inOrderOfSpending(contenders),
    refused,
  };
}

interface Worth {
  /** `taken`: carries a discount of the till's or of somebody else's. */
  readonly state: 'open' | 'taken' | 'nothing';
  /** Negative for goods that come back. */
  readonly cents: number;
  readonly pieces: number;
}

function worth({ quantity, unitCents, discount }: SaleLine): Worth {
  const back = quantity.startsWith('-');
  const found = measure(back ? quantity.slice(1) : quantity, unitCents);
  if (found === undefined) return { state: 'nothing', cents: 0, pieces: 0 };
  if (back) return { state: 'nothing', cents: -found.cents, pieces: 0 };
  return { state: discount !== null && discount.ours === null ? 'taken' : 'open', ...found };
}

function refusalOf(
  claim: ClaimedEntitlement,
  rule: Rule,
  reach: readonly number[],
  inScope: readonly Worth[],
): Refusal | null {
  if (claim.available !== null && claim.available <= 0) return { why: 'used-up', lastAt: null, lastPlace: null };
  if (rule.minimumSpendCents !== null && inScope.some(({ cents }) => cents > 0)) {
    const spent = inScope.reduce((sum, { cents }) => sum + cents, 0);
    const missing = rule.minimumSpendCents - spent;
    if (missing > 0) return { why: 'minimum', missingCents: missing, minimumCents: rule.minimumSpendCents };
  }
  if (reach.length > 0 || mayAdd(claim)) return null;
  const taken = inScope.some(({ state }) => state === 'taken');
  return taken ? { why: 'not-combined', other: null } : { why: 'no-article' };
}

/** Something may be put into the sale, or the guest asked what. */
export function mayAdd({ entitlement: { rule }, chosen }: ClaimedEntitlement): boolean {
  return rule.benefit.kind === 'items' && rule.adds.length > 0 && chosen !== 'none';
}

function scopeTest({ scope, adds }: Rule): (article: string | null, group: number | null) => boolean {
  const covers = coverTest(scope);
  const added = new Set(adds.map(({ article }) => article));
  return (article, group) => covers(article, group) || (article !== null && added.has(article));
}

function coverTest(scope: Scope): (article: string | null, group: number | null) => boolean {
  switch (scope.kind) {
    case 'articles': {
      const articles = new Set(scope.articles);
      return (article) => article !== null && articles.has(article);
    }
    case 'turnover-groups': {
      const groups = new Set(scope.groups);
      return (_, group) => group !== null && groups.has(group);
    }
    case 'assortment': {
      const articles = new Set(scope.exceptArticles);
      const groups = new Set(scope.exceptGroups);
      return (article, group) => !(article !== null && articles.has(article)) && !(group !== null && groups.has(group));
    }
    default:
      return assertNever(scope);
  }
}

const NARROWNESS: Readonly<Record<Scope['kind'], number>> = { articles: 0, 'turnover-groups': 1, assortment: 2 };

/**
 * What has no end before what has one, what expires first, what is good for least else, what has least left, what was
 * shown first. Only vouchers that are alike in all but their name are told apart by the order they were shown in.
 */
function inOrderOfSpending(contenders: readonly Contender[]): Contender[] {
  const texts = new Map<Rule, string>();
  const text = ({ rule }: Contender) => {
    const known = texts.get(rule) ?? canonicalRule(rule);
    texts.set(rule, known);
    return known;
  };
  const ends = ({ claim }: Contender) => (claim.entitlement.issued === null ? 0 : 1);
  const expires = ({ claim }: Contender) => claim.entitlement.validUntil ?? Number.MAX_SAFE_INTEGER;
  return contenders.toSorted(
    (a, b) =>
      ends(a) - ends(b) ||
      expires(a) - expires(b) ||
      NARROWNESS[a.rule.scope.kind] - NARROWNESS[b.rule.scope.kind] ||
      (a.rule === b.rule ? 0 : compareText(text(a), text(b))) ||
      // Infinity less itself is no number.
      (a.available === b.available ? 0 : a.available - b.available),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
