import type { Notice, NoticeCode } from '@tillbridge/contracts';
import type { Clock } from '@tillbridge/kernel';

/** More different things than this are not worth a list; the oldest gives way. */
const MOST_NOTICES = 20;

/** What cashier and IT should know and no payment tells. One line per thing, counted. Memory alone. */
export class Notices {
  private readonly lines = new Map<string, Notice>();
  private readonly clock: Clock;
  private readonly changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.clock = clock;
    this.changed = changed;
  }

  note(code: NoticeCode, errorCode: string, about: string | null): void {
    const at = this.clock.now();
    const key = `${code} ${about ?? ''}`;
    const before = this.lines.get(key);
    // Deleted first, so that the newest stands last.
    this.lines.delete(key);
    this.lines.set(key, {
      code,
      errorCode,
      about,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
      count: (before?.count ?? 0) + 1,
    });
    const [oldest] = this.lines.keys();
    if (this.lines.size > MOST_NOTICES && oldest !== undefined) this.lines.delete(oldest);
    this.changed();
  }

  /** Takes away all lines of a code. False when there were none. */
  dismiss(code: string): boolean {
    const found = [...this.lines].filter(([, notice]) => notice.code === code);
    for (const [key] of found) this.lines.delete(key);
    if (found.length > 0) this.changed();
    return found.length > 0;
  }

  /** Newest first. */
  list(): readonly Notice[] {
    return [...this.lines.values()].toReversed();
  }
}
