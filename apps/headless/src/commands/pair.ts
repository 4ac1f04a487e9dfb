import { type Command, CommandError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { findAgent, signIn } from '../local-agent.ts';
import { readArgs, usage } from '../read-args.ts';

/** `tillbridge pair`: a code that lets one more window in, once. */
export const pair: Command = async (args, console) => {
  const { values, switches } = readArgs(args, { values: ['config', 'data', 'role'], switches: ['json'] });
  const role = values.role ?? 'display';
  if (role !== 'display' && role !== 'cashier') throw usage('--role is display or cashier');
  const agent = await findAgent(values, console);
  const answer = await (await signIn(agent)).post('/api/pairing-codes', { role });
  const body: unknown = answer.ok ? await answer.json() : null;
  if (typeof body !== 'object' || body === null || !('code' in body) || !('validMs' in body)) {
    throw new CommandError(EXIT.failed, 'The agent gave no code. Its log says why.');
  }
  const where = agent.lanAddress ?? agent.address;
  if (switches.json) console.out(JSON.stringify({ role, code: body.code, validMs: body.validMs, address: where }));
  else {
    console.out(
      `Code ${String(body.code)} lets one ${role} window in, once, within ${Number(body.validMs) / 60_000} minutes.`,
    );
    console.out(`Open ${where}/${role}/ there and type it.`);
  }
  return EXIT.done;
};
