import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { type TillSituation, tillSentences } from './till-sentences.ts';

const started: TillSituation = {
  state: 'started',
  reason: null,
  phase: 'present-card',
  means: 'card',
  direction: 'pay',
  amountCents: 2_450,
  device: 'Pin 1',
  busySeconds: null,
  witnessedDeclined: false,
};
const REASONS = [
  'terminal-in-use',
  'terminal-offline',
  'provider-refused',
  'provider-down',
  'second-tender',
  'no-route',
  'refund-not-possible',
  'journal-unwritable',
] as const;
const say = (more: Partial<TillSituation>) => tillSentences('nl', { ...started, ...more });

describe('what the till shows', () => {
  it('says to the cashier what is going on, and to the guest what to do', () => {
    expect(say({})).toEqual({
      message: '€\u00a024,50 staat klaar op Pin 1',
      customerMessage: 'U kunt nu betalen: €\u00a024,50',
    });
  });

  it('never claims that nothing was paid while the outcome is unknown', () => {
    for (const language of LANGUAGES) {
      const text = tillSentences(language, { ...started, state: 'unknown', reason: 'no-proof', phase: null });
      expect(`${text?.message} ${text?.customerMessage}`).not.toMatch(/niets|nichts|rien|nothing|n’a été|haven’t/i);
    }
  });

  it('says that a stop is only requested, never that it is done', () => {
    expect(say({ stopRequested: true })?.message).toBe('Stoppen aangevraagd, nog niet zeker');
  });

  it('names how long a terminal is occupied, also for one second and for nobody-knows', () => {
    const busy = { state: 'declined', reason: 'terminal-in-use', phase: null } as const;
    expect(say({ ...busy, busySeconds: 42 })?.message).toBe(
      'Pin 1 is bezig met een andere betaling. Nog hoogstens 42 seconden.',
    );
    expect(say({ ...busy, busySeconds: 1 })?.message).toMatch(/1 seconde\.$/);
    expect(say({ ...busy, busySeconds: null })?.message).toBe('Pin 1 is bezig met een andere betaling');
  });

  it('keeps every reason of a refusal from the guest', () => {
    for (const reason of REASONS) {
      expect(say({ state: 'declined', reason, phase: null })?.customerMessage).toBe('Een ogenblik, alstublieft');
    }
  });

  it('tells a witnessed end from a proven one', () => {
    const witnessed = { state: 'unknown', reason: 'no-proof', phase: null, witnessedDeclined: true } as const;
    expect(say(witnessed)?.message).toBe('Volgens de bon niet betaald');
  });

  it('tells what was taken offline from what is proved, and never asks the guest to pay twice', () => {
    const paid = { state: 'approved', phase: null } as const;
    expect(say({ ...paid, settlement: 'final' })?.message).toBe('Betaald: €\u00a024,50');
    expect(say({ ...paid, settlement: 'queued' })?.message).toBe(
      'Offline betaald: €\u00a024,50. De bank bevestigt later.',
    );
    expect(say({ ...paid, settlement: 'refused' })?.message).toMatch(/^Bank weigert alsnog/);
    const waiting = { state: 'unknown', reason: 'queued', phase: null } as const;
    expect(say(waiting)?.message).toBe('Offline aangenomen door Pin 1. Niet opnieuw afrekenen.');
    expect(say(waiting)?.customerMessage).toMatch(/Betaal nog niet opnieuw/);
    for (const language of LANGUAGES) {
      const text = tillSentences(language, { ...started, ...waiting });
      expect(`${text?.message} ${text?.customerMessage}`).not.toMatch(/betaald|bezahlt|payé|paid/i);
    }
  });

  it('says of a refused amount that nothing was paid', () => {
    const refused = { state: 'declined', reason: 'amount-refused', phase: null } as const;
    expect(say(refused)?.message).toBe('Ander bedrag op Pin 1, niets betaald. Meld het bij IT.');
    expect(say({ ...refused, direction: 'refund' })?.message).toMatch(/niets terugbetaald/);
  });

  it('has nothing to say while the device says nothing', () => {
    expect(say({ phase: null })).toBeNull();
  });

  it('has both texts, filled, for every state, phase and direction in every language', () => {
    const states = ['intent', 'started', 'approved', 'declined', 'cancelled', 'timed-out', 'unknown'] as const;
    const phases = [
      'starting',
      'present-card',
      'try-again',
      'insert-card',
      'one-card',
      'confirm-phone',
      'declined-retry',
      'declined-pin',
      'pin',
      'pin-again',
      'processing',
      'remove-card',
      'scan',
      'scanned',
      'checking',
    ] as const;
    for (const language of LANGUAGES)
      for (const state of states)
        for (const phase of phases)
          for (const means of ['card', 'qr'] as const)
            for (const direction of ['pay', 'refund'] as const) {
              const text = tillSentences(language, { ...started, state, phase, means, direction });
              expect(text?.message).toMatch(/\S/);
              expect(text?.customerMessage).toMatch(/\S/);
              expect(`${text?.message}${text?.customerMessage}`).not.toMatch(/[{}\u202f\u2060\u2212]|till\./);
            }
  });
});
