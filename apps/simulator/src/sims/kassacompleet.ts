import { KC_DEMO_ACCOUNT, type KcSimulatorOptions, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { readNumber } from '../rig/flags.ts';
import { AGENT_VALUE, agentOf, PORT_VALUE, readJson, type Sim, USUAL_PORT } from './sim.ts';

export const KASSA_COMPLEET_SIM: Sim = {
  name: 'kassacompleet',
  about: 'the Kassa Compleet cloud: orders, hosted page, bank transfers, refunds, webhooks',
  values: [
    PORT_VALUE,
    AGENT_VALUE,
    {
      name: 'kassacompleet',
      word: 'JSON',
      about: `more options of the Kassa Compleet simulator, e.g. '{"switches":{"refunds":"later"}}'`,
    },
  ],
  start: async (flags) => {
    const simulator = await startKcSimulator({
      webhookUrl: `${agentOf(flags)}/exchange/kassacompleet`,
      ...readJson<KcSimulatorOptions>('kassacompleet', flags.kassacompleet),
      port: readNumber('port', flags.port, USUAL_PORT),
    });
    const { url, apiUrl } = simulator;
    return {
      addresses: { kassacompleet: url },
      introduction: `Kassa Compleet ${apiUrl}   key ${KC_DEMO_ACCOUNT.apiKey}
  guests       ${url}/
  state        ${url}/control/state    charges ${url}/control/charges
  pay          curl -X POST ${url}/control/orders/ORDER/pay`,
      close: () => simulator.close(),
    };
  },
};
