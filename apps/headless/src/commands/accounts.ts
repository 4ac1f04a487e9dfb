import type { AccountReport } from '@tillbridge/agent';
import { type Command, CommandError, type Console } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { settingsFile } from '../place.ts';
import { readArgs } from '../read-args.ts';

/**
 * `tillbridge accounts`: what the providers say of the accounts in the settings: their terminals with their connection,
 * their methods, and what of it doesn't fit. Asks and changes nothing.
 */
export const accounts: Command = async (args, console) => {
  const { values, switches } = readArgs(args, { values: ['config'], switches: ['json'] });
  const { loadSettings, lookAtAccounts } = await import('@tillbridge/agent');
  const loaded = await loadSettings(settingsFile(values.config, console), console.env);
  if (!loaded.ok) throw new CommandError(EXIT.settings, ...loaded.problems);
  const reports = await lookAtAccounts(loaded.settings);
  if (switches.json) console.out(JSON.stringify({ accounts: reports }));
  else if (reports.length === 0) console.out('The settings have no account.');
  else for (const report of reports) show(report, console);
  const isWell = reports.every(({ findings, unanswered }) => findings.length + unanswered.length === 0);
  return isWell ? EXIT.done : EXIT.no;
};

function show({ account, provider, says, terminals, findings, unanswered }: AccountReport, { out }: Console): void {
  out(`${account}  ${provider}`);
  for (const { name, value } of says) out(`  ${name}: ${value}`);
  for (const { code, name, online, route } of terminals) {
    const state = online === null ? '' : online ? '  online' : '  offline';
    out(`  terminal ${code}  ${name}${state}  ${route === null ? 'no route' : `route ${route}`}`);
  }
  for (const sentence of findings) out(`  ! ${sentence}`);
  for (const words of unanswered) out(`  ? not answered, ${words}`);
}
