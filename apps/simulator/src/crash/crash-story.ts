/** Something that goes on while the power goes, and the comparison afterwards. */
export interface CrashStory {
  /** What is counted. */
  readonly counted: 'payments' | 'kills';
  play(count: number, seed: number, progress: (done: number, kills: number) => void): Promise<CrashEnd>;
}

export interface CrashEnd {
  /** All is as it has to be. */
  readonly clean: boolean;
  /** For programs. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The table and what it means, for people. */
  readonly lines: readonly string[];
  readonly slowestRestartMs: number;
}
