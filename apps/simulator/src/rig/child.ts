import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  /** What it is called in messages and logs. */
  readonly name: string;
  /** Node's arguments: the script first. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** How long it may take until it prints its `ready` line. */
  readonly readyWithinMs?: number;
  /** Sees each line as it comes, standard output and standard error alike. */
  readonly onLine?: (line: string) => void;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One line of JSON a process prints on standard output. */
export interface EventLine {
  readonly event: string;
  readonly [key: string]: unknown;
}

const KEPT_LINES = 300;
const READY_WITHIN_MS = 20_000;
const STOP_GRACE_MS = 5_000;

/** The runner must not leave processes behind, however it ends; `exit` handlers run even after an uncaught error. */
const running = new Set<ChildProcess>();
let watching = false;
function reapAtExit(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const left of running) left.kill('SIGKILL');
  });
}

/** A Node process of ours that says `{"event":"ready", …}` on standard output when it is. */
export class Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves with the `ready` line; rejects when the process ends or time runs out before. */
  readonly ready: Promise<EventLine>;
  readonly exited: Promise<Exit>;
  #exit: Exit | null = null;
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];

  constructor(options: ChildOptions) {
    this.name = options.name;
    const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
    const child = spawn(process.execPath, [...options.args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    this.#process = child;
    this.pid = child.pid ?? -1;
    reapAtExit(child);

    this.exited = new Promise((resolve) => {
      const end = (exit: Exit): void => {
        this.#exit ??= exit;
        resolve(this.#exit);
      };
      child.once('error', (error) => {
        this.#keep(`could not start: ${error.message}`);
        end({ code: null, signal: null });
      });
      // `close`, not `exit`: by then everything it printed has been read.
      child.once('close', (code, signal) => end({ code, signal }));
    });

    this.ready = new Promise((resolve, reject) => {
      const withinMs = options.readyWithinMs ?? READY_WITHIN_MS;
      const timer = setTimeout(() => {
        reject(new Error(`${this.name} was not ready within ${withinMs} ms\n${this.tail()}`));
      }, withinMs);
      void this.exited.then((exit) => {
        clearTimeout(timer);
        reject(new Error(`${this.name} ended before it was ready (${describeExit(exit)})\n${this.tail()}`));
      });
      const see = (line: string): void => {
        this.#keep(line);
        options.onLine?.(line);
      };
      if (child.stdout !== null) {
        createInterface({ input: child.stdout }).on('line', (line) => {
          see(line);
          const event = readEvent(line);
          if (event?.event !== 'ready') return;
          clearTimeout(timer);
          resolve(event);
        });
      }
      if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', see);
    });
    // Whoever awaits `ready` gets the rejection; nobody has to.
    this.ready.catch(() => {});
  }

  /** Null while it runs. */
  get exit(): Exit | null {
    return this.#exit;
  }

  /** The newest lines it printed. */
  tail(lines = 40): string {
    return this.#lines
      .slice(-lines)
      .map((line) => `  ${this.name} | ${line}`)
      .join('\n');
  }

  /** What a power cut does to a process. Resolves when it is gone. */
  async kill9(): Promise<Exit> {
    this.#process.kill('SIGKILL');
    return await this.exited;
  }

  /** Asks it to end, and ends it when it doesn't. */
  async stop(graceMs = STOP_GRACE_MS): Promise<Exit> {
    if (this.#exit !== null) return this.#exit;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  #keep(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
  }
}

export function describeExit(exit: Exit): string {
  if (exit.signal !== null) return `signal ${exit.signal}`;
  return exit.code === null ? 'never started' : `exit code ${exit.code}`;
}

function readEvent(line: string): EventLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string') {
      return value as EventLine;
    }
  } catch {
    // A log line that merely begins like JSON.
  }
  return undefined;
}
