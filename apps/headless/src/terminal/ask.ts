import type { TerminalAnswer, TerminalQuestion } from '@tillbridge/contracts';
import { assertNever } from '@tillbridge/kernel';
import { CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { answeringAgent, notRunning, signIn } from '../local-agent.ts';
import { dataFolder, settingsFile } from '../place.ts';
import { readArgs, usage } from '../read-args.ts';
import { askTerminal } from './api.ts';
import { explained } from './explain.ts';

const DOING: Readonly<Record<TerminalQuestion, string>> = {
  test: 'test',
  diagnose: 'diagnosis',
  'end-of-day': 'end of day',
};

/** `test`, `diagnose` and `end-of-day` of one route: through the running agent, or from the settings when there is none. */
export async function ask(question: TerminalQuestion, args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches, words } = readArgs(args, { values: ['config', 'data'], switches: ['json'], mostWords: 1 });
  const [route] = words;
  if (route === undefined) throw usage(`terminal ${question} wants the id of a route`);
  const waiting = () => {
    if (!switches.json) console.err(`The ${DOING[question]} goes on; waiting for it to end …`);
  };
  const folder = await dataFolder(values, console);
  const agent = await answeringAgent(folder);
  let answer: TerminalAnswer;
  if (agent !== undefined) answer = await askTerminal(await signIn(agent), route, question, waiting);
  else if (values.data !== undefined && values.config === undefined) {
    throw notRunning(`No agent runs with the data folder ${folder}; without one the settings are needed (--config)`);
  } else answer = await askDirectly(question, route, values.config, console);
  if (switches.json) console.out(JSON.stringify({ route, question, throughAgent: agent !== undefined, ...answer }));
  else await show(question, route, answer, console);
  return answer.kind === 'done' ? EXIT.done : EXIT.no;
}

/** Owns the data folder meanwhile, so that no agent talks to the terminal at the same time. */
async function askDirectly(
  question: TerminalQuestion,
  route: string,
  config: string | undefined,
  console: Console,
): Promise<TerminalAnswer> {
  const { loadSettings, openTerminals } = await import('@tillbridge/agent');
  const loaded = await loadSettings(settingsFile(config, console), console.env);
  if (!loaded.ok) throw new CommandError(EXIT.settings, ...loaded.problems);
  const { settings } = loaded;
  const log = { debug: quiet, info: quiet, warn: quiet, error: (message: string) => console.err(message) };
  const terminals = openTerminals({ settings, log });
  try {
    const answer = await terminals.ask(route, question);
    if (answer !== undefined && answer.kind !== 'pending') return answer;
    const known = settings.routes.find(({ id }) => id === route);
    const asked = terminals.list().terminals.map((terminal) => terminal.route);
    throw new CommandError(
      EXIT.usage,
      known === undefined
        ? `No route of the settings has the id ${route}.`
        : `${route} is a route of kind ${known.kind}, which is not on a wire of ours.`,
      asked.length === 0 ? 'The settings have no terminal on a wire.' : `Can be asked: ${asked.join(', ')}.`,
    );
  } finally {
    await terminals.close();
  }
}

async function show(
  question: TerminalQuestion,
  route: string,
  answer: TerminalAnswer,
  console: Console,
): Promise<void> {
  const doing = DOING[question];
  switch (answer.kind) {
    case 'done':
      console.out(`${route}: the ${doing} is done.`);
      for (const [name, value] of Object.entries(answer.facts)) console.out(`  ${name.padEnd(14)} ${value}`);
      for (const line of answer.lines) console.out(`  | ${line}`);
      return;
    case 'busy':
      console.out(`${route} is busy with a payment or another question; nothing was asked. Try again when it is over.`);
      return;
    case 'refused':
      console.out(`${route} says no to the ${doing}: ${answer.detail}`);
      break;
    case 'unreachable':
      console.out(`${route} can't be reached: ${answer.detail}`);
      break;
    default:
      assertNever(answer);
  }
  for (const line of await explained(answer.detail)) console.out(`  ${line}`);
}

function quiet(): void {}
