/**
 * The place of the one listener of something. What comes before there is a listener is kept, in order, and given to the
 * first one at once; a second listener takes the place of the first.
 */
export class ListenerSlot<T> {
  private listener: ((value: T) => void) | null = null;
  private waiting: T[] = [];

  give(value: T): void {
    if (this.listener === null) this.waiting.push(value);
    else this.listener(value);
  }

  set(listener: (value: T) => void): void {
    this.listener = listener;
    const missed = this.waiting;
    this.waiting = [];
    for (const value of missed) listener(value);
  }
}
