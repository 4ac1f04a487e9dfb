import { FakeClock } from './clock.ts';
import type { DrivenAnswer, DrivenQuestion, Opened } from './driven-messages.ts';

/** Something that runs on a clock of its own, in this process. */
export interface DrivenThing {
  /** Its methods are called from the other process; all that they take and give can be copied. */
  readonly thing: object;
  /** What the other process needs to know in order to tell whether anything is on its way. */
  status(): unknown;
  close(): Promise<void>;
}

export type OpenDriven = (clock: FakeClock, options: unknown) => Promise<DrivenThing>;

interface Running {
  readonly opened: DrivenThing;
  readonly clock: FakeClock;
}

/** The far end of a `DrivenProcess`: opens things by their kind for as long as the other end is there. */
export function serveDriven(kinds: Readonly<Record<string, OpenDriven>>): void {
  const running = new Map<number, Running>();

  async function work({ thing, ask }: DrivenQuestion): Promise<unknown> {
    if (ask.do === 'open') {
      const open = kinds[ask.kind];
      if (open === undefined) throw new RangeError(`no kind ${ask.kind}`);
      const clock = new FakeClock();
      const opened = await open(clock, ask.options);
      running.set(thing, { opened, clock });
      return inventory(opened.thing);
    }
    const one = running.get(thing);
    if (one === undefined) throw new RangeError(`nothing numbered ${thing} is open`);
    switch (ask.do) {
      case 'call': {
        const method: unknown = Reflect.get(one.opened.thing, ask.method);
        if (typeof method !== 'function') throw new RangeError(`no method ${ask.method}`);
        return Reflect.apply(method, one.opened.thing, ask.args);
      }
      case 'step':
        one.clock.moveOn(ask.ms);
        if (ask.wake) one.clock.wakeNext();
        return undefined;
      case 'look':
        return undefined;
      case 'close':
        await one.opened.close();
        running.delete(thing);
        return undefined;
    }
  }

  process.on('message', async (question: DrivenQuestion) => {
    const { id, thing } = question;
    let outcome: { readonly result: unknown } | { readonly error: string };
    try {
      outcome = { result: await work(question) };
    } catch (error) {
      outcome = { error: error instanceof Error ? error.message : String(error) };
    }
    // Whatever arrived before the question, and whatever follows from it, has happened when the answer leaves.
    const one = running.get(thing);
    await one?.clock.settle();
    const answer: DrivenAnswer = { id, ...outcome, nextWakeMs: one?.clock.nextWakeMs, status: one?.opened.status() };
    process.send?.(answer);
  });
  process.once('disconnect', () => process.exit());
}

function inventory(thing: object): Opened {
  const entries = Object.entries(thing);
  return {
    values: Object.fromEntries(entries.filter(([, value]) => typeof value !== 'function')),
    methods: entries.flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  };
}
