import type { SoundPlayer } from '@tillbridge/ui';
import { useEffect, useRef } from 'react';
import { LAST_SECONDS } from './countdown.ts';
import { type Glass, qrLeavesAt } from './glass.ts';
import type { ScreenPlan } from './screen-plan.ts';

const FORGOTTEN_EVERY_MS = 5_000;
const FORGOTTEN_TIMES = 6;

/** One sound as a screen comes up; a reminder while a card stays in; a warning when a QR's time gets short. */
export function useSound(sounds: SoundPlayer, glass: Glass, plan: ScreenPlan, now: number): void {
  const { sound } = plan;
  const of = `${glass.view?.paymentId ?? ''} ${glass.screen.kind}`;
  const heardOf = useRef<string | null>(null);
  useEffect(() => {
    const isFirst = heardOf.current === null;
    heardOf.current = of;
    // What stood there when the window opened has been heard before.
    if (sound === null || isFirst) return;
    sounds.play(sound);
    if (sound !== 'card-forgotten') return;
    let times = 1;
    const timer = setInterval(() => {
      times += 1;
      sounds.play(sound);
      if (times >= FORGOTTEN_TIMES) clearInterval(timer);
    }, FORGOTTEN_EVERY_MS);
    return () => clearInterval(timer);
  }, [sounds, sound, of]);

  const { screen } = glass;
  const isShort = screen.kind === 'qr' && qrLeavesAt(screen) - now <= LAST_SECONDS * 1000;
  useEffect(() => {
    if (isShort) sounds.play('time');
  }, [sounds, isShort]);
}
