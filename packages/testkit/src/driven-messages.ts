/** What the two ends of a driven process say to each other. `thing` numbers what was opened, `id` the question. */
export interface DrivenQuestion {
  readonly id: number;
  readonly thing: number;
  readonly ask:
    | { readonly do: 'open'; readonly kind: string; readonly options: unknown }
    | { readonly do: 'call'; readonly method: string; readonly args: readonly unknown[] }
    | { readonly do: 'step'; readonly ms: number; readonly wake: boolean }
    | { readonly do: 'look' }
    | { readonly do: 'close' };
}

/** Every answer tells how things stand after it. */
export interface DrivenAnswer {
  readonly id: number;
  readonly result?: unknown;
  /** Why it didn't work. */
  readonly error?: string;
  readonly nextWakeMs: number | undefined;
  readonly status: unknown;
}

/** What `open` answers: the thing's values, and the names of its methods. */
export interface Opened {
  readonly values: Readonly<Record<string, unknown>>;
  readonly methods: readonly string[];
}
