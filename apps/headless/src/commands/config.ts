import { resolve } from 'node:path';
import { type Command, CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { settingsFile } from '../place.ts';
import { readArgs, usage } from '../read-args.ts';

export const config: Command = async ([action, ...args], console) => {
  switch (action) {
    case 'check':
      return check(args, console);
    case 'show':
      return show(args, console);
    case 'schema':
      return schema(args, console);
    default:
      throw usage(action === undefined ? 'config wants check, show or schema' : `config can't '${action}'`);
  }
};

/** `tillbridge config check FILE`: what is wrong with the settings, with line and path. Secrets are looked up as well. */
async function check(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, {
    values: ['config'],
    switches: ['without-secrets'],
    mostWords: 1,
  });
  const file = settingsFile(words[0] ?? values.config, console);
  const { loadSettings, readSettingsFile } = await import('@tillbridge/agent/host');
  const read = switches['without-secrets'] ? await readSettingsFile(file) : await loadSettings(file, console.env);
  if (!read.ok) throw new CommandError(EXIT.settings, ...read.problems);
  for (const warning of read.warnings) console.err(warning);
  const { tills, routes } = read.settings;
  console.out(`${file} is fine: ${count(tills.length, 'till')}, ${count(routes.length, 'route')}.`);
  return EXIT.done;
}

/** `tillbridge config show FILE`: what applies, defaults filled in, without what nobody else should see. */
async function show(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, words } = readArgs(args, { values: ['config'], mostWords: 1 });
  const file = settingsFile(words[0] ?? values.config, console);
  const { dataFolderOf, readSettingsFile } = await import('@tillbridge/agent/host');
  const { redact } = await import('@tillbridge/config');
  const read = await readSettingsFile(file);
  if (!read.ok) throw new CommandError(EXIT.settings, ...read.problems);
  for (const warning of read.warnings) console.err(warning);
  const { settings } = read;
  const dataFolder = dataFolderOf(settings, file, console.env);
  console.out(JSON.stringify({ file: resolve(file), dataFolder, settings: redact(settings) }, null, 2));
  return EXIT.done;
}

/** `tillbridge config schema`: for editors that check and complete while typing. */
async function schema(args: readonly string[], console: Console): Promise<ExitCode> {
  readArgs(args, {});
  const { settingsJsonSchema } = await import('@tillbridge/config');
  console.out(JSON.stringify(settingsJsonSchema(), null, 2));
  return EXIT.done;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
