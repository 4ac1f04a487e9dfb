import { type ReactElement, useState } from 'react';

export interface IdleProps {
  readonly brand: string;
  readonly hero: string;
  readonly now: number;
}

/** The corners of a small square, one a minute, so that nothing burns into the panel. */
const SHIFTS = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
] as const;

/** A panel that nobody looks at is dimmed; the first event of a sale takes this screen away. */
const DIM_AFTER_MS = 15 * 60_000;

/** Nobody is paying: a welcome, the venue's name, and a quiet bridge over water. */
export function Idle({ brand, hero, now }: IdleProps): ReactElement {
  const [since] = useState(now);
  const [x, y] = SHIFTS[Math.floor(now / 60_000) % SHIFTS.length] ?? [0, 0];
  return (
    <div className="idle" data-dimmed={now - since > DIM_AFTER_MS} style={{ transform: `translate(${x}px, ${y}px)` }}>
      <svg className="idle-picture" viewBox="0 0 1600 520" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
        <circle className="idle-sky" cx="1170" cy="215" r="190" />
        <path className="idle-hill" d="M-200 520V330c180-120 330-120 520-20s330 60 520-40 420-130 960 70v180Z" />
        <path className="idle-bridge" d={BRIDGE} fillRule="evenodd" />
        <rect className="idle-water" x="-200" y="430" width="2000" height="120" />
        <path className="idle-light" d="M120 462h120m60 0h40M520 486h190M860 460h60m50 0h150M1290 488h170" />
      </svg>
      <div className="idle-words">
        <h1 className="hero">{hero}</h1>
        <p className="sub">{brand}</p>
      </div>
    </div>
  );
}

/** A deck that rises a little to the middle, on piers with round arches between them. */
const BRIDGE = bridge([
  [-130, 120],
  [170, 130],
  [490, 145],
  [825, 150],
  [1160, 145],
  [1475, 130],
  [1765, 110],
]);

function bridge(arches: readonly (readonly [middle: number, radius: number])[]): string {
  const openings = arches.map(([x, r]) => `M${x - r} 432V${300 + (150 - r)}a${r} ${r * 0.92} 0 0 1 ${2 * r} 0V432Z`);
  return `M-300 432V178Q825 70 1950 178V432Z ${openings.join(' ')}`;
}
