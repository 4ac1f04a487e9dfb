/** One sound, one meaning. Every one of them goes with a field and a sentence, so silence loses nothing. */
export type SoundName = 'approved' | 'not-now' | 'your-turn' | 'card-forgotten' | 'time' | 'decide';

/** A struck tone: frequency in hertz, start and length in milliseconds. */
export interface Tone {
  readonly hertz: number;
  readonly atMs: number;
  readonly forMs: number;
}

export interface Score {
  readonly tones: readonly Tone[];
  /** Against the loudest sound. */
  readonly decibel: number;
}

export const SCORES = {
  approved: { decibel: 0, tones: [tone(523, 0, 110), tone(784, 110, 180)] },
  'not-now': { decibel: -6, tones: [tone(392, 0, 130), tone(330, 130, 160)] },
  'your-turn': { decibel: -3, tones: [tone(659, 0, 90)] },
  'card-forgotten': { decibel: 0, tones: [tone(784, 0, 80), tone(784, 140, 80)] },
  time: { decibel: -3, tones: [tone(587, 0, 70), tone(587, 130, 70)] },
  decide: { decibel: 0, tones: [tone(440, 0, 90), tone(554, 110, 90), tone(440, 220, 90)] },
} as const satisfies Record<SoundName, Score>;

function tone(hertz: number, atMs: number, forMs: number): Tone {
  return { hertz, atMs, forMs };
}
