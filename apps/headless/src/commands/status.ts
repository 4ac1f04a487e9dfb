import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { askAgent, findAgent } from '../local-agent.ts';
import { readArgs } from '../read-args.ts';

/** `tillbridge status`: whether the running agent can take payments, and if not, why. */
export const status: Command = async (args, console) => {
  const { values, switches } = readArgs(args, { values: ['config', 'data'], switches: ['json'] });
  const agent = await findAgent(values, console);
  const answer = await askAgent(agent, '/readyz');
  const { ready, reasons } = readyOf(await answer.json().catch(() => null));
  if (switches.json) console.out(JSON.stringify({ ready, reasons, address: agent.address, pid: agent.pid }));
  else if (ready) console.out(`Ready: payments can be taken (${agent.address}, process ${agent.pid}).`);
  else {
    console.out(`Not ready: no payment can be taken (${agent.address}, process ${agent.pid}).`);
    for (const { code, about } of reasons) console.out(`  ${code}${about === null ? '' : ` ${about}`}`);
    console.out('docs/errors.md says what each code means; docs/operations.md what to do.');
  }
  return ready ? EXIT.done : EXIT.no;
};

interface Reason {
  readonly code: string;
  readonly about: string | null;
}

function readyOf(body: unknown): { ready: boolean; reasons: readonly Reason[] } {
  if (typeof body !== 'object' || body === null || !('ready' in body)) return { ready: false, reasons: [] };
  const listed = 'reasons' in body && Array.isArray(body.reasons) ? (body.reasons as unknown[]) : [];
  const reasons = listed.flatMap((reason): Reason[] => {
    if (typeof reason !== 'object' || reason === null || !('code' in reason)) return [];
    const about = 'about' in reason && typeof reason.about === 'string' ? reason.about : null;
    return [{ code: String(reason.code), about }];
  });
  return { ready: body.ready === true, reasons };
}
