export interface Start {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The arguments after the executable (and after the app's folder when run from source, which is one of them). */
  readonly args: readonly string[];
  readonly executable: string;
}

export interface Relaunch {
  readonly execPath: string;
  readonly args: string[];
}

const SWITCH = '--ozone-platform';

/**
 * A Wayland client can't choose its monitor (Electron, "BrowserWindow", platform notices), so the customer display
 * needs X11. The platform is chosen before JavaScript runs: the way there is a second start with the switch. Null when
 * this start can go on: another system, an X11 session, or a person who chose a platform on the command line.
 */
export function ozoneRelaunch({ platform, env, args, executable }: Start): Relaunch | null {
  if (platform !== 'linux' || env.XDG_SESSION_TYPE !== 'wayland') return null;
  // Without an X server (Xwayland) the second start could not open a window at all.
  if (env.DISPLAY === undefined || env.DISPLAY === '') return null;
  if (args.some((one) => one === SWITCH || one.startsWith(`${SWITCH}=`))) return null;
  // Inside an AppImage the executable lies in a mount that ends with this process.
  return { execPath: env.APPIMAGE ?? executable, args: [...args, `${SWITCH}=x11`] };
}
