import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '@tillbridge/kernel';
import { type Command, CommandError, type Console } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { settingsFile } from '../place.ts';
import { readArgs } from '../read-args.ts';

/** `tillbridge run`: the agent in this process, until it is asked to end. */
export const run: Command = async (args, console) => {
  const { values, switches } = readArgs(args, {
    values: ['config', 'windows', 'frame'],
    switches: ['demo', 'json', 'log-to-stderr'],
  });
  const file = settingsFile(values.config, console);
  const { loadSettings, startAgent, VERSION } = await import('@tillbridge/agent');
  const loaded = await loadSettings(file, console.env);
  if (!loaded.ok) throw new CommandError(EXIT.settings, ...loaded.problems);
  for (const warning of loaded.warnings) console.err(warning);
  const { settings } = loaded;
  const log = switches['log-to-stderr'] ? { ...settings.log, file: null } : settings.log;
  const stop = stopAsked();
  const agent = await startAgent({
    settings: { ...settings, log },
    assets: {
      cashier: windowFolder('cashier', values.windows, console),
      display: windowFolder('display', values.windows, console),
    },
    demo: switches.demo,
    ...(values.frame === undefined ? {} : { frameAncestors: [values.frame] }),
    ...(console.env.TILLBRIDGE_CRASH_AT === undefined ? {} : { crashAt: console.env.TILLBRIDGE_CRASH_AT }),
    clockAheadMs: Number(console.env.TILLBRIDGE_CLOCK_AHEAD_MS ?? 0) || 0,
  });
  const ms = Math.round(performance.now());
  const { address, lanAddress, dataFolder } = agent;
  if (switches.json) {
    // A token in a line that a service manager keeps would be a secret in a log; the demo shop has none.
    const launchToken = switches.demo ? agent.launchToken('cashier') : undefined;
    console.out(JSON.stringify({ event: 'ready', address, lanAddress, dataFolder, pid: process.pid, ms, launchToken }));
  } else {
    console.out(`Tillbridge ${VERSION} is ready (${ms} ms).`);
    console.out(`  tills    ${address}/<event>${lanAddress === null ? '' : `, ${lanAddress}/<event>`}`);
    console.out(`  windows  ${address}/cashier/ and ${address}/display/ (tillbridge windows opens the door)`);
    console.out(`  data     ${dataFolder}`);
  }
  const why = await stop;
  if (!switches.json) console.out(`Stopping (${why}).`);
  await agent.close();
  if (switches.json) console.out(JSON.stringify({ event: 'stopped' }));
  return EXIT.done;
};

/** Resolves when somebody asks the process to end. Asked again, it ends at once. */
function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(EXIT.failed);
        asked = true;
        resolve(signal);
      });
    }
    // What nobody caught leaves the journal as a power cut would, which it survives; the service manager starts anew.
    process.on('uncaughtException', (error) => {
      process.stderr.write(`tillbridge stopped: ${describeError(error)}\n`);
      process.exit(EXIT.failed);
    });
  });
}

/**
 * The built window: beside the bundled program, or where the repository builds it. Without one the agent runs all the
 * same, for payments must not wait for pictures; it says what is missing.
 */
function windowFolder(
  window: 'cashier' | 'display',
  named: string | undefined,
  console: Console,
): string | ReadonlyMap<string, never> {
  const candidates =
    named === undefined
      ? [`../windows/${window}`, `../../../${window}/dist`].map((path) => join(import.meta.dirname, path))
      : [join(named, window)];
  const found = candidates.find((folder) => existsSync(join(folder, 'index.html')));
  if (found !== undefined) return found;
  if (named !== undefined) {
    throw new CommandError(EXIT.usage, `${join(named, window)} holds no built window (index.html is missing).`);
  }
  console.err(`The ${window} window is not built (npm run build); tills work, the window does not.`);
  return new Map<string, never>();
}
