import { SCORES, type Score, type SoundName } from './sounds.ts';

export interface SoundPlayer {
  play(name: SoundName): void;
  setMuted(muted: boolean): void;
}

/** Softer than speech at arm's length on a till's small loudspeaker. */
const LOUDEST = 0.35;
/** A struck bar's overtone, which gives the tone its wood. */
const OVERTONE = { ratio: 3.93, share: 0.22 } as const;
const ATTACK_S = 0.004;
const RING_S = 0.16;

/**
 * Plays marimba-like tones. Silent when muted, when the system asks for reduced motion, and as long as the browser
 * forbids sound before the first touch.
 */
export function createSoundPlayer(isReduced: () => boolean = prefersReduced): SoundPlayer {
  let context: AudioContext | null = null;
  let muted = false;
  return {
    setMuted(value) {
      muted = value;
    },
    play(name) {
      if (muted || isReduced() || typeof AudioContext === 'undefined') return;
      context ??= new AudioContext({ latencyHint: 'interactive' });
      if (context.state === 'running') return strike(context, SCORES[name]);
      const waiting = context;
      const askedAt = performance.now();
      waiting.resume().then(
        () => {
          // A sound that comes late would belong to another state.
          if (performance.now() - askedAt < 300) strike(waiting, SCORES[name]);
        },
        () => {},
      );
    },
  };
}

function prefersReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function strike(context: AudioContext, score: Score): void {
  const loudness = LOUDEST * 10 ** (score.decibel / 20);
  const begin = context.currentTime + 0.01;
  for (const tone of score.tones) {
    const at = begin + tone.atMs / 1000;
    bar(context, tone.hertz, at, tone.forMs / 1000, loudness);
    bar(context, tone.hertz * OVERTONE.ratio, at, tone.forMs / 2000, loudness * OVERTONE.share);
  }
}

function bar(context: AudioContext, hertz: number, at: number, length: number, loudness: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(loudness / 100, at + length + RING_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length + RING_S + 0.02);
}
