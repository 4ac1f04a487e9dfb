import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TOP } from './tools.ts';

const MODULE_FOLDER = path.join(TOP, 'node_modules', 'electron');

/**
 * Electron's executable when it is on this machine, else null. Looks at files only: importing the `electron` module
 * from Node would start a download when the executable is missing.
 */
export function findElectron(
  moduleFolder: string = MODULE_FOLDER,
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const pathFile = path.join(moduleFolder, 'path.txt');
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : executableName(platform);
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(moduleFolder, 'dist');
  const executable = path.join(folder, named);
  return existsSync(executable) ? executable : null;
}

function executableName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
