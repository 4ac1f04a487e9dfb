import { cents } from '@tillbridge/kernel';
import type { ClaimedEntitlement, LineOffer, MatchBasket, Offer } from '../offer.ts';
import type { LocalText } from '../rule.ts';
import type { Spend } from '../sale.ts';
import type { Refusal } from '../voucher.ts';
import { type Contender, type Field, fieldOf, mayAdd } from './contender.ts';
import { type Plan, planOf, type Share } from './plan.ts';

const NOT_NOW: LocalText = { nl: 'Nu niet', de: 'Jetzt nicht', fr: 'Pas maintenant', en: 'Not now' };

/**
 * The best that vouchers give a basket; `plan.ts` says what best is. Vouchers that stand `alone` are each weighed against
 * all the others together.
 */
export const matchBasket: MatchBasket = ({ lines, claims: shown, catalogue }) => {
  const claims = [...new Set(shown)];
  const field = fieldOf({ lines, claims, catalogue });
  const proposal = candidates(field)
    .map((contenders) => propose(field, contenders))
    .reduce((best, other) => (isBetter(other, best) ? other : best));
  const used = new Set(proposal.plan.shares.map(({ contender }) => contender.claim));
  const { additions, choices } = proposal;
  const adding = new Set([...additions.map(({ contender }) => contender.claim), ...choices.map(({ claim }) => claim)]);
  const position = new Map(lines.map(({ lineId }, index) => [lineId, index]));
  const refusals = claims.flatMap((claim) => {
    if (used.has(claim) || adding.has(claim)) return [];
    const refusal = field.refused.get(claim) ?? unusedRefusal(field, claim, proposal);
    return [{ entitlement: claim.entitlement.id, refusal }];
  });
  const asked = claims.find((claim) => choices.some((contender) => contender.claim === claim));
  return {
    discounts: proposal.plan.shares
      .map((share) => lineOffer(field, share))
      .toSorted((a, b) => (position.get(a.lineId) ?? 0) - (position.get(b.lineId) ?? 0)),
    spends: claims.flatMap((claim) => spendOf(claim, proposal)),
    refusals,
    additions: additions.map(({ contender: { claim }, article, label }) => ({
      voucher: claim.voucher,
      entitlement: claim.entitlement.id,
      article,
      pieces: 1,
      label,
    })),
    choice: asked === undefined ? null : choiceOf(asked),
  } satisfies Offer;
};

/** The sets of vouchers that may stand together. */
function candidates({ contenders }: Field): (readonly Contender[])[] {
  const freely = contenders.filter(({ rule }) => rule.combines === 'freely');
  const alone = contenders.filter(({ rule }) => rule.combines === 'alone');
  return [freely, ...alone.map((contender) => [contender])];
}

interface Addition {
  readonly contender: Contender;
  readonly article: string;
  readonly label: LocalText;
}

interface Proposal {
  readonly plan: Plan;
  readonly additions: readonly Addition[];
  /** The guest is to be asked what to put into the sale. */
  readonly choices: readonly Contender[];
}

function propose({ lines }: Field, contenders: readonly Contender[]): Proposal {
  const plan = planOf(lines, contenders);
  const used = new Set(plan.shares.map(({ contender }) => contender));
  const free = lines.map(({ pieces }) => pieces);
  for (const { line, pieces } of plan.shares) free[line] = (free[line] ?? 0) - (pieces ?? 0);
  const adding = contenders.filter(
    (contender) =>
      mayAdd(contender.claim) && !used.has(contender) && contender.reach.every((line) => (free[line] ?? 0) <= 0),
  );
  const chosen = adding.map((contender) => ({ contender, article: articleFor(contender) }));
  return {
    plan,
    additions: chosen.flatMap(({ contender, article }) => (article === undefined ? [] : [{ contender, ...article }])),
    choices: chosen.flatMap(({ contender, article }) => (article === undefined ? [contender] : [])),
  };
}

/** Undefined: the guest must choose. */
function articleFor({ rule: { adds }, claim }: Contender): { article: string; label: LocalText } | undefined {
  return adds.length === 1 ? adds[0] : adds.find(({ article }) => article === claim.chosen);
}

/** What is free of charge counts before what the guest's own balance pays. The earlier proposal wins a draw. */
function isBetter(one: Proposal, other: Proposal): boolean {
  const ranks = ({ plan, additions, choices }: Proposal) => [
    plan.discount,
    plan.balance,
    additions.length,
    choices.length,
  ];
  const others = ranks(other);
  for (const [index, rank] of ranks(one).entries()) {
    if (rank !== others[index]) return rank > (others[index] ?? 0);
  }
  return false;
}

/** Names the voucher that has its lines, or that doesn't stand with it. */
function unusedRefusal({ contenders }: Field, claim: ClaimedEntitlement, { plan, additions }: Proposal): Refusal {
  const reach = new Set(contenders.find((contender) => contender.claim === claim)?.reach);
  const onItsLines = plan.shares.find(({ line }) => reach.has(line));
  const other = (onItsLines ?? plan.shares[0] ?? additions[0])?.contender.rule.label ?? null;
  return reach.size === 0 && !isAlone(claim, plan) ? { why: 'no-article' } : { why: 'not-combined', other };
}

/** One of the two lets no other stand beside it. */
function isAlone({ entitlement: { rule } }: ClaimedEntitlement, { shares }: Plan): boolean {
  return (
    shares.length > 0 &&
    (rule.combines === 'alone' || shares.some(({ contender }) => contender.rule.combines === 'alone'))
  );
}

function lineOffer({ lines }: Field, { contender, line, pieces, cents: amount }: Share): LineOffer {
  const { claim } = contender;
  const on = lines[line];
  const full = pieces === null ? on?.cents : pieces * (on?.unitCents ?? 0);
  return {
    lineId: on?.lineId ?? '',
    voucher: claim.voucher,
    entitlement: claim.entitlement.id,
    pieces,
    whole: amount === full,
    cents: cents(amount),
  };
}

function spendOf(claim: ClaimedEntitlement, { plan, additions }: Proposal): Spend[] {
  const shares = plan.shares.filter(({ contender }) => contender.claim === claim);
  const added = additions.filter(({ contender }) => contender.claim === claim).length;
  if (shares.length === 0 && added === 0) return [];
  const sum = shares.reduce((all, share) => all + share.cents, 0);
  const pieces = shares.reduce((all, share) => all + (share.pieces ?? 0), added);
  const { kind } = claim.entitlement.rule.benefit;
  const units = kind === 'items' ? pieces : kind === 'balance' ? sum : 1;
  return [{ voucher: claim.voucher, entitlement: claim.entitlement.id, units, cents: cents(sum) }];
}

function choiceOf({ entitlement: { id, rule } }: ClaimedEntitlement): Offer['choice'] {
  const options = rule.adds.map(({ article, label }) => ({ id: article, label }));
  return { entitlement: id, options: [...options, { id: 'none', label: NOT_NOW }] };
}
