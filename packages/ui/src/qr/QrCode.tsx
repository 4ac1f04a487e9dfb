import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import { QR_COLOURS } from '../theme/tokens.ts';
import { drawQr } from './qr-drawing.ts';

export interface QrCodeProps {
  readonly payload: string;
  /** CSS pixels of the white card's side. */
  readonly box: number;
  readonly label: string;
}

/** Black on white in every theme, each module a whole number of the panel's own pixels. */
export function QrCode({ payload, box, label }: QrCodeProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d', { alpha: false });
    if (!element || !context) return;
    const drawing = drawQr(payload, Math.floor(box * ratio));
    if (drawing === null) return;
    element.width = drawing.sizePx;
    element.height = drawing.sizePx;
    element.style.width = `${drawing.sizePx / ratio}px`;
    element.style.height = `${drawing.sizePx / ratio}px`;
    context.fillStyle = QR_COLOURS.light;
    context.fillRect(0, 0, drawing.sizePx, drawing.sizePx);
    context.fillStyle = QR_COLOURS.dark;
    for (const [x, y, length] of drawing.runs) {
      context.fillRect(x * drawing.modulePx, y * drawing.modulePx, length * drawing.modulePx, drawing.modulePx);
    }
    snapToPixels(element, ratio);
  }, [payload, box, ratio]);
  return (
    <div className="qr-card">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** Centring may leave the picture between two pixels, and a blurred edge is a worse code. */
function snapToPixels(element: HTMLElement, ratio: number): void {
  element.style.translate = 'none';
  const { left, top } = element.getBoundingClientRect();
  const offset = (at: number): number => (Math.round(at * ratio) - at * ratio) / ratio;
  element.style.translate = `${offset(left)}px ${offset(top)}px`;
}

/** Follows the window when it moves to a panel with another scaling. */
function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useLayoutEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const changed = (): void => setRatio(devicePixelRatio);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, [ratio]);
  return ratio;
}
