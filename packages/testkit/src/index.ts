export { FakeClock } from './clock.ts';
export { type Clockwork, clockwork, counted } from './clockwork.ts';
export { type Crash, runAndKill, STORE_VICTIM, VOUCHER_VICTIM } from './crash-points.ts';
export { nodeDigest } from './digest.ts';
export { type Driven, DrivenProcess, type Far } from './driven-process.ts';
export { type LogLine, type MemoryLog, memoryLog } from './log.ts';
export { MemoryDriverMemory } from './memory-driver-memory.ts';
export {
  type MemoryDialer,
  type MemoryLinkOptions,
  type MemoryLinkPair,
  memoryDialer,
  memoryLinkPair,
} from './memory-link.ts';
export { MemoryPaymentStore } from './memory-payment-store.ts';
export { MemoryVoucherStore } from './memory-voucher-store.ts';
export { type LineUse, PACE_9600_8N2, type PacedLine, withPacedLine } from './paced-pty.ts';
export { PaymentWorld } from './payment-world.ts';
export { lendPtyPair, type PtyPair, whyNoPtys, withPtyPair } from './pty-pair.ts';
export { seededRandom } from './random.ts';
export { samplePayment } from './sample-payment.ts';
export { sampleRule, sampleVoucher } from './sample-voucher.ts';
export { type RefundScript, ScriptedAccount } from './scripted-account.ts';
export { type BeginScript, ScriptedProvider } from './scripted-provider.ts';
export { type DrivenThing, serveDriven } from './serve-driven.ts';
export { type LentStore, withTempFolder, withTempStore } from './store.ts';
export {
  ADDED_CENTS,
  HOLD_MS,
  type Manner,
  TillSale,
  VoucherWorld,
  type VoucherWorldOptions,
} from './voucher-world.ts';
export { WallClock } from './wall-clock.ts';
export { WireMeter } from './wire-meter.ts';
