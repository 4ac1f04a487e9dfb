/**
 * What happens to a window whose page has gone, hangs or can't be loaded. The agent runs beside it and holds every
 * payment, so a window may be loaded again at any moment: nothing but the picture is lost. Nothing recovers by itself;
 * without this the window stays blank (Electron, "webContents", render-process-gone).
 *
 *     ok ──gone──▶ reload: at once, after 1 s, after 5 s ──gone──▶ a new window, twice ──gone──▶ apology, retry
 *     ok ──can't load──▶ load again after 1 s, 2 s, 5 s, then every 5 s (the agent is starting again)
 */
import { assertNever } from '@tillbridge/kernel';

export type Mishap =
  /** The page's process ended; `reason` as Electron says it. */
  { readonly kind: 'gone'; readonly reason: string } | { readonly kind: 'load-failed' };

export type Remedy =
  | { readonly do: 'nothing' }
  | { readonly do: 'reload'; readonly afterMs: number }
  /** A fresh window: some faults live in the window and not in its page. */
  | { readonly do: 'reopen'; readonly afterMs: number }
  /** Show the still page that needs nobody, and try again later. */
  | { readonly do: 'apologise'; readonly retryAfterMs: number };

/** Earlier mishaps of the same window: times in rising milliseconds. */
export interface MishapHistory {
  readonly gone: readonly number[];
  readonly loadFailed: readonly number[];
}

export const NO_MISHAPS: MishapHistory = { gone: [], loadFailed: [] };

const MEMORY_MS = 600_000;
const RELOAD_AFTER_MS = [0, 1_000, 5_000];
const REOPEN_AFTER_MS = [0, 15_000];
const RETRY_AFTER_APOLOGY_MS = 60_000;
const LOAD_AGAIN_AFTER_MS = [1_000, 2_000, 5_000];

export function afterMishap(
  history: MishapHistory,
  mishap: Mishap,
  nowMs: number,
): { readonly remedy: Remedy; readonly history: MishapHistory } {
  const recent = (times: readonly number[]): number[] => times.filter((time) => nowMs - time < MEMORY_MS);
  const gone = recent(history.gone);
  const loadFailed = recent(history.loadFailed);
  switch (mishap.kind) {
    case 'load-failed':
      return {
        remedy: { do: 'reload', afterMs: at(LOAD_AGAIN_AFTER_MS, loadFailed.length) },
        history: { gone, loadFailed: [...loadFailed, nowMs] },
      };
    case 'gone':
      if (mishap.reason === 'clean-exit') return { remedy: { do: 'nothing' }, history: { gone, loadFailed } };
      return { remedy: remedyForGone(gone.length), history: { gone: [...gone, nowMs], loadFailed } };
    default:
      return assertNever(mishap);
  }
}

/** A page that loaded is a fresh start for loading; that its process keeps dying is remembered. */
export function afterLoad(history: MishapHistory): MishapHistory {
  return { gone: history.gone, loadFailed: [] };
}

/** How long a window may hang before its page is ended and loaded again. A cashier may be in the middle of a line. */
export function patienceMs(role: 'cashier' | 'display'): number {
  return role === 'display' ? 15_000 : 45_000;
}

function remedyForGone(before: number): Remedy {
  const reload = RELOAD_AFTER_MS[before];
  if (reload !== undefined) return { do: 'reload', afterMs: reload };
  const reopen = REOPEN_AFTER_MS[before - RELOAD_AFTER_MS.length];
  if (reopen !== undefined) return { do: 'reopen', afterMs: reopen };
  return { do: 'apologise', retryAfterMs: RETRY_AFTER_APOLOGY_MS };
}

function at(steps: readonly number[], index: number): number {
  return steps[Math.min(index, steps.length - 1)] ?? 0;
}
