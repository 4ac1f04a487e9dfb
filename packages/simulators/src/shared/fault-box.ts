/**
 * Faults as plain JSON, so that a script, a test or a button can ask for them. A fault without `percent` happens to the
 * next `times` (default 1) things it fits and is used up; one with `percent` stays and happens to that share of them.
 */
import { z } from 'zod';

/** How often a fault happens, as fields of its schema. */
export const often = { times: z.int().min(1).optional(), percent: z.number().min(0).max(100).optional() };

interface Often {
  readonly times?: number | undefined;
  readonly percent?: number | undefined;
}

/** An armed fault. `times`: how often it still happens. */
export type Listed<Fault> = Fault & { readonly id: number; readonly happened: number };

interface Entry<Fault> {
  readonly id: number;
  readonly fault: Fault;
  left: number;
  happened: number;
}

export interface FaultBoxPorts {
  /** Something was armed, used up or cleared. */
  changed?(): void;
  /** Draws a number in [0, 1), for faults with `percent`. */
  chance?(): number;
}

/** The faults that somebody armed in a simulator, in the order they were armed. */
export class FaultBox<Fault extends Often> {
  private readonly entries: Entry<Fault>[] = [];
  private readonly changed: () => void;
  private readonly chance: () => number;
  private lastId = 0;

  constructor({ changed = () => undefined, chance = Math.random }: FaultBoxPorts = {}) {
    this.changed = changed;
    this.chance = chance;
  }

  /** Returns its id. */
  add(fault: Fault): number {
    this.lastId += 1;
    this.entries.push({ id: this.lastId, fault, left: fault.times ?? 1, happened: 0 });
    this.changed();
    return this.lastId;
  }

  /** False when there is no such fault any more. */
  remove(id: number): boolean {
    const at = this.entries.findIndex((entry) => entry.id === id);
    if (at >= 0) this.entries.splice(at, 1);
    this.changed();
    return at >= 0;
  }

  clear(): void {
    this.entries.length = 0;
    this.changed();
  }

  list(): readonly Listed<Fault>[] {
    return this.entries.map(({ id, fault, left, happened }) =>
      fault.percent === undefined ? { ...fault, id, happened, times: left } : { ...fault, id, happened },
    );
  }

  /** The first fault that fits and happens now, used up by one. */
  takeFirst<Taken extends Fault>(fits: (fault: Fault) => fault is Taken): Taken | undefined {
    for (const entry of this.entries) {
      const { fault } = entry;
      if (!fits(fault) || (fault.percent !== undefined && this.chance() * 100 >= fault.percent)) continue;
      entry.happened += 1;
      if (fault.percent === undefined) {
        entry.left -= 1;
        if (entry.left <= 0) this.entries.splice(this.entries.indexOf(entry), 1);
      }
      this.changed();
      return fault;
    }
    return undefined;
  }

  /** The first fault that fits, left as it is: it holds for as long as nobody clears it. */
  findFirst<Found extends Fault>(fits: (fault: Fault) => fault is Found): Found | undefined {
    return this.entries.map(({ fault }) => fault).find(fits);
  }
}
