import type { PlainJson } from '@tillbridge/kernel';
import type { DriverMemory, RouteId } from '@tillbridge/payments';

/** A driver's notes in memory, with the manners of the real ones: a write is there once it has resolved, not before. */
export class MemoryDriverMemory implements DriverMemory {
  /** As text, so that what comes back is never the object that was written. */
  private readonly notes = new Map<string, string>();
  /** When set, writes fail with it, as on a full disk. */
  failWith: Error | null = null;
  writes = 0;

  read(route: RouteId, key: string): PlainJson | undefined {
    const note = this.notes.get(nameOf(route, key));
    return note === undefined ? undefined : (JSON.parse(note) as PlainJson);
  }

  async write(route: RouteId, key: string, note: PlainJson): Promise<void> {
    const text = JSON.stringify(note);
    await Promise.resolve();
    if (this.failWith !== null) throw this.failWith;
    this.writes += 1;
    this.notes.set(nameOf(route, key), text);
  }
}

function nameOf(route: RouteId, key: string): string {
  return `${route}\n${key}`;
}
