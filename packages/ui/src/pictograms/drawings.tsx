import type { ReactNode } from 'react';

/*
 * Our own drawings on a 96 grid: strokes of 6 with round ends, `soft` for the grounds that give a shape its body. The
 * contactless mark with its arcs belongs to EMVCo; here a card comes to a terminal instead.
 */

const soft = { fill: 'var(--pictogram-soft, none)' } as const;
const solid = { fill: 'currentColor', stroke: 'none' } as const;

function dots(points: readonly (readonly [number, number])[], radius = 3): ReactNode {
  return points.map(([x, y]) => <circle key={`${x} ${y}`} cx={x} cy={y} r={radius} style={solid} />);
}

const terminalLeft = (
  <>
    <rect x="9" y="13" width="42" height="70" rx="9" style={soft} />
    <rect x="20" y="24" width="20" height="14" rx="3" />
    {dots([
      [21, 51],
      [30, 51],
      [39, 51],
      [21, 61],
      [30, 61],
      [39, 61],
      [21, 71],
      [30, 71],
      [39, 71],
    ])}
  </>
);

const phone = (
  <>
    <rect x="24" y="8" width="48" height="80" rx="10" style={soft} />
    <path d="M43 77h10" />
  </>
);

const clockFace = <circle cx="48" cy="48" r="36" style={soft} />;

const cloud = <path d="M28 70a17 17 0 0 1-2-33.900a22 22 0 0 1 42.5-4.600A19.5 19.5 0 0 1 69 70Z" style={soft} />;

/** A ticket with a notch on each short side. */
const ticket = (
  <path
    d="M15 22h66a6 6 0 0 1 6 6v10a10 10 0 0 0 0 20v10a6 6 0 0 1-6 6H15a6 6 0 0 1-6-6V58a10 10 0 0 0 0-20V28a6 6 0 0 1 6-6Z"
    style={soft}
  />
);

