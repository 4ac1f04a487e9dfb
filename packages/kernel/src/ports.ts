/** Milliseconds since the Unix epoch, whole. Wall clock: may jump, so never used to measure a wait. */
export type EpochMs = number;

/** Time, as the rooms see it. Tests drive it by hand. */
export interface Clock {
  now(): EpochMs;
  /** A steadily rising millisecond count for measuring waits; its origin means nothing. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance, as the rooms see it. */
export interface Random {
  /** Uniform in [0, 1). For jitter only, never for secrets. */
  fraction(): number;
  /** `length` bytes fit for ids and keys. */
  bytes(length: number): Uint8Array;
}

export type DigestAlgorithm = 'sha256' | 'sha512';

/** Hashing and message authentication, as the rooms see them. */
export interface Digest {
  sha256Hex(text: string): string;
  hmac(algorithm: DigestAlgorithm, key: Uint8Array, data: Uint8Array): Uint8Array;
  /** Compares in time that depends on the lengths alone. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log lines. Fields never hold secrets, card numbers or personal data. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** What a call that waits is given: when to give up, and who may call it off. */
export interface CallContext {
  /** Calls the work off (shutdown, cancel). */
  readonly signal: AbortSignal;
  /** The longest the callee may take, in milliseconds from now. */
  readonly timeoutMs: number;
}
