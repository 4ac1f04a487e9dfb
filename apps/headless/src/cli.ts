import { TillbridgeError } from '@tillbridge/kernel';
import { type Command, CommandError, type Console } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** Each command is loaded when it is asked for: `run` must not wait for what it doesn't use. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.ts')).run,
  status: async () => (await import('./commands/status.ts')).status,
  windows: async () => (await import('./commands/windows.ts')).windows,
  pair: async () => (await import('./commands/pair.ts')).pair,
  terminal: async () => (await import('./commands/terminal.ts')).terminal,
  voucher: async () => (await import('./commands/voucher.ts')).voucher,
  journal: async () => (await import('./commands/journal.ts')).journal,
  accounts: async () => (await import('./commands/accounts.ts')).accounts,
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcile,
  config: async () => (await import('./commands/config.ts')).config,
  cert: async () => (await import('./commands/cert.ts')).cert,
};

/** Runs one command line and answers with its exit code. Never throws: what goes wrong is said in words. */
export async function cli(args: readonly string[], console: Console): Promise<ExitCode> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === 'help' || args.includes('--help') || args.includes('-h')) {
      console.out((await import('./help.ts')).HELP);
      return name === undefined ? EXIT.usage : EXIT.done;
    }
    if (name === '--version' || name === '-v') {
      console.out((await import('@tillbridge/agent/host')).VERSION);
      return EXIT.done;
    }
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (load === undefined) throw new CommandError(EXIT.usage, `Unknown command '${name}'.`, 'See: tillbridge --help');
    const command = await load();
    return await command(rest, console);
  } catch (error) {
    return explain(error, console);
  }
}

function explain(error: unknown, console: Console): ExitCode {
  if (error instanceof CommandError) {
    for (const line of error.lines) console.err(line);
    return error.exitCode;
  }
  if (error instanceof TillbridgeError) {
    console.err(error.message);
    console.err(error.entry.it);
    return EXIT.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  console.err(`Something went wrong that should not: ${text}`);
  if (console.env.TILLBRIDGE_DEBUG !== undefined && error instanceof Error) console.err(error.stack ?? '');
  else console.err('With TILLBRIDGE_DEBUG=1 the place is printed as well; send it with a report.');
  return EXIT.failed;
}
