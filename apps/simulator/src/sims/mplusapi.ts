import { type MplusApiSimulatorOptions, startMplusApiSimulator } from '@tillbridge/simulators/mplusapi';
import { readNumber } from '../rig/flags.ts';
import { PORT_VALUE, readJson, type Sim, USUAL_PORT } from './sim.ts';

export const MPLUS_API_SIM: Sim = {
  name: 'mplusapi',
  about: 'MplusKASSA’s SOAP API: vouchers, articles and turnover groups, webhook subscriptions',
  values: [
    PORT_VALUE,
    {
      name: 'mplusapi',
      word: 'JSON',
      about: `more options of the simulated API, e.g. '{"switches":{"remembersRefusals":false}}'`,
    },
  ],
  start: async (flags) => {
    const simulator = await startMplusApiSimulator({
      ...readJson<MplusApiSimulatorOptions>('mplusapi', flags.mplusapi),
      port: readNumber('port', flags.port, USUAL_PORT),
    });
    const { url, account } = simulator;
    const { ident, secret } = account;
    return {
      addresses: { mplusapi: url },
      introduction: `MplusKASSA's SOAP API ${url}   ident ${ident}   secret ${secret}
  description  ${url}?wsdl
  state        ${url}control/state    issued ${url}control/charges
  an article   curl -X PUT ${url}control/articles/4101 -H 'content-type: application/json' -d '{"name":"Pannenkoek","group":11}'`,
      close: () => simulator.close(),
    };
  },
};
