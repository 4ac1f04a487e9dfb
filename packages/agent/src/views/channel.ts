/** One kind of window of one till: who looks at it, and what they were shown last. Repeats nothing. */
export class Channel<View> {
  private readonly listeners = new Set<(view: View) => void>();
  private lastText: string | null = null;

  get size(): number {
    return this.listeners.size;
  }

  /** Lets one more window look; it gets the present view at once. */
  show(view: View, listener: (view: View) => void): () => void {
    // A set would take the same function once; every window counts.
    const own = (view: View) => listener(view);
    this.push(view);
    own(view);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  /** Pushes a view that differs from the one before. */
  push(view: View): void {
    const text = JSON.stringify(view);
    if (text === this.lastText) return;
    this.lastText = text;
    for (const listener of this.listeners) listener(view);
  }
}
