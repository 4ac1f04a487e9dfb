import type { CashierPayment, CashierState } from '@tillbridge/contracts';
import type { SoundPlayer } from '@tillbridge/ui';
import { useEffect, useRef } from 'react';

const DECIDE: readonly CashierState[] = [
  'unknown',
  'taken-offline',
  'approved-till-not-told',
  'second-tender',
  'paid-after-all',
  'witness-mismatch',
  'amount-differs',
  'amount-refused',
  'queued-declined',
  'journal-unwritable',
];
/** The guest has done all there is to do. */
const DONE: readonly CashierState[] = ['approved', 'approved-offline', 'too-late-to-stop'];
const REMIND_AFTER_MS = [20_000, 60_000] as const;

/** Paid is heard once; what needs a decision is heard again after 20 and 60 seconds, then only seen. */
export function useSounds(sounds: SoundPlayer, current: CashierPayment | null, open: readonly CashierPayment[]): void {
  const deciding = [...(current === null ? [] : [current]), ...open].filter((each) => DECIDE.includes(each.state));
  const oldest = deciding[0];
  const decideOf = oldest === undefined ? null : `${oldest.paymentId} ${oldest.state}`;
  const paidOf = current !== null && DONE.includes(current.state) ? current.paymentId : null;
  const isOpening = useRef(true);

  useEffect(() => {
    // What stood there when the window opened has been heard before.
    if (paidOf !== null && !isOpening.current) sounds.play('approved');
  }, [sounds, paidOf]);

  useEffect(() => {
    if (decideOf === null) return;
    if (!isOpening.current) sounds.play('decide');
    const timers = REMIND_AFTER_MS.map((ms) => setTimeout(() => sounds.play('decide'), ms));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [sounds, decideOf]);

  useEffect(() => {
    isOpening.current = false;
  }, []);
}
