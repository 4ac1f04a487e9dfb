import { PAY_DEMO_ACCOUNT, type PaySimulatorOptions, startPaySimulator } from '@tillbridge/simulators/pay';
import { readNumber } from '../rig/flags.ts';
import { AGENT_VALUE, agentOf, PORT_VALUE, readJson, type Sim, USUAL_PORT } from './sim.ts';

export const PAY_SIM: Sim = {
  name: 'pay',
  about: 'the Pay. cloud: Order API, card terminals, hosted payment page, status calls; control API under /control',
  values: [
    PORT_VALUE,
    AGENT_VALUE,
    {
      name: 'pay',
      word: 'JSON',
      about: `more options of the Pay. simulator, e.g. '{"processMs":50,"receipts":"text"}'`,
    },
  ],
  start: async (flags) => {
    const pay = await startPaySimulator({
      exchangeUrl: `${agentOf(flags)}/exchange/pay`,
      ...readJson<PaySimulatorOptions>('pay', flags.pay),
      port: readNumber('port', flags.port, USUAL_PORT),
    });
    return {
      addresses: { pay: pay.url },
      introduction: `Pay. cloud     ${pay.url}
  Order API    ${pay.url}/v1/orders        user ${PAY_DEMO_ACCOUNT.tokenCode}  password ${PAY_DEMO_ACCOUNT.apiToken}
  service      ${PAY_DEMO_ACCOUNT.serviceId}   terminals TH-1234-5678, TH-8765-4321
  state        ${pay.url}/control/state    charges ${pay.url}/control/charges
  hold a card  curl -X POST ${pay.url}/control/terminals/TH-1234-5678/tap`,
      close: () => pay.close(),
    };
  },
};
