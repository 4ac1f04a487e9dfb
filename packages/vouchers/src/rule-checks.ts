/** What contradicts itself in a rule whose fields are each well written. */
import type { PlainProblem } from './plain-problems.ts';
import type { WrittenRule } from './rule.wire.ts';

export function contradictions(rule: WrittenRule): PlainProblem[] {
  return [...scopeProblems(rule), ...limitProblems(rule), ...addProblems(rule)];
}

function problem(path: PlainProblem['path'], message: string): PlainProblem[] {
  return [{ path, message }];
}

function scopeProblems({ scope: { articles, groups, everything, exceptArticles, exceptGroups } }: WrittenRule) {
  const ways = [articles, groups, everything].filter((way) => way !== undefined).length;
  if (ways === 0) return problem(['scope'], 'must say what counts: `articles`, `groups` or `everything`');
  if (ways > 1)
    return problem(['scope'], 'must have one of `articles`, `groups` and `everything`; write a rule for each');
  if (everything !== undefined) return [];
  const sentence = 'goes with `everything` alone: what is not listed does not count anyway';
  return [
    ...(exceptArticles === undefined ? [] : problem(['scope', 'exceptArticles'], sentence)),
    ...(exceptGroups === undefined ? [] : problem(['scope', 'exceptGroups'], sentence)),
  ];
}

function limitProblems({ benefit: { kind }, limits: { perVisit, perDay, perPeriod } }: WrittenRule) {
  const given = [
    { path: ['limits', 'perVisit'], units: perVisit },
    { path: ['limits', 'perDay'], units: perDay },
    { path: ['limits', 'perPeriod', 'units'], units: perPeriod?.units },
  ].flatMap(({ path, units }) => (units === undefined ? [] : [{ path, units }]));
  const broken = given.filter(({ units }) => kind !== 'balance' && units % 100 !== 0);
  if (broken.length > 0) return broken.flatMap(({ path }) => problem(path, 'must be a whole number'));
  if (perVisit !== undefined && (kind === 'percentage' || kind === 'amount')) {
    return problem(
      ['limits', 'perVisit'],
      `goes with items and balance alone: a sale takes ${kind === 'amount' ? 'an amount' : 'a percentage'} once`,
    );
  }
  // Each must leave something to be limited to the next.
  return given.flatMap(({ path, units }, index) => {
    const wider = given[index + 1];
    return wider === undefined || units <= wider.units
      ? []
      : problem(path, `must not be more than \`${wider.path.slice(1).join('.')}\``);
  });
}

function addProblems({ adds, benefit, scope, minimumSpend }: WrittenRule) {
  if (adds.length === 0) return [];
  if (benefit.kind !== 'items')
    return problem(['adds'], 'goes with items alone: only a prepaid article can be put into a sale');
  if (minimumSpend !== undefined) {
    return problem(['adds'], 'does not go with `minimumSpend`: what is in scope must be in the sale before it counts');
  }
  const seen = new Set<string>();
  return adds.flatMap(({ article }, index) => {
    const path = ['adds', index, 'article'];
    if (scope.exceptArticles?.includes(article)) return problem(path, 'must not be one of `scope.exceptArticles`');
    if (seen.has(article)) return problem(path, 'stands in the list twice');
    seen.add(article);
    return [];
  });
}
