/** How the command ends. Documented in the README; scripts rely on them. */
export const EXIT = {
  done: 0,
  /** The command worked and the answer is no: not ready, the chain is broken, nothing found. */
  no: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The settings are wrong. */
  settings: 3,
  /** `reconcile` alone, which says 5 for wrong settings: what was compared is not equal. */
  differences: 3,
  /** No agent answers. */
  notRunning: 4,
  /** The agent could not start, or failed. */
  failed: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
