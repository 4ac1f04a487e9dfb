import {
  MSP_DEMO_ACCOUNT,
  MSP_DEMO_TERMINALS,
  type MspSimulatorOptions,
  startMspSimulator,
} from '@tillbridge/simulators/multisafepay';
import { readNumber } from '../rig/flags.ts';
import { AGENT_VALUE, agentOf, PORT_VALUE, readJson, type Sim, USUAL_PORT } from './sim.ts';

export const MULTISAFEPAY_SIM: Sim = {
  name: 'multisafepay',
  about: 'the MultiSafepay cloud: orders, card terminals, payment pages, event streams, notifications',
  values: [
    PORT_VALUE,
    AGENT_VALUE,
    {
      name: 'multisafepay',
      word: 'JSON',
      about: `more options of the MultiSafepay simulator, e.g. '{"processMs":50,"switches":{"streamNoise":true}}'`,
    },
  ],
  start: async (flags) => {
    const { terminalGroup, site } = MSP_DEMO_ACCOUNT;
    const simulator = await startMspSimulator({
      notificationUrl: `${agentOf(flags)}/exchange/multisafepay`,
      ...readJson<MspSimulatorOptions>('multisafepay', flags.multisafepay),
      port: readNumber('port', flags.port, USUAL_PORT),
    });
    const { url, baseUrl } = simulator;
    const terminals = MSP_DEMO_TERMINALS.map(({ id }) => id);
    return {
      addresses: { multisafepay: url },
      introduction: `MultiSafepay   ${baseUrl}
  keys         terminals ${terminalGroup.apiKey}, pages ${site.apiKey}
  terminals    ${terminals.join(', ')}   their screens ${url}/screen
  state        ${url}/control/state    charges ${url}/control/charges
  hold a card  curl -X POST ${url}/control/terminals/${terminals[0]}/tap`,
      close: () => simulator.close(),
    };
  },
};
