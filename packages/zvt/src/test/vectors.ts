import type { Charset } from '../codec/model.ts';
import file from './zvt-vectors.json' with { type: 'json' };

/** One message of the vectors, without its serial frame. */
export interface ApduVector {
  readonly id: string;
  readonly apdu: Uint8Array;
  readonly valid: boolean;
  readonly charset: Charset;
  readonly running: number | undefined;
  readonly meaning: Readonly<Record<string, unknown>>;
  readonly note: string;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Every vector that is an APDU or holds one in a sound frame. */
export const APDU_VECTORS: readonly ApduVector[] = file.vectors.flatMap((vector) => {
  const meaning: Readonly<Record<string, unknown>> = vector.meaning;
  const hex = vector.framing === 'apdu' ? vector.hex : meaning.apduHex;
  if (typeof hex !== 'string') return [];
  return [
    {
      id: vector.id,
      apdu: bytesOf(hex),
      valid: vector.valid,
      charset: (vector.charset ?? 'cp437') as Charset,
      running: vector.running === undefined ? undefined : Number.parseInt(vector.running, 16),
      meaning,
      note: vector.note,
    },
  ];
});
