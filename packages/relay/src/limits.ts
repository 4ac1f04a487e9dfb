import { TillbridgeError } from '@tillbridge/kernel';
import { RELAY_ERRORS } from './errors.ts';

/** Every limit of the server, in one place: name → default, smallest, largest. */
const RANGES = {
  /** The largest webhook and exchange body. */
  webhookBodyBytes: [1_048_576, 1_024, 16_777_216],
  /** The largest injection of a ticket shop: 500 vouchers with rules of their own. */
  injectionBodyBytes: [4_194_304, 1_024, 16_777_216],
  /** The largest body of the local API. */
  apiBodyBytes: [65_536, 1_024, 1_048_576],
  /** How much of an over-long body is read and thrown away so that the caller can read our answer. */
  discardBytes: [16_777_216, 0, 268_435_456],
  /** Request line and headers together. */
  headerBytes: [16_384, 4_096, 65_536],
  headerCount: [64, 16, 512],
  /** A caller has this long to send its headers. */
  headersTimeoutMs: [5_000, 500, 60_000],
  /** A caller has this long to send the whole request. */
  requestTimeoutMs: [10_000, 1_000, 120_000],
  /** How often the two above are looked at. */
  timeoutCheckMs: [2_000, 100, 30_000],
  /** A socket on which nothing moves is closed after this long. Longer than any answer may take. */
  idleSocketMs: [120_000, 5_000, 600_000],
  keepAliveMs: [75_000, 1_000, 600_000],
  socketsLoopback: [512, 16, 8_192],
  socketsLan: [256, 4, 8_192],
  /** Windows at the same time. */
  windows: [32, 1, 1_024],
  /** The largest message a window may send over the live link. */
  liveMessageBytes: [4_096, 256, 65_536],
  /** A window that takes nothing off the live link for this long is dropped. */
  liveStallMs: [10_000, 1_000, 120_000],
  /** A window that answers no ping for this long is dropped. */
  liveSilenceMs: [20_000, 2_000, 120_000],
  /** Open requests have this long to end when the server closes. */
  drainMs: [5_000, 0, 60_000],
} as const satisfies Record<string, readonly [number, number, number]>;

export type RelayLimits = Readonly<Record<keyof typeof RANGES, number>>;

/** The defaults with `overrides` on top, checked and frozen. Throws TILL-424 for a figure outside its range. */
export function relayLimits(overrides: Partial<RelayLimits> = {}): RelayLimits {
  const limits: Record<string, number> = {};
  for (const [name, [standard, least, most]] of Object.entries(RANGES)) {
    const value = overrides[name as keyof RelayLimits] ?? standard;
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new TillbridgeError(RELAY_ERRORS.limitOutOfRange, {
        about: name,
        detail: `${value} is not between ${least} and ${most}`,
      });
    }
    limits[name] = value;
  }
  return Object.freeze(limits) as RelayLimits;
}
