import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowRole } from '../agent-port.ts';
import type { Rectangle } from './display-plan.ts';

/** The agent's own dark ground, so that no white flash precedes the first picture. */
const GROUND = '#101418';

/** Electron's defaults are mostly these; they are stated so that a changed default changes nothing here. */
export function webPreferences(role: WindowRole, isPackaged: boolean): WebPreferences {
  return {
    partition: partitionOf(role),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    devTools: !isPackaged,
    // Otherwise Electron fetches dictionaries from the internet.
    spellcheck: false,
    // A covered window must keep counting a QR down and blank it in time.
    backgroundThrottling: false,
    // A reload of the customer's page must not take the keyboard away from the cashier.
    focusOnNavigation: role === 'cashier',
  };
}

/** In memory (no `persist:`), and one for each role: cookies know hosts but not ports, so roles would share theirs. */
export function partitionOf(role: WindowRole): string {
  return `tillbridge-${role}`;
}

export function cashierWindowOptions(isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    title: 'Tillbridge',
    width: 1180,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: GROUND,
    webPreferences: webPreferences('cashier', isPackaged),
  };
}

export function displayWindowOptions(
  bounds: Rectangle,
  platform: NodeJS.Platform,
  isPackaged: boolean,
): BrowserWindowConstructorOptions {
  // A native full screen of macOS would make a space of its own and may blank the other monitor.
  const fill = platform === 'darwin' ? { simpleFullscreen: true } : { fullscreen: true };
  return {
    title: 'Tillbridge',
    ...bounds,
    ...fill,
    show: false,
    frame: false,
    hasShadow: false,
    roundedCorners: false,
    skipTaskbar: true,
    autoHideMenuBar: true,
    backgroundColor: GROUND,
    webPreferences: webPreferences('display', isPackaged),
  };
}
