import type { Page } from 'playwright/test';

/** A key every so many milliseconds, as scanners on USB type. */
const PACE_MS = 8;

/**
 * Reads a code with a scanner that types like a keyboard. The moments of the keys are told to the browser, so that it is
 * a scan however slow the machine is.
 */
export async function scanWithKeyboard(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const from = Date.now();
    for (const [index, key] of [...code, 'Enter'].entries()) {
      const timestamp = (from + index * PACE_MS) / 1_000;
      const isEnter = key === 'Enter';
      const text = isEnter ? '\r' : key;
      const named = { key, timestamp, ...(isEnter ? { code: 'Enter', windowsVirtualKeyCode: 13 } : {}) };
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...named });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...named });
    }
  } finally {
    await session.detach();
  }
}
