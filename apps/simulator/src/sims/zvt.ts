import { startZvtSimulator, ZVT_DEFAULTS, type ZvtOptions } from '@tillbridge/simulators/zvt';
import { readNumber } from '../rig/flags.ts';
import { readJson, type Sim } from './sim.ts';

/** PA00P016 rev 04, 2.2: where terminals listen. */
const ZVT_PORT = 20_007;
const CONTROL_PORT = 8_642;

export const ZVT_SIM: Sim = {
  name: 'zvt',
  about: 'a card terminal that speaks ZVT on TCP or a serial port, with its screen and keys on a page',
  values: [
    { name: 'tcp', word: 'PORT', about: `where the terminal listens on 127.0.0.1 (default ${ZVT_PORT})` },
    { name: 'serial', word: 'PATH', about: 'instead of TCP: the serial port its cable ends at' },
    { name: 'control', word: 'PORT', about: `page and control API (default ${CONTROL_PORT}; 0 picks a free one)` },
    {
      name: 'options',
      word: 'JSON',
      about: `how this terminal behaves, e.g. '{"onMissingAck":"keep","autopilot":{"outcome":"approve","afterMs":800}}'`,
    },
  ],
  start: async (flags) => {
    const options = readJson<ZvtOptions>('options', flags.options);
    const { serial: path } = flags;
    const simulator = await startZvtSimulator({
      ...(path === undefined ? { tcp: { port: readNumber('tcp', flags.tcp, ZVT_PORT) } } : { serial: { path } }),
      options,
      controlPort: readNumber('control', flags.control, CONTROL_PORT),
    });
    const address = simulator.address ?? '';
    const page = simulator.controlUrl ?? '';
    return {
      addresses: { zvt: address, control: page },
      introduction: `ZVT terminal   ${address}   password ${options.password ?? ZVT_DEFAULTS.password}  terminal id ${options.terminalId ?? ZVT_DEFAULTS.terminalId}
  page         ${page}
  state        ${page}/control/state    charges ${page}/control/charges
  hold a card  curl -X POST ${page}/control/tap
  a fault      curl -X POST ${page}/control/faults -H 'content-type: application/json' -d '{"do":"cut","at":"after-status"}'`,
      close: () => simulator.close(),
    };
  },
};
