export { canonicalJson } from './canonical-json.ts';
export {
  type ChainFault,
  type ChainHead,
  type ChainVerdict,
  GENESIS,
  sealDraft,
  sealFact,
  sealHolds,
  verifyChain,
} from './chain.ts';
export { JOURNAL_ERRORS } from './errors.ts';
export { OutboxDispatcher, type OutboxDispatcherOptions } from './outbox-dispatcher.ts';
export { DEFAULT_OUTBOX_POLICY, type Delivery, type OutboxHandler, type OutboxPolicy } from './outbox-handler.ts';
export * from './ports.ts';
