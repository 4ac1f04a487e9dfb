import type { SwitchId } from '../src/shop/shop-view.ts';

/** Strokes on a field of 24 by 24. `flipped`: while the switch is on. */
const STROKES: Readonly<Record<SwitchId, { readonly normal: string; readonly flipped: string }>> = {
  cable: {
    normal: 'M12 3v7 M8 10h8v4a4 4 0 0 1-8 0z M12 18v3 M10 10V7 M14 10V7',
    flipped: 'M12 14v7 M8 7h8v4a4 4 0 0 1-8 0z M10 7V4 M14 7V4 M4 4l16 16',
  },
  paper: {
    normal: 'M6 3h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5L6 20z M9 8h6 M9 12h6',
    flipped: 'M6 3h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5L6 20z M3 3l18 18',
  },
  restart: {
    normal: 'M19 12a7 7 0 1 1-2.2-5.1 M19 3v4.5h-4.5',
    flipped: 'M19 12a7 7 0 1 1-2.2-5.1 M19 3v4.5h-4.5',
  },
  power: { normal: 'M12 3v8 M7 6.5a7.5 7.5 0 1 0 10 0', flipped: 'M12 3v8 M7 6.5a7.5 7.5 0 1 0 10 0' },
  'send-offline': {
    normal: 'M12 20V6 M6.5 11 12 5.5 17.5 11 M5 3h14',
    flipped: 'M12 20V6 M6.5 11 12 5.5 17.5 11 M5 3h14',
  },
};

/** A line drawing of what the switch is about. */
export function SwitchPicture({ id, on }: { id: SwitchId; on: boolean }): React.ReactNode {
  return (
    <svg className="switch-picture" viewBox="0 0 24 24" aria-hidden="true">
      <path d={on ? STROKES[id].flipped : STROKES[id].normal} />
    </svg>
  );
}
