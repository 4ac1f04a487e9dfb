/** How a scanner marks what it reads, as the settings say it. */
export interface ScanMarks {
  readonly prefix: string;
  readonly suffix: 'enter' | 'tab' | 'none';
}

/** Stands for a byte that no code has: the line or the read was bad. */
export const DAMAGED = '\uFFFD';
/** Codes have at most as many characters; a line without an end must not fill the memory. */
const LONGEST = 256;

const ENDS = { enter: [0x0d, 0x0a], tab: [0x09], none: [] } as const;

export interface ScanDecoder {
  /** The codes that are whole with these bytes. */
  bytes(bytes: Uint8Array): readonly string[];
  /** Nothing came for a while: the code, where reads have no end of their own. */
  pause(): readonly string[];
}

/** What a scanner sends, cut into codes. Pieces may come in any size. What lacks the prefix is nobody's. */
export function createScanDecoder({ prefix, suffix }: ScanMarks): ScanDecoder {
  const ends: readonly number[] = ENDS[suffix];
  let text = '';

  function end(): readonly string[] {
    const whole = text;
    text = '';
    if (!whole.startsWith(prefix)) return [];
    const code = whole.slice(prefix.length);
    return code === '' ? [] : [code];
  }

  return {
    bytes(bytes) {
      const codes: string[] = [];
      for (const byte of bytes) {
        if (ends.includes(byte)) codes.push(...end());
        else if (text.length < LONGEST) text += byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : DAMAGED;
      }
      return codes;
    },
    pause: () => (suffix === 'none' ? end() : []),
  };
}
