/**
 * Command-line switches that would open the windows to others or send their traffic elsewhere. No fuse covers them
 * (Electron, "Electron Fuses"), so a packaged start that carries one ends before anything is opened.
 */
const FORBIDDEN = [
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'inspect',
  'inspect-brk',
  'load-extension',
  'no-sandbox',
  'proxy-pac-url',
  'proxy-server',
  'remote-allow-origins',
  'remote-debugging-pipe',
  'remote-debugging-port',
] as const;

/** The forbidden switches this start carries; none when run from source, where debuggers belong. */
export function forbiddenSwitches(isPackaged: boolean, hasSwitch: (name: string) => boolean): string[] {
  return isPackaged ? FORBIDDEN.filter(hasSwitch) : [];
}
