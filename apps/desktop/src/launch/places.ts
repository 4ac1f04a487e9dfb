import path from 'node:path';
import type { WindowRole } from '../agent-port.ts';

/** Who the installed app is to Windows: the `appId` of electron-builder.yml. Never changed, or no update finds it. */
export const APP_ID = 'nl.tillbridge.desktop';
/** Fixed, so that a change of the product's name never moves the data of a till. */
const DATA_FOLDER = 'Tillbridge';
/** A start from source neither shares the lock nor the data of an installed Tillbridge. */
const SOURCE_DATA_FOLDER = 'Tillbridge Source';
const SETTINGS_SWITCH = '--settings=';
const SETTINGS_NAME = 'tillbridge.yaml';

export interface Whereabouts {
  readonly isPackaged: boolean;
  /** The operating system's folder for application data of this person. */
  readonly appData: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
}

export function dataFolder({ isPackaged, appData, env, workingFolder }: Whereabouts): string {
  const named = env.TILLBRIDGE_SHELL_DATA;
  // Tests bring a folder of their own; an installed Tillbridge has one place.
  if (!isPackaged && named !== undefined) return path.resolve(workingFolder, named);
  return path.join(appData, isPackaged ? DATA_FOLDER : SOURCE_DATA_FOLDER);
}

/** `--settings=FILE`, else `TILLBRIDGE_CONFIG`, else `tillbridge.yaml` in the data folder. Always absolute. */
export function settingsFile(where: Whereabouts): string {
  const argument = where.args.find((one) => one.startsWith(SETTINGS_SWITCH))?.slice(SETTINGS_SWITCH.length);
  const named = argument ?? where.env.TILLBRIDGE_CONFIG;
  if (named !== undefined && named !== '') return path.resolve(where.workingFolder, named);
  return path.join(dataFolder(where), SETTINGS_NAME);
}

/** Where the built page of a window lies: inside the installed app, or beside this app's folder in the sources. */
export function windowFolder(isPackaged: boolean, appFolder: string, role: WindowRole): string {
  return isPackaged ? path.join(appFolder, 'windows', role) : path.join(appFolder, '..', role, 'dist');
}
