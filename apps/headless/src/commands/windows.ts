import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { askAgent, findAgent } from '../local-agent.ts';
import { readArgs } from '../read-args.ts';

/** `tillbridge windows`: the addresses that open the two windows in a browser of this machine. */
export const windows: Command = async (args, console) => {
  const { values, switches } = readArgs(args, { values: ['config', 'data'], switches: ['json'] });
  const agent = await findAgent(values, console);
  await askAgent(agent, '/healthz');
  // The token stands in the fragment, which a browser never sends and no log shows.
  const cashier = `${agent.address}/cashier/#t=${agent.launch.cashier}`;
  const display = `${agent.address}/display/#t=${agent.launch.display}`;
  if (switches.json) console.out(JSON.stringify({ cashier, display }));
  else {
    console.out(`cashier  ${cashier}`);
    console.out(`display  ${display}`);
    console.out('Whoever has these addresses is let in until the agent ends. Another machine: tillbridge pair');
  }
  return EXIT.done;
};
