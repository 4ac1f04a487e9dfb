/** The PAY.POS driver under the suite that every driver of a card terminal keeps, over memory and over real TCP. */
import type { CardTerminal } from '@tillbridge/payments';
import type { PayEcrFault } from '@tillbridge/simulators/payecr';
import { type DriverFault, type DriverRig, describeCardTerminal, type RigOptions } from '@tillbridge/testkit/contracts';
import { describe, vi } from 'vitest';
import { hardwareRig, hardwareTerminal } from './test/hardware-rig.ts';
import { type LayWire, layMemory, layTcp, openShop } from './test/pay-ecr-shop.ts';

/** What the terminal can have. It doesn't count calls, and says that it is busy before anything is sent. */
const FAULTS: Readonly<Partial<Record<DriverFault, PayEcrFault>>> = {
  'create-reply-lost': { do: 'lose', what: 'STARTED' },
  'create-reply-late': { do: 'slow', what: 'STARTED', ms: 25_000 },
  'create-reply-garbled': { do: 'garble', what: 'STARTED' },
  'create-server-error': { do: 'error', on: 'TRANSACTION_START', worked: true },
  'status-reply-lost': { do: 'cut-before', what: 'COMPLETED' },
  'status-garbled': { do: 'garble', what: 'COMPLETED' },
  'status-server-error': { do: 'error', on: 'HISTORY_GET', times: 3 },
  'status-slow': { do: 'slow', what: 'HISTORY_GET_RESPONSE', ms: 1_500, times: 3 },
  'abort-reply-lost': { do: 'mute', on: 'TRANSACTION_STOP', ms: 2_500, worked: true },
  'paid-after-abort': { do: 'paid-after-stop', afterMs: 4_000 },
};

async function payEcrRig(lay: LayWire, { refunds }: RigOptions): Promise<DriverRig<CardTerminal>> {
  const shop = await openShop({ lay, settings: { refunds } });
  const { terminal, laid } = shop;
  return {
    driver: shop.driver,
    clock: shop.clock,
    settle: shop.settle,
    pass: shop.pass,
    other: {
      approve: async () => void terminal.act('approve'),
      decline: async () => void terminal.act('decline'),
      cancel: async () => void terminal.act('cancel'),
      passNoReturn: async () => void terminal.act('tap'),
      can: (fault) => fault === 'terminal-offline' || FAULTS[fault] !== undefined,
      async fault(fault) {
        const armed = FAULTS[fault];
        if (armed === undefined) terminal.act('reboot');
        else terminal.fault(armed);
      },
      unplug: async () => laid.unplug(),
      nobodyThere: 'terminal-offline',
      provesAbsence: true,
      checksCredentials: false,
      creates: async (reference) => terminal.startsOf(reference),
      charges: async (reference) =>
        terminal
          .charges()
          .filter((charge) => charge.reference === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: () => shop.close(),
  };
}

describeCardTerminal('A PAY.POS terminal in memory', (options) => payEcrRig(layMemory, options));
describeCardTerminal('A PAY.POS terminal on TCP', (options) => payEcrRig(layTcp, options));

const hardware = hardwareTerminal(process.env.PAY_ECR_TERMINAL);
if (hardware !== null) vi.setConfig({ testTimeout: 300_000 });
describe.skipIf(hardware === null)('hardware', () => {
  describeCardTerminal('A PAY.POS terminal named by PAY_ECR_TERMINAL', async (options) => {
    if (hardware === null) throw new Error('no terminal is named');
    return hardwareRig(hardware, options);
  });
});
