export type { ConsumerDraft } from './consumers.ts';
export type { ListedMplusApiFault, MplusApiFault } from './faults.ts';
export type { MplusApiCounts, MplusApiState } from './mplus-cloud.ts';
export { type MplusApiSimulator, startMplusApiSimulator } from './mplusapi-simulator.ts';
export {
  DEMO_ARTICLES,
  MPLUS_API_DEMO_ACCOUNT,
  type MplusApiSimulatorOptions,
  type MplusApiSwitches,
  type SimArticle,
  type SimDefinition,
  type SimTurnoverGroup,
} from './options.ts';
export type { SimIssuance } from './voucher-book.ts';
