/** Time as the shell sees it. Tests drive it by hand. */
export interface Timing {
  /** Milliseconds that only ever rise. */
  now(): number;
  /** Calls `work` once after `ms` and returns what calls it off. */
  after(ms: number, work: () => void): () => void;
}

export const realTiming: Timing = {
  now: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
