import { type CSSProperties, type ReactElement, useId, useRef } from 'react';
import { HOLD_MS } from './stop-guard.ts';
import { useStopGuard } from './use-stop-guard.ts';

export interface HoldButtonProps {
  readonly label: string;
  /** Said when it was let go too early. */
  readonly hint: string;
  readonly isDead: boolean;
  readonly onHeld: () => void;
}

/** For what moves money: held for a moment, never clicked. Its edge fills while it is pressed. */
export function HoldButton({ label, hint, isDead, onHeld }: HoldButtonProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const hintId = useId();
  const hold = useStopGuard(button, isDead, onHeld, { key: null });
  const { guard } = hold;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button primary hold-button"
        data-guard={guard.kind}
        aria-disabled={isDead}
        aria-describedby={hintId}
        style={{ '--hold-ms': `${HOLD_MS}ms` } as CSSProperties}
        onPointerDown={(event) => {
          if (event.button === 0) hold.press('pointer');
        }}
        onPointerUp={() => hold.release('pointer')}
        onPointerLeave={() => {
          if (guard.kind === 'holding' && guard.by === 'pointer') hold.reset();
        }}
        onContextMenu={(event) => event.preventDefault()}
      >
        <span className="hold-fill" aria-hidden="true" />
        <span className="hold-word">{label}</span>
      </button>
      <p id={hintId} className="stop-hint" role="status">
        {guard.kind === 'hinted' || guard.kind === 'holding' ? hint : ''}
      </p>
    </>
  );
}
