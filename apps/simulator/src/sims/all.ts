import { readNumber } from '../rig/flags.ts';
import { PAY_SIM } from './pay.ts';
import { type Sim, USUAL_PORT } from './sim.ts';
import { TILL_SIM } from './till.ts';

export const ALL_SIM: Sim = {
  name: 'all',
  about: 'the till and the Pay. cloud: Pay. on --port, the till on the port after it',
  values: [...PAY_SIM.values, ...TILL_SIM.values],
  start: async (flags) => {
    const pay = await PAY_SIM.start(flags);
    const port = readNumber('port', flags.port, USUAL_PORT);
    const till = await TILL_SIM.start({ ...flags, port: String(port === 0 ? 0 : port + 1) });
    return {
      addresses: { ...pay.addresses, ...till.addresses },
      introduction: `${pay.introduction}\n\n${till.introduction}`,
      close: async () => {
        await Promise.all([pay.close(), till.close()]);
      },
    };
  },
};
