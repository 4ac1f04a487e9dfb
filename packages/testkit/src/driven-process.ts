import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { counted, type FarClock } from './clockwork.ts';
import type { DrivenAnswer, DrivenQuestion, Opened } from './driven-messages.ts';

/** A thing of another process: what it holds, and its methods, which answer later. */
export type Far<Thing> = {
  readonly [Name in keyof Thing]: Thing[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : Thing[Name];
};

/** A thing in another process, on a clock that goes only when ours does. */
export interface Driven<Thing, Status> extends FarClock {
  readonly thing: Far<Thing>;
  /** Calls of its methods that have not been answered. */
  calling(): number;
  /** How it stands now. Everything we sent before has been taken in. */
  look(): Promise<Status>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: DrivenAnswer): void;
  reject(error: Error): void;
}

/**
 * A process of its own in which a test has things run, such as a provider's cloud; `serveDriven` is its other end. It
 * ends with the test's process, whatever happens to that.
 */
export class DrivenProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private things = 0;

  /** `script` calls `serveDriven`. */
  constructor(script: URL) {
    this.child = spawn(process.execPath, [fileURLToPath(script)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.child.on('message', (answer: DrivenAnswer) => {
      this.waiting.get(answer.id)?.resolve(answer);
      this.waiting.delete(answer.id);
    });
    this.child.once('error', (error) => this.lose(error));
    this.child.once('exit', (code, signal) => this.lose(new Error(`the process is gone: ${code ?? signal}`)));
  }

  /** Opens a thing on a new clock. Rejects with what its maker throws. */
  async open<Thing extends object, Status>(kind: string, options: object): Promise<Driven<Thing, Status>> {
    this.things += 1;
    const number = this.things;
    let heard: DrivenAnswer | undefined;
    const calls = counted((method: string, args: readonly unknown[]) => ask({ do: 'call', method, args }));
    const ask = async (question: DrivenQuestion['ask']): Promise<unknown> => {
      heard = await this.ask(number, question);
      if (heard.error !== undefined) throw new Error(heard.error);
      return heard.result;
    };
    const { values, methods } = (await ask({ do: 'open', kind, options })) as Opened;
    return {
      // The other end made the list from the thing itself.
      thing: {
        ...values,
        ...Object.fromEntries(methods.map((name) => [name, (...args: unknown[]) => calls.call(name, args)])),
      } as Far<Thing>,
      calling: calls.inFlight,
      get nextWakeMs() {
        return heard?.nextWakeMs;
      },
      step: async (ms, wake) => {
        await ask({ do: 'step', ms, wake });
      },
      look: async () => {
        await ask({ do: 'look' });
        const status = heard?.status as Status;
        // Answers to earlier calls came with this one: whoever waited for them goes on first.
        await new Promise<void>((resolve) => setImmediate(resolve));
        return status;
      },
      close: async () => {
        await ask({ do: 'close' });
      },
    };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.disconnect();
    await gone;
  }

  private ask(thing: number, ask: DrivenQuestion['ask']): Promise<DrivenAnswer> {
    this.asked += 1;
    const question: DrivenQuestion = { id: this.asked, thing, ask };
    return new Promise((resolve, reject) => {
      if (!this.child.connected) {
        reject(new Error('the process is gone'));
        return;
      }
      this.waiting.set(question.id, { resolve, reject });
      this.child.send(question);
    });
  }

  private lose(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
