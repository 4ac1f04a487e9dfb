export { checkMessage, codecTarget, type FuzzReport, fuzzCodec } from './codec-fuzz.ts';
export { frameTarget } from './frame-fuzz.ts';
export { jsonTarget } from './json-fuzz.ts';
export { hexOf, holds, inPieces, mutated, pick } from './mutation.ts';
export type { FuzzTarget } from './target.ts';
