import type { Notice, NoticeCode } from '@tillbridge/contracts';
import type { Clock } from '@tillbridge/kernel';

/**
 * More different things of one kind than this are not worth a list; the oldest gives way. By kind, so that a stranger who
 * knocks under many names can't push out what matters.
 */
const MOST_OF_A_KIND = 5;

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
    const ofKind = [...this.lines].filter(([, notice]) => notice.code === code);
    const [oldest] = ofKind;
    if (ofKind.length > MOST_OF_A_KIND && oldest !== undefined) this.lines.delete(oldest[0]);
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
