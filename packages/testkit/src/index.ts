export { FakeClock } from './clock.ts';
export { nodeDigest } from './digest.ts';
export { type LogLine, type MemoryLog, memoryLog } from './log.ts';
export { seededRandom } from './random.ts';
export { samplePayment } from './sample-payment.ts';
export { type LentStore, withTempFolder, withTempStore } from './store.ts';
