export { canonicalJson } from './canonical-json.ts';
export {
  type ChainFault,
  type ChainHead,
  type ChainVerdict,
  GENESIS,
  GENESIS_HASH,
  sealFact,
  sealHolds,
  verifyChain,
} from './chain.ts';
export * from './ports.ts';
