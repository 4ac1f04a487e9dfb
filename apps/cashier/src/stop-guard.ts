/*
 * Stopping a payment takes a decision of 800 ms, or two different keys:
 *
 *   idle ──press──▶ holding ──800 ms──▶ fired
 *    ▲                 │ let go early
 *    │                 ├── pointer, Space ──▶ hinted ──3 s──▶ idle
 *    └─────3 s─────────┴── F8 ──▶ armed ──Space──▶ fired
 */

export const HOLD_MS = 800;
const ARMED_MS = 3_000;

export type Presser = 'pointer' | 'F8' | 'Space';

export type StopGuard =
  | { readonly kind: 'idle' }
  | { readonly kind: 'holding'; readonly by: Presser; readonly since: number }
  /** F8 was tapped: Space stops within the time. */
  | { readonly kind: 'armed'; readonly until: number }
  /** Let go too early: the button says that it wants to be held. */
  | { readonly kind: 'hinted'; readonly until: number }
  | { readonly kind: 'fired' };

export type StopEvent =
  | { readonly type: 'press'; readonly by: Presser; readonly at: number }
  | { readonly type: 'release'; readonly by: Presser; readonly at: number }
  | { readonly type: 'time'; readonly at: number }
  /** The pointer left the button, the window lost the keyboard, or the payment moved on. */
  | { readonly type: 'reset' };

export const STOP_IDLE: StopGuard = { kind: 'idle' };

export function stopGuard(state: StopGuard, event: StopEvent): StopGuard {
  switch (event.type) {
    case 'reset':
      return STOP_IDLE;
    case 'press':
      return press(state, event);
    case 'release':
      if (state.kind !== 'holding' || state.by !== event.by) return state;
      if (event.at - state.since >= HOLD_MS) return { kind: 'fired' };
      return { kind: event.by === 'F8' ? 'armed' : 'hinted', until: event.at + ARMED_MS };
    case 'time':
      if (state.kind === 'holding' && event.at - state.since >= HOLD_MS) return { kind: 'fired' };
      if ((state.kind === 'armed' || state.kind === 'hinted') && event.at >= state.until) return STOP_IDLE;
      return state;
  }
}

function press(state: StopGuard, event: { readonly by: Presser; readonly at: number }): StopGuard {
  if (state.kind === 'fired' || state.kind === 'holding') return state;
  if (state.kind === 'armed' && event.by === 'Space' && event.at < state.until) return { kind: 'fired' };
  return { kind: 'holding', by: event.by, since: event.at };
}

/** When the guard has to be told the time next; null while nothing is under way. */
export function nextTimeOf(state: StopGuard): number | null {
  switch (state.kind) {
    case 'holding':
      return state.since + HOLD_MS;
    case 'armed':
    case 'hinted':
      return state.until;
    default:
      return null;
  }
}