export const DRAWINGS = {
  'tap-card': (
    <>
      {terminalLeft}
      <g transform="rotate(-14 74 36)">
        <rect x="62" y="16" width="26" height="40" rx="5" style={soft} />
        <path d="M76 16v40" />
      </g>
      <path d="M88 74H66m8-8-8 8 8 8" />
    </>
  ),
  'insert-chip': (
    <>
      <path d="M18 50V17a9 9 0 0 1 9-9h42a9 9 0 0 1 9 9v33" style={soft} />
      <rect x="31" y="19" width="34" height="13" rx="3" />
      <path d="M10 50h76" />
      <path d="M30 50v33a5 5 0 0 0 5 5h26a5 5 0 0 0 5-5V50" style={soft} />
      <path d="M48 79V61m-8 8 8-8 8 8" />
    </>
  ),
  'hold-still': (
    <>
      {terminalLeft}
      <g transform="translate(3 0)">
        <rect x="58" y="22" width="28" height="42" rx="5" style={soft} />
        <path d="M73 22v42" />
      </g>
      <path d="M64 78h22" />
    </>
  ),
  'one-card': (
    <>
      <path d="M24 46V17a5 5 0 0 1 5-5h38a5 5 0 0 1 5 5v29" style={soft} />
      <path d="M24 26h48" />
      <rect x="9" y="46" width="78" height="42" rx="9" style={soft} />
      <path d="M87 59H70a8 8 0 0 0 0 16h17" />
    </>
  ),
  'keypad-with-hand': (
    <>
      <rect x="9" y="9" width="58" height="62" rx="9" style={soft} />
      {dots(
        [
          [24, 25],
          [38, 25],
          [52, 25],
          [24, 40],
          [38, 40],
          [24, 55],
        ],
        4,
      )}
      <path d="M48 63V44a6 6 0 0 1 12 0v14l19 4.5a8 8 0 0 1 6 9L82 88H56L41.5 72.5a6 6 0 0 1 6.5-9.5Z" style={soft} />
    </>
  ),
  'bank-checking': (
    <>
      <path d="M10 38 48 12l38 26Z" style={soft} />
      <path d="M22 47v23m17-23v23m18-23v23m17-23v23" />
      <path d="M12 84h72" />
    </>
  ),
  hourglass: (
    <>
      <path d="M25 10h46M25 86h46" />
      <path d="M31 10v15c0 11 17 16 17 23S31 60 31 71v15h34V71c0-11-17-16-17-23s17-12 17-23V10Z" style={soft} />
      <path d="M41 76c2-5 4-7 7-9 3 2 5 4 7 9Z" style={solid} />
    </>
  ),
  'card-out': (
    <>
      <path d="M18 42V17a9 9 0 0 1 9-9h42a9 9 0 0 1 9 9v25" style={soft} />
      <path d="M31 24h34M10 42h76" />
      <path d="M30 42v41a5 5 0 0 0 5 5h26a5 5 0 0 0 5-5V42" style={soft} />
      <path d="M48 54v20m-8-8 8 8 8-8" />
    </>
  ),
  'check-circle': (
    <>
      <circle cx="48" cy="48" r="38" style={soft} />
      <path d="m30 49 13 13 24-27" className="pictogram-mark" />
    </>
  ),
  'octagon-cross': (
    <>
      <path d="M32.5 10h31L86 32.500v31L63.5 86h-31L10 63.500v-31Z" style={soft} />
      <path d="m36 36 24 24m0-24L36 60" className="pictogram-mark" />
    </>
  ),
  'triangle-exclamation': (
    <>
      <path d="M42.8 14a6 6 0 0 1 10.4 0l33.6 60a6 6 0 0 1-5.2 9H14.400a6 6 0 0 1-5.2-9Z" style={soft} />
      <path d="M48 36v20" className="pictogram-mark" />
      <circle cx="48" cy="69" r="4.5" style={{ fill: 'var(--pictogram-mark, currentColor)', stroke: 'none' }} />
    </>
  ),
  'clock-out': (
    <>
      {clockFace}
      <path d="M48 27v21l14 9" />
    </>
  ),
  'stop-square': (
    <>
      <rect x="12" y="12" width="72" height="72" rx="10" style={soft} />
      <rect x="34" y="34" width="28" height="28" rx="3" style={solid} />
    </>
  ),
  'phone-scan': (
    <>
      {phone}
      <path d="M36 36v-8h8m8 0h8v8m0 14v8h-8m-8 0h-8v-8" />
      <path d="M48 40v6" />
    </>
  ),
  'phone-confirm': (
    <>
      {phone}
      <path d="m37 43 8 9 15-18" />
    </>
  ),
  'qr-away': (
    <>
      <rect x="12" y="12" width="26" height="26" rx="4" style={soft} />
      <rect x="58" y="12" width="26" height="26" rx="4" style={soft} />
      <rect x="12" y="58" width="26" height="26" rx="4" style={soft} />
      <path d="m60 60 24 24m0-24L60 84" />
    </>
  ),
  'person-coming': (
    <>
      <circle cx="48" cy="28" r="17" style={soft} />
      <path d="M14 86c2-20 16-31 34-31s32 11 34 31Z" style={soft} />
    </>
  ),
  'offline-cloud': (
    <>
      {cloud}
      <path d="M16 86 82 16" />
    </>
  ),
  screen: (
    <>
      <rect x="9" y="14" width="78" height="50" rx="8" style={soft} />
      <path d="M48 64v18M30 84h36" />
    </>
  ),
  'till-link': (
    <>
      <path d="M20 46h56l8 38H12Z" style={soft} />
      <rect x="30" y="12" width="36" height="22" rx="4" style={soft} />
      <path d="M48 34v12M32 60h8m8 0h8m8 0h0M28 72h40" />
    </>
  ),
  terminal: (
    <>
      <rect x="24" y="8" width="48" height="80" rx="10" style={soft} />
      <rect x="36" y="20" width="24" height="17" rx="3" />
      {dots([
        [38, 51],
        [48, 51],
        [58, 51],
        [38, 63],
        [48, 63],
        [58, 63],
        [38, 75],
        [48, 75],
        [58, 75],
      ])}
    </>
  ),
  'terminal-asks': (
    <>
      {terminalLeft}
      <path d="M88 31H62m9-9-9 9 9 9" />
    </>
  ),
  'refund-arrow': (
    <>
      <rect x="10" y="34" width="76" height="48" rx="8" style={soft} />
      <path d="M10 50h76M66 22H30M42 10 30 22l12 12" />
    </>
  ),
  'receipt-strip': (
    <>
      <path d="M24 8h48v78l-8-7-8 7-8-7-8 7-8-7-8 7Z" style={soft} />
      <path d="M36 27h24M36 43h24M36 59h12" />
    </>
  ),
  'receipt-both': (
    <>
      <path d="M8 14h34v66l-5.7-6-5.6 6-5.7-6-5.7 6-5.6-6L8 80Z" style={soft} />
      <path d="M54 14h34v66l-5.7-6-5.6 6-5.7-6-5.7 6-5.6-6-5.7 6Z" style={soft} />
      <path d="m17 41 6 7 10-12m31 0 14 14m0-14L64 50" />
    </>
  ),
  'receipt-lines': (
    <>
      <path d="M24 8h48v78l-8-7-8 7-8-7-8 7-8-7-8 7Z" style={soft} />
      <path d="M38 26h20" />
      <rect x="14" y="38" width="68" height="26" rx="13" />
      <path d="M36 51h24" />
    </>
  ),
  voucher: (
    <>
      {ticket}
      <path d="M62 26v6m0 13v6m0 13v6" />
      <path d="m27 48 9 9 14-17" className="pictogram-mark" />
    </>
  ),
  'voucher-stop': (
    <>
      {ticket}
      <path d="M62 26v6m0 13v6m0 13v6" />
      <path d="m29 39 18 18m0-18-18 18" className="pictogram-mark" />
    </>
  ),
  'square-info': (
    <>
      <rect x="12" y="12" width="72" height="72" rx="10" style={soft} />
      <path d="M48 45v22" />
      <circle cx="48" cy="30" r="4.5" style={solid} />
    </>
  ),
  'speech-marks': (
    <>
      <path d="M18 14h60a9 9 0 0 1 9 9v36a9 9 0 0 1-9 9H46L26 86V68h-8a9 9 0 0 1-9-9V23a9 9 0 0 1 9-9Z" style={soft} />
      <path d="M29 34h38M29 49h22" />
    </>
  ),
  'sound-on': (
    <>
      <path d="M12 38h16l22-18v56L28 58H12Z" style={soft} />
      <path d="M64 36a18 18 0 0 1 0 24M75 24a34 34 0 0 1 0 48" />
    </>
  ),
  'sound-off': (
    <>
      <path d="M12 38h16l22-18v56L28 58H12Z" style={soft} />
      <path d="m66 38 20 20m0-20L66 58" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type PictogramName = keyof typeof DRAWINGS;
