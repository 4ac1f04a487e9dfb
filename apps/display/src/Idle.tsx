import type { ReactElement } from 'react';

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

/** Nobody is paying: the venue's name, a welcome, and a quiet row of arches. */
export function Idle({ brand, hero, now }: IdleProps): ReactElement {
  const [x, y] = SHIFTS[Math.floor(now / 60_000) % SHIFTS.length] ?? [0, 0];
  return (
    <div className="idle" style={{ transform: `translate(${x}px, ${y}px)` }}>
      <svg className="idle-picture" viewBox="0 0 1200 600" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
        {ARCHES.map(([cx, r]) => (
          <g key={cx}>
            <path className="arch-far" d={`M${cx - r} 600V${600 - r * 0.4}a${r} ${r} 0 0 1 ${2 * r} 0V600Z`} />
            <path
              className="arch-near"
              d={`M${cx - r * 0.62} 600V${600 - r * 0.4}a${r * 0.62} ${r * 0.62} 0 0 1 ${r * 1.24} 0V600Z`}
            />
          </g>
        ))}
      </svg>
      <div className="idle-words">
        <h1 className="hero">{hero}</h1>
        <p className="sub">{brand}</p>
      </div>
    </div>
  );
}

const ARCHES = [
  [120, 130],
  [420, 170],
  [780, 210],
  [1110, 120],
] as const;
