/*
 * What a scanner at the keyboard types, told apart from a person's keys by its pace:
 *
 *   quiet ──key──▶ person ──key within 35 ms──▶ maybe ──4th such key──▶ scan ──suffix──▶ scanned
 *     ▲              │                            │                       │
 *     └── 35 ms without a key ─┴──────────────────┴───────────────────────┘
 */

/** A key this soon after another comes from a scanner. */
const SCANNER_GAP_MS = 35;
/** Two fingers that roll over two keys are that fast as well; four keys in a row are not. */
const KEYS_OF_A_SCAN = 4;
const SHORTEST_CODE = 4;
/** Fingers of one hand come down together: a chord is no scan. */
const MODIFIERS: readonly string[] = ['Alt', 'AltGraph', 'CapsLock', 'Control', 'Meta', 'Shift'];

/** How the scanner marks what it reads. */
export interface ScannerMarks {
  readonly prefix: string;
  readonly suffix: 'enter' | 'tab' | 'none';
}

/** What the reader looks at in a keyboard event; `timeStamp` is any steady millisecond count. */
export interface ScanKey {
  readonly key: string;
  readonly timeStamp: number;
}

export type ScanReading =
  /** The first key after a pause: perhaps of a scan. */
  | { readonly is: 'person' }
  /** A second or third key too fast for one finger. */
  | { readonly is: 'maybe' }
  /** A scanner's key. */
  | { readonly is: 'scan' }
  /** The end of a scan; null: not in this scanner's way, or too short. */
  | { readonly is: 'scanned'; readonly code: string | null };

export interface ScanReader {
  key(key: ScanKey): ScanReading;
  /** Nothing came for a while: what was read, where scans have no suffix. */
  pause(): string | null;
}

export function createScanReader(marks: ScannerMarks): ScanReader {
  let text = '';
  let keys = 0;
  let last = Number.NEGATIVE_INFINITY;

  function end(): string | null {
    const code = text.startsWith(marks.prefix) ? text.slice(marks.prefix.length) : '';
    const isScan = keys >= KEYS_OF_A_SCAN && code.length >= SHORTEST_CODE;
    text = '';
    keys = 0;
    return isScan ? code : null;
  }

  return {
    key({ key, timeStamp }) {
      if (MODIFIERS.includes(key)) return { is: 'person' };
      const isFast = timeStamp - last < SCANNER_GAP_MS;
      last = timeStamp;
      if (!isFast) {
        text = '';
        keys = 0;
      }
      if (isFast && key === SUFFIX_KEYS[marks.suffix]) {
        const wasScan = keys >= KEYS_OF_A_SCAN;
        const code = end();
        return wasScan ? { is: 'scanned', code } : { is: 'maybe' };
      }
      keys += 1;
      if (key.length === 1) text += key;
      if (keys === 1) return { is: 'person' };
      return { is: keys < KEYS_OF_A_SCAN ? 'maybe' : 'scan' };
    },
    pause: () => (marks.suffix === 'none' ? end() : null),
  };
}

const SUFFIX_KEYS = { enter: 'Enter', tab: 'Tab', none: null } as const;
