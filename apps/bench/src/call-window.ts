/** When calls arrived somewhere, and how many were under way. Times in milliseconds, on any steady clock. */
export class CallWindow {
  private readonly arrivals: number[] = [];
  private underWay = 0;
  private most = 0;

  /** A call arrives at `atMs`, not before the last one. */
  arrived(atMs: number, over: Promise<void>): void {
    this.arrivals.push(atMs);
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    void over.then(() => {
      this.underWay -= 1;
    });
  }

  get count(): number {
    return this.arrivals.length;
  }

  get mostAtOnce(): number {
    return this.most;
  }

  /** The most calls that arrived within any `windowMs`. */
  mostWithin(windowMs: number): number {
    let most = 0;
    let from = 0;
    for (const [at, atMs] of this.arrivals.entries()) {
      while ((this.arrivals[from] ?? atMs) <= atMs - windowMs) from += 1;
      most = Math.max(most, at - from + 1);
    }
    return most;
  }
}
