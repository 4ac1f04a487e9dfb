import type { ReactElement } from 'react';
import { DRAWINGS, type PictogramName } from './drawings.tsx';

export interface PictogramProps {
  readonly name: PictogramName;
  readonly className?: string;
}

/** A picture beside a text that says the same: never read out, never alone. */
export function Pictogram({ name, className }: PictogramProps): ReactElement {
  return (
    <svg
      className={className === undefined ? 'pictogram' : `pictogram ${className}`}
      viewBox="0 0 96 96"
      fill="none"
      stroke="currentColor"
      strokeWidth="6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
