export { type BackoffPolicy, backoffMs } from './backoff.ts';
export type { Brand } from './brand.ts';
export type { ByteDialer, ByteLink } from './byte-link.ts';
export {
  assertNever,
  describeError,
  type ErrorCatalogue,
  type ErrorEntry,
  isUnwritable,
  type MoneyMoved,
  STORAGE_ERRORS,
  TillbridgeError,
  type WhoActs,
} from './errors.ts';
export {
  type ExactJson,
  type ExactJsonInput,
  type ExactJsonObject,
  JsonNumber,
  stringifyExactJson,
} from './exact-json.ts';
export { newId } from './ids.ts';
export type { FactDraft, InboxReceipt, OutboxDraft, PlainJson } from './journal-words.ts';
export { ListenerSlot } from './listener-slot.ts';
export { maskCardNumbers } from './mask.ts';
export {
  type AmountFault,
  addCents,
  type Cents,
  type Currency,
  cents,
  formatDecimalEuros,
  LARGEST_AMOUNT_CENTS,
  magnitude,
  type ParsedAmount,
  parseDecimalEuros,
  printEuros,
  ZERO_CENTS,
} from './money.ts';
export { type JsonFault, type ParsedJson, parseExactJson } from './parse-exact-json.ts';
export { plainText } from './plain-text.ts';
export type { CallContext, Clock, Digest, DigestAlgorithm, EpochMs, Log, LogFields, Random } from './ports.ts';
export { asCall, TOO_LATE, within } from './waiting.ts';
