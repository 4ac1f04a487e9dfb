import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Child, type EventLine } from './child.ts';

const HEADLESS = join(import.meta.dirname, '../../../headless');
const BUNDLED = join(HEADLESS, 'dist/tillbridge.mjs');
const SOURCE = join(HEADLESS, 'src/main.ts');

/** The `tillbridge` command: the one file when it was built (it starts much faster), else the sources. */
export function tillbridgeCommand(): string {
  const named = process.env.TILLBRIDGE_COMMAND;
  if (named !== undefined) return named;
  return process.env.TILLBRIDGE_FROM_SOURCE === undefined && existsSync(BUNDLED) ? BUNDLED : SOURCE;
}

export interface AgentProcessOptions {
  readonly settingsFile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly onLine?: (line: string) => void;
}

/** The agent in a process of its own, to be killed and started again on the same port and data. */
export class AgentProcess {
  readonly #options: AgentProcessOptions;
  #child: Child | null = null;
  #starts = 0;
  #readyMs: number | null = null;
  #ready: EventLine | null = null;

  constructor(options: AgentProcessOptions) {
    this.#options = options;
  }

  get child(): Child | null {
    return this.#child;
  }

  get starts(): number {
    return this.#starts;
  }

  /** How long the last start took until the agent was ready. */
  get readyMs(): number | null {
    return this.#readyMs;
  }

  /** What the agent said when it was ready. Throws while it isn't. */
  get ready(): EventLine {
    if (this.#ready === null) throw new Error('the agent is not running');
    return this.#ready;
  }

  /** Starts it and waits until it is ready. `env` is for this start alone, for example a crash point. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<EventLine> {
    if (this.#child !== null && this.#child.exit === null) throw new Error('the agent is running already');
    const begun = performance.now();
    this.#starts += 1;
    this.#ready = null;
    this.#child = new Child({
      name: 'agent',
      args: [
        tillbridgeCommand(),
        'run',
        '--config',
        this.#options.settingsFile,
        '--json',
        ...(this.#options.args ?? []),
      ],
      env: { ...this.#options.env, ...env },
      ...(this.#options.onLine === undefined ? {} : { onLine: this.#options.onLine }),
    });
    this.#ready = await this.#child.ready;
    this.#readyMs = Math.round(performance.now() - begun);
    return this.#ready;
  }

  /** Ends it the way a power cut does. */
  async kill9(): Promise<void> {
    this.#ready = null;
    await this.#child?.kill9();
  }

  /** Asks it to end. */
  async stop(): Promise<void> {
    this.#ready = null;
    await this.#child?.stop();
  }

  /** Waits until it has ended by itself, for example at a crash point. */
  async ended(): Promise<void> {
    await this.#child?.exited;
    this.#ready = null;
  }
}
