import { type RefObject, useEffect, useReducer } from 'react';
import { createScanGuard } from './key-guards.ts';
import { nextTimeOf, type Presser, STOP_IDLE, type StopGuard, stopGuard } from './stop-guard.ts';

export interface StopHandle {
  readonly guard: StopGuard;
  press(by: Presser): void;
  release(by: Presser): void;
  reset(): void;
}

/**
 * The stop guard with the browser's clock and keys. `isDead`: nothing counts, and what was begun is called off. `key`:
 * what presses the button from everywhere; Space does where it has the focus.
 */
export function useStopGuard(
  button: RefObject<HTMLButtonElement | null>,
  isDead: boolean,
  onFire: () => void,
  { key }: { readonly key: 'F8' | null } = { key: 'F8' },
): StopHandle {
  const [guard, send] = useReducer(stopGuard, STOP_IDLE);

  useEffect(() => {
    if (isDead) send({ type: 'reset' });
  }, [isDead]);

  useEffect(() => {
    const at = nextTimeOf(guard);
    if (at === null) return;
    const timer = setTimeout(() => send({ type: 'time', at: performance.now() }), at - performance.now() + 1);
    return () => clearTimeout(timer);
  }, [guard]);

  const isFired = guard.kind === 'fired';
  // biome-ignore lint/correctness/useExhaustiveDependencies: fires once for each decision, whatever the callback is by then.
  useEffect(() => {
    if (!isFired) return;
    onFire();
    const timer = setTimeout(() => send({ type: 'reset' }), FIRED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isFired]);

  useEffect(() => {
    if (isDead) return;
    const isHuman = createScanGuard();
    const down = (event: KeyboardEvent): void => {
      const human = event.repeat || isHuman(event);
      if (event.key === key) event.preventDefault();
      if (!human || event.repeat) return;
      if (event.key === key) {
        // Space answers here next, wherever the focus was.
        button.current?.focus();
        send({ type: 'press', by: 'F8', at: performance.now() });
      }
      if (event.key === ' ' && event.target === button.current) {
        send({ type: 'press', by: 'Space', at: performance.now() });
      }
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === key) send({ type: 'release', by: 'F8', at: performance.now() });
      if (event.key === ' ') send({ type: 'release', by: 'Space', at: performance.now() });
    };
    const reset = (): void => send({ type: 'reset' });
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    addEventListener('blur', reset);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', reset);
    };
  }, [button, isDead, key]);

  return {
    guard,
    press: (by) => {
      if (!isDead) send({ type: 'press', by, at: performance.now() });
    },
    release: (by) => send({ type: 'release', by, at: performance.now() }),
    reset: () => send({ type: 'reset' }),
  };
}

const FIRED_FOR_MS = 3_000;
