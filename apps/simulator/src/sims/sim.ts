/** One simulator of `npm run sim`. */
export interface Sim {
  /** The first word of the command line. */
  readonly name: string;
  /** For the usage text: one line. */
  readonly about: string;
  /** Its own `--name value` pairs, with what they mean. */
  readonly values: readonly SimValue[];
  /** Rejects with a sentence for people when it can't start. */
  start(flags: SimFlags): Promise<RunningSim>;
}

export interface SimValue {
  readonly name: string;
  /** What stands for the value in the usage text. */
  readonly word: string;
  readonly about: string;
}

/** What the command line said, by name. */
export type SimFlags = Readonly<Partial<Record<string, string>>>;

export interface RunningSim {
  /** By what they lead to; `--json` prints them. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What to do with it, for people. */
  readonly introduction: string;
  close(): Promise<void>;
}

/** Where simulators listen when nothing else is said. */
export const USUAL_PORT = 8640;
const USUAL_AGENT = 'http://127.0.0.1:8620';

export const PORT_VALUE: SimValue = {
  name: 'port',
  word: 'N',
  about: `where to listen on 127.0.0.1 (default ${USUAL_PORT}; 0 picks a free one)`,
};
export const AGENT_VALUE: SimValue = {
  name: 'agent',
  word: 'URL',
  about: `the system under test (default ${USUAL_AGENT}); status calls go to URL/exchange/ and pay, multisafepay or kassacompleet`,
};

export function agentOf(flags: SimFlags): string {
  return (flags.agent ?? USUAL_AGENT).replace(/\/+$/, '');
}

/** Options of a simulator as JSON; ends the process with a sentence when it is none. */
export function readJson<T>(name: string, text: string | undefined): Partial<T> {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as Partial<T>;
  } catch {
    console.error(`--${name} must be JSON, not ${text}`);
    process.exit(2);
  }
}
