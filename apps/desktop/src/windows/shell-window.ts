import type { BrowserWindow } from 'electron';
import type { WindowRole } from '../agent-port.ts';
import { apologyPage } from './apology.ts';
import type { WindowCare } from './window-care.ts';

/** The part of a browser window that is used here. */
export type ShellWindow = Pick<
  BrowserWindow,
  'on' | 'once' | 'loadURL' | 'show' | 'showInactive' | 'isDestroyed' | 'webContents'
>;

/** The page a window shows: the agent serves each window below its own path. */
export function pageOf(address: string, role: WindowRole): string {
  return `${address}/${role}/`;
}

/**
 * Loads the page into a new window, shows the window once there is something to see, and reports what happens to it.
 * The customer's window is shown without taking the keyboard from the cashier's.
 */
export function openPage(window: ShellWindow, role: WindowRole, address: string, care: WindowCare): void {
  window.once('ready-to-show', () => (role === 'display' ? window.showInactive() : window.show()));
  const { webContents } = window;
  webContents.on('render-process-gone', (_event, { reason }) => care.happened({ kind: 'gone', reason }));
  webContents.on('did-finish-load', () => care.loaded());
  webContents.on('did-fail-load', (_event, errorCode, _text, _url, isMainFrame) => {
    if (isMainFrame && errorCode !== ABORTED) care.happened({ kind: 'load-failed' });
  });
  window.on('unresponsive', () => care.hangs());
  window.on('responsive', () => care.answers());
  loadPage(window, pageOf(address, role));
}

export function loadPage(window: Pick<BrowserWindow, 'loadURL' | 'isDestroyed'>, url: string): void {
  // A load that fails is heard as `did-fail-load`; the promise would say the same again.
  if (!window.isDestroyed()) window.loadURL(url).catch(() => {});
}

export function loadApology(window: Pick<BrowserWindow, 'loadURL' | 'isDestroyed'>): void {
  loadPage(window, apologyPage());
}

/** Chromium's net error for a load that another load has replaced. */
const ABORTED = -3;
