import { assertNever } from '@tillbridge/kernel';

/** Who wants the shell to end. */
export type QuitCause =
  /** A person closed the cashier's window or chose "quit". */
  | 'person'
  /** The system asks whether it may end the session; it can still be held up. */
  | 'session-asks'
  /** The system is ending the session, or a service manager sent a signal: nobody waits for us. */
  | 'system';

export type QuitDecision = 'stop-now' | 'ask-person' | 'hold-session';

/**
 * Nothing is lost whenever the shell ends: every payment is in the journal, and the next start asks about the open ones.
 * But a cashier in the middle of a payment would lose sight of it, so a person is asked first, and the system is held up
 * where it lets us.
 */
export function decideQuit(cause: QuitCause, isBusy: boolean): QuitDecision {
  if (!isBusy) return 'stop-now';
  switch (cause) {
    case 'person':
      return 'ask-person';
    case 'session-asks':
      return 'hold-session';
    case 'system':
      return 'stop-now';
    default:
      return assertNever(cause);
  }
}
