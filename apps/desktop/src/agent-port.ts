/** The agent as the shell sees it: an address for the windows, a key for each, and one question before closing. */
export type WindowRole = 'cashier' | 'display';

export interface ShellAgent {
  /** `http://127.0.0.1:PORT`, without a slash at the end. Stays the same until `close`. */
  readonly address: string;
  /** What lets a window in with this role; the name tells the agents of one machine apart. */
  cookie(role: WindowRole): { readonly name: string; readonly value: string };
  /** True while closing would interrupt somebody: a payment runs or an outcome is being looked up. */
  busy(): boolean;
  /** Takes no new work, writes what is open, closes the journal. Safe to call more than once. */
  close(): Promise<void>;
}
