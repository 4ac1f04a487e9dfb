import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Charset, DecodeContext } from '@tillbridge/zvt/codec';

export interface ZvtVector {
  readonly apdu: Uint8Array;
  /** As a driver would have it: letters, running command. */
  readonly context: DecodeContext;
}

interface VectorLine {
  readonly framing: string;
  readonly hex: string;
  readonly charset?: Charset;
  readonly running?: string;
  readonly meaning: Readonly<Record<string, unknown>>;
}

const FILE = join(import.meta.dirname, '../../../packages/zvt/src/test/zvt-vectors.json');

/** Every message of the codec's test vectors: those that are one, and those inside a sound serial frame. */
export function readVectors(): readonly ZvtVector[] {
  const { vectors }: { vectors: readonly VectorLine[] } = JSON.parse(readFileSync(FILE, 'utf8'));
  return vectors.flatMap(({ framing, hex, charset, running, meaning }) => {
    const text = framing === 'apdu' ? hex : meaning.apduHex;
    if (typeof text !== 'string') return [];
    const context = {
      ...(charset === undefined ? {} : { charset }),
      ...(running === undefined ? {} : { running: Number.parseInt(running, 16) }),
    };
    return [{ apdu: Uint8Array.from(Buffer.from(text, 'hex')), context }];
  });
}
