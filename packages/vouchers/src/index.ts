export { VenueCalendar, type VenueDay, type WallTime } from './calendar.ts';
export { carriedDiscounts } from './carried-discounts.ts';
export type * from './desk.ts';
export { hoursText } from './hours.ts';
export { matchBasket } from './match/match-basket.ts';
export type * from './offer.ts';
export {
  beyondOffline,
  decideOffline,
  type OfflineDecision,
  type OfflinePolicy,
  offlineUnits,
} from './offline-policy.ts';
export { type ParsedRule, parseRule, type RuleProblem, ruleJsonSchema } from './parse-rule.ts';
export type * from './ports.ts';
export type * from './product.ts';
export type * from './rule.ts';
export { ruleSchema } from './rule.wire.ts';
export { canonicalRule } from './rule-text.ts';
export type * from './sale.ts';
export { type Standing, type StandingQuestion, standing } from './standing.ts';
export type * from './voucher.ts';
