import { type Command, CommandError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { settingsFile } from '../place.ts';
import { readArgs, usage } from '../read-args.ts';

/** `tillbridge config check FILE`: what is wrong with the settings, with line and path. Secrets are looked up as well. */
export const config: Command = async ([action, ...args], console) => {
  if (action !== 'check') throw usage(action === undefined ? 'config wants check' : `config can't '${action}'`);
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
};

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
