import { setTimeout as sleep } from 'node:timers/promises';
import { AgentProcess, type AgentProcessOptions } from '../rig/agent-process.ts';
import { describeExit } from '../rig/child.ts';

export interface AgentStanding {
  readonly state: 'starting' | 'up' | 'down';
  readonly pid: number | null;
  readonly restarts: number;
  readonly readyMs: number | null;
  /** Lets windows in; null while it is down. New after each start. */
  readonly launchToken: string | null;
}

export interface KeeperOptions extends AgentProcessOptions {
  readonly changed: () => void;
  /** Says what happened, for the console. */
  readonly say: (line: string) => void;
}

/** A moment of darkness, so that people see the windows without the agent. */
const RESTART_AFTER_MS = 1_500;
/** An agent that can't start is tried less often. */
const RETRY_AFTER_MS = 5_000;

/** Keeps the agent running: whoever kills it sees it come back on the same port and the same data. */
export class AgentKeeper {
  readonly #agent: AgentProcess;
  readonly #options: KeeperOptions;
  readonly #closing = new AbortController();
  #env: Readonly<Record<string, string>> = {};
  #state: AgentStanding['state'] = 'down';
  #keeping: Promise<void> | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#agent = new AgentProcess(options);
  }

  get standing(): AgentStanding {
    const up = this.#state === 'up';
    const token = up ? this.#agent.ready.launchToken : null;
    return {
      state: this.#state,
      pid: up ? (this.#agent.child?.pid ?? null) : null,
      restarts: Math.max(0, this.#agent.starts - 1),
      readyMs: this.#agent.readyMs,
      launchToken: typeof token === 'string' ? token : null,
    };
  }

  /** Starts it with these variables and keeps it. Rejects when the first start fails. */
  async open(env: Readonly<Record<string, string>>): Promise<void> {
    this.#env = env;
    await this.#start();
    this.#keeping = this.#keep();
  }

  kill9(): Promise<void> {
    this.#turn('down');
    return this.#agent.kill9();
  }

  /** Starts it anew with these variables, and with them from then on. */
  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    this.#env = env;
    this.#turn('down');
    await this.#agent.stop();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#turn('down');
    await this.#agent.stop();
    await this.#keeping;
  }

  async #start(): Promise<void> {
    this.#turn('starting');
    try {
      await this.#agent.start(this.#env);
      this.#turn('up');
    } catch (error) {
      this.#turn('down');
      throw error;
    }
  }

  async #keep(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const exit = await this.#agent.child?.exited;
      if (this.#closing.signal.aborted) return;
      this.#turn('down');
      this.#options.say(`the agent ended (${exit === undefined ? 'gone' : describeExit(exit)}); starting it again`);
      await this.#pause(RESTART_AFTER_MS);
      while (!this.#closing.signal.aborted) {
        try {
          await this.#start();
          this.#options.say(`the agent is back after ${this.#agent.readyMs} ms`);
          break;
        } catch (error) {
          this.#options.say(error instanceof Error ? error.message : String(error));
          await this.#pause(RETRY_AFTER_MS);
        }
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }

  #turn(state: AgentStanding['state']): void {
    this.#state = state;
    this.#options.changed();
  }
}
