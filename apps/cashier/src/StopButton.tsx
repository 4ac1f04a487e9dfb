import type { Translator } from '@tillbridge/language';
import { type CSSProperties, type ReactElement, useRef } from 'react';
import { HOLD_MS } from './stop-guard.ts';
import { useStopGuard } from './use-stop-guard.ts';

export interface StopButtonProps {
  readonly words: Translator;
  readonly isDead: boolean;
  readonly onStop: () => void;
}

/** Held for a moment, never clicked: its edge fills while it is pressed. */
export function StopButton({ words, isDead, onStop }: StopButtonProps): ReactElement {
  const button = useRef<HTMLButtonElement>(null);
  const stop = useStopGuard(button, isDead, onStop);
  const { guard } = stop;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button stop-button"
        data-guard={guard.kind}
        aria-disabled={isDead}
        aria-keyshortcuts="F8"
        aria-describedby="stop-hint"
        style={{ '--hold-ms': `${HOLD_MS}ms` } as CSSProperties}
        onPointerDown={(event) => {
          if (event.button === 0) stop.press('pointer');
        }}
        onPointerUp={() => stop.release('pointer')}
        onPointerLeave={() => {
          if (guard.kind === 'holding' && guard.by === 'pointer') stop.reset();
        }}
        onContextMenu={(event) => event.preventDefault()}
      >
        <span className="stop-fill" aria-hidden="true" />
        <span className="stop-word">{words.t('button.stop')}</span>
        <kbd>F8</kbd>
      </button>
      <p id="stop-hint" className="stop-hint" role="status">
        {guard.kind === 'armed' ? words.t('button.spaceToStop') : ''}
        {guard.kind === 'hinted' || guard.kind === 'holding' ? words.t('button.holdToStop') : ''}
      </p>
    </>
  );
}
