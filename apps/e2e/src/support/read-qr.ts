import jsqr from 'jsqr';
import { PNG } from 'pngjs';

/** Reads the QR from a screenshot, as a phone's camera would; undefined when there is none to read. */
export function readQr(screenshot: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(screenshot);
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data;
}
