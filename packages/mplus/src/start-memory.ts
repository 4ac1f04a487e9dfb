/** A till that repeats a start this often, with a new counter each time, polls it. */
const REPEATS_OF_A_POLL = 3;
/** Far more than tills have payments open at once. */
const MOST_REMEMBERED = 500;

interface Remembered {
  highestCounter: number | null;
  repeats: number;
  /** The start was answered before the QR existed. */
  owesQr: boolean;
}

/**
 * What is remembered of starts while their payments are under way. Losing it does no harm: after a restart of the agent
 * a notice comes later, and a till gets a QR once more.
 */
export class StartMemory {
  private readonly starts = new Map<string, Remembered>();

  /** Notes a start; true when the till is seen to poll it. */
  noteStart(key: string, counter: number | null): boolean {
    const known = this.starts.get(key);
    if (known === undefined) {
      this.remember(key, { highestCounter: counter, repeats: 0, owesQr: false });
      return false;
    }
    if (counter !== null && (known.highestCounter === null || counter > known.highestCounter)) {
      known.highestCounter = counter;
      known.repeats += 1;
    }
    return known.repeats >= REPEATS_OF_A_POLL;
  }

  noteQr(key: string, owed: boolean): void {
    const known = this.starts.get(key);
    if (known !== undefined) known.owesQr = owed;
  }

  /** Also for a start this run knows nothing of: its reply may have died with the run that wrote it. */
  owesQr(key: string): boolean {
    return this.starts.get(key)?.owesQr ?? true;
  }

  private remember(key: string, start: Remembered): void {
    this.starts.set(key, start);
    if (this.starts.size <= MOST_REMEMBERED) return;
    for (const oldest of this.starts.keys()) {
      this.starts.delete(oldest);
      return;
    }
  }
}
