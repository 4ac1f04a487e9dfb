import { SimulatedTill } from '@tillbridge/simulators/till';
import { startTillControl } from '../control/till-control.ts';
import { TILL_ARTICLES } from '../rig/articles.ts';
import { DEMO_BRANCH, DEMO_SUBSCRIPTION, DEMO_TILL_SECRET, DEMO_WORKPLACE } from '../rig/fixed-shop.ts';
import { readNumber } from '../rig/flags.ts';
import { AGENT_VALUE, agentOf, PORT_VALUE, type Sim, USUAL_PORT } from './sim.ts';

export const TILL_SIM: Sim = {
  name: 'till',
  about: 'an MplusKASSA till that calls the webhooks of --agent; control API under /control',
  values: [
    PORT_VALUE,
    AGENT_VALUE,
    { name: 'secret', word: 'TEXT', about: "the till's webhook secret in Base64 (default: the demo's)" },
    { name: 'subscription', word: 'TEXT', about: 'who the till says it is, with --branch N and --workplace N' },
    { name: 'branch', word: 'N', about: `default ${DEMO_BRANCH}` },
    { name: 'workplace', word: 'N', about: `default ${DEMO_WORKPLACE}` },
  ],
  start: async (flags) => {
    const agent = agentOf(flags);
    const till = new SimulatedTill({
      endpoint: agent,
      subscriptionId: flags.subscription ?? DEMO_SUBSCRIPTION,
      secret: flags.secret ?? DEMO_TILL_SECRET,
      branch: readNumber('branch', flags.branch, DEMO_BRANCH),
      workplace: readNumber('workplace', flags.workplace, DEMO_WORKPLACE),
      articles: TILL_ARTICLES,
    });
    const control = await startTillControl(till, readNumber('port', flags.port, USUAL_PORT));
    return {
      addresses: { till: control.url },
      introduction: `Till           ${control.url}   calls ${agent}/<eventName>
  state        ${control.url}/control/state
  sell         curl -X POST ${control.url}/control/ring -d '{"lines":[{"articleNumber":1,"text":"Koffie","quantity":1,"unitCents":270}]}'
  pay          curl -X POST ${control.url}/control/check-out -d '{"method":"K_PAY_PIN"}'
  scan         curl -X POST ${control.url}/control/scan -d '{"code":"TCK-000000000000"}'`,
      close: async () => {
        till.close();
        await control.close();
      },
    };
  },
};
