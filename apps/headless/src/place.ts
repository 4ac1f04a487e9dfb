/** Which agent a command is about: by its settings file, or by its data folder alone. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Console } from './command.ts';
import { CommandError } from './command.ts';
import { EXIT } from './exit-code.ts';

const USUAL_FILE = 'tillbridge.yaml';

/** The settings file: named, from the environment, or the usual name in the present folder. */
export function settingsFile(named: string | undefined, { env }: Console): string {
  const file = named ?? env.TILLBRIDGE_CONFIG;
  if (file !== undefined) return file;
  if (existsSync(USUAL_FILE)) return USUAL_FILE;
  throw new CommandError(
    EXIT.usage,
    `No settings: name the file with --config, or in TILLBRIDGE_CONFIG, or put ${USUAL_FILE} here.`,
    'An example to start from: resources/tillbridge.example.yaml',
  );
}

/** The data folder, absolute. Secrets of the settings need not be there. */
export async function dataFolder(
  named: { readonly config?: string; readonly data?: string },
  console: Console,
): Promise<string> {
  if (named.data !== undefined) return resolve(named.data);
  const { dataFolderOf, readSettingsFile } = await import('@tillbridge/agent/host');
  const file = settingsFile(named.config, console);
  const read = await readSettingsFile(file);
  if (!read.ok) throw new CommandError(EXIT.settings, ...read.problems);
  return dataFolderOf(read.settings, file, console.env);
}
