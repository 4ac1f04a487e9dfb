/** `npm run setup`: brings what the checks need and npm doesn't: a Chromium for the browser tests, programs for others. */
import { bringChromium } from './chromium.ts';
import { bringHelpers } from './debian-packages.ts';

bringHelpers();
try {
  console.log(`Chromium: ${await bringChromium()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
