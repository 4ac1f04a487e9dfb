/** The simulated clouds, in a process of their own, each on a clock that the test's process moves. */
import { type KcSimulatorOptions, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { type MspSimulatorOptions, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { type PaySimulatorOptions, startPaySimulator } from '@tillbridge/simulators/pay';
import { type DrivenThing, serveDriven } from '@tillbridge/testkit';
import type { CloudStatus } from './clouds.ts';

interface Cloud {
  held(): number;
  close(): Promise<void>;
}

function driven<Simulator extends Cloud>(
  simulator: Simulator,
  more: (simulator: Simulator) => Partial<CloudStatus>,
): DrivenThing {
  const status = (): CloudStatus => ({ held: simulator.held(), posting: 0, streamedBytes: 0, ...more(simulator) });
  return { thing: simulator, status, close: () => simulator.close() };
}

// The options come from `clouds.ts`, which knows their types.
serveDriven({
  pay: async (clock, options) =>
    driven(await startPaySimulator({ ...(options as Partial<PaySimulatorOptions>), port: 0, clock }), () => ({})),
  multisafepay: async (clock, options) =>
    driven(await startMspSimulator({ ...(options as Partial<MspSimulatorOptions>), port: 0, clock }), (msp) => ({
      streamedBytes: msp.streams().writtenBytes,
    })),
  kassacompleet: async (clock, options) =>
    driven(await startKcSimulator({ ...(options as Partial<KcSimulatorOptions>), port: 0, clock }), (kc) => ({
      posting: kc.posting(),
    })),
});
