import { type PayEcrTerminalOptions, startPayEcrSimulator } from '@tillbridge/simulators/payecr';
import { readNumber } from '../rig/flags.ts';
import { readJson, type Sim } from './sim.ts';

/** paynl/PAY.ECR, message and discovery protocol: where PAY.POS listens. */
const TCP_PORT = 8_888;
const UDP_PORT = 8_889;
const CONTROL_PORT = 8_643;
const LOCAL = '127.0.0.1';

export const PAY_ECR_SIM: Sim = {
  name: 'payecr',
  about: 'a PAY.POS terminal that speaks the local ECR protocol, with its screen on a page',
  values: [
    { name: 'tcp', word: 'PORT', about: `where the terminal listens (default zvt 20007, payecr ${TCP_PORT})` },
    { name: 'udp', word: 'PORT', about: `where it answers discovery (default ${UDP_PORT})` },
    { name: 'host', word: 'ADDRESS', about: `of what to listen at (default ${LOCAL}; 0.0.0.0: the whole network)` },
    {
      name: 'control',
      word: 'PORT',
      about: `page and control API (default zvt 8642, payecr ${CONTROL_PORT}; 0: a free one)`,
    },
    {
      name: 'options',
      word: 'JSON',
      about: `how this terminal behaves, e.g. '{"autopilot":{"outcome":"approve","afterMs":800}}'`,
    },
  ],
  start: async (flags) => {
    const options = readJson<PayEcrTerminalOptions>('options', flags.options);
    const host = flags.host ?? LOCAL;
    const simulator = await startPayEcrSimulator({
      tcp: { port: readNumber('tcp', flags.tcp, TCP_PORT), host },
      udp: { port: readNumber('udp', flags.udp, UDP_PORT), host },
      controlPort: readNumber('control', flags.control, CONTROL_PORT),
      options,
    });
    const address = `tcp://${host}:${simulator.tcpPort}`;
    const page = simulator.controlUrl ?? '';
    return {
      addresses: { payecr: address, discovery: `udp://${host}:${simulator.udpPort}`, control: page },
      introduction: `PAY.POS terminal   ${address}   code ${simulator.terminal.code}   discovery on UDP port ${simulator.udpPort}
  page             ${page}
  state            ${page}/control/state    charges ${page}/control/charges
  hold a card      curl -X POST ${page}/control/tap
  a fault          curl -X POST ${page}/control/faults -H 'content-type: application/json' -d '{"do":"cut-after","what":"COMPLETED"}'`,
      close: () => simulator.close(),
    };
  },
};
