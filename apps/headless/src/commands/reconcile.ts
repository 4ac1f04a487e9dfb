import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import {
  calendarDaySchema,
  RECONCILE_PATH,
  type ReconcileReport,
  reconcileCsv,
  reconcileReportSchema,
} from '@tillbridge/contracts';
import { type Command, CommandError, type Console } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { answeringAgent, notRunning, signIn } from '../local-agent.ts';
import { dataFolder, settingsFile } from '../place.ts';
import { readAnswer } from '../read-answer.ts';
import { readArgs, usage } from '../read-args.ts';
import { wordsOf } from '../reconcile/show.ts';

/** The agent gives each provider a minute. */
const REPORT_WITHIN_MS = 90_000;

/**
 * `tillbridge reconcile --day 2026-11-21`: what tills were told, the journal and each provider's own list, compared.
 * Through the running agent, or from settings and journal when there is none. Changes nothing.
 */
export const reconcile: Command = async (args, console) => {
  const { values, switches } = readArgs(args, { values: ['config', 'data', 'day', 'csv'], switches: ['json'] });
  const { day } = values;
  if (!calendarDaySchema.safeParse(day).success || day === undefined) {
    throw usage('reconcile wants --day YYYY-MM-DD, a date of the venue’s calendar');
  }
  const report = await reportOf(day, values, console).catch((error: unknown) => {
    // Three says that there are differences: settings that can't be read must not look like money that is missing.
    if (error instanceof CommandError && error.exitCode === EXIT.settings) {
      throw new CommandError(EXIT.failed, ...error.lines);
    }
    throw error;
  });
  if (values.csv !== undefined) {
    const { csv } = values;
    await writeFile(csv, reconcileCsv(report)).catch((error: NodeJS.ErrnoException) => {
      throw new CommandError(EXIT.failed, `${csv} can't be written (${error.code ?? 'unwritable'}).`);
    });
  }
  if (switches.json) console.out(JSON.stringify(report));
  else for (const line of wordsOf(report)) console.out(line);
  return report.equal ? EXIT.done : EXIT.differences;
};

async function reportOf(
  day: string,
  values: { readonly config?: string; readonly data?: string },
  console: Console,
): Promise<ReconcileReport> {
  const folder = await dataFolder(values, console);
  const agent = await answeringAgent(folder);
  if (agent !== undefined) {
    const api = await signIn(agent);
    return await readAnswer(await api.get(`${RECONCILE_PATH}?day=${day}`, REPORT_WITHIN_MS), reconcileReportSchema);
  }
  if (values.data !== undefined && values.config === undefined) {
    throw notRunning(`No agent runs with the data folder ${folder}; without one the settings are needed (--config)`);
  }
  const { journalFile, loadSettings, openReconcile } = await import('@tillbridge/agent');
  const loaded = await loadSettings(settingsFile(values.config, console), console.env);
  if (!loaded.ok) throw new CommandError(EXIT.settings, ...loaded.problems);
  if (!existsSync(journalFile(folder))) throw new CommandError(EXIT.no, `There is no journal in ${folder} yet.`);
  const log = { debug: quiet, info: quiet, warn: quiet, error: (message: string) => console.err(message) };
  const desk = openReconcile({ settings: loaded.settings, log });
  try {
    const report = await desk.report(day);
    if (report === undefined) throw usage(`The calendar has no ${day}`);
    return report;
  } finally {
    await desk.close();
  }
}

function quiet(): void {}
