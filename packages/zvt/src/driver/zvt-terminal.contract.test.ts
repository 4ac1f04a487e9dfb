/** The ZVT driver under the suite that every driver of a card terminal keeps, over each wire it may hang on. */
import type { CardTerminal } from '@tillbridge/payments';
import type { ZvtFault } from '@tillbridge/simulators/zvt';
import { whyNoPtys } from '@tillbridge/testkit';
import { type DriverFault, type DriverRig, describeCardTerminal, type RigOptions } from '@tillbridge/testkit/contracts';
import { describe, vi } from 'vitest';
import { hardwareRig, hardwareTerminal } from './test/hardware-rig.ts';
import { type LayWire, layMemory, layMemorySerial, layPty, layTcp, openZvtShop } from './test/zvt-shop.ts';

/** Bytes that promise a long APDU: whatever comes after them is swallowed. */
const SWALLOWING = 'ffffffffff';

const FAULTS: Readonly<Partial<Record<DriverFault, ZvtFault>>> = {
  'create-reply-lost': { do: 'half-open', at: 'command', on: 'payment' },
  'create-reply-garbled': { do: 'garbage', at: 'command', on: 'payment', bytes: SWALLOWING },
  'abort-reply-lost': { do: 'lost-abort-answer', times: 2 },
  'terminal-in-use': { do: 'nack', code: 0x9c, on: 'payment' },
};

async function zvtRig(lay: LayWire, { credentials, refunds }: RigOptions): Promise<DriverRig<CardTerminal>> {
  const shop = await openZvtShop({
    lay,
    settings: {
      connection: lay === layPty ? 'kept' : 'per-command',
      refunds,
      password: credentials === 'right' ? '123456' : '999999',
    },
  });
  const { clock, terminal, laid, driver } = shop;
  /** Whose command was the n-th. */
  const owners: string[] = [];
  const claim = (reference: string) => {
    while (owners.length < terminal.authorisations()) owners.push(reference);
  };
  const begin: CardTerminal['begin'] = (order, call) => driver.begin(order, call).finally(() => claim(order.reference));
  // What a person or a cable does takes a moment to be felt; the till's next question comes after it.
  let felt: Promise<unknown> = Promise.resolve();
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const off = terminal.onChange(() => look());
      const look = () => {
        if (!holds()) return;
        off();
        resolve();
      };
      look();
    });
  const enquire: CardTerminal['enquire'] = (handle, call) => felt.then(() => driver.enquire(handle, call));
  const abort: CardTerminal['abort'] = (handle, call) => felt.then(() => driver.abort(handle, call));
  const watched: CardTerminal = Object.assign(Object.create(driver) as CardTerminal, { begin, enquire, abort });
  return {
    driver: watched,
    clock,
    settle: shop.settle,
    pass: shop.pass,
    other: {
      approve: async () => {
        terminal.approve();
        felt = until(() => terminal.idle());
      },
      decline: async () => void terminal.decline(),
      cancel: async () => void terminal.cancel(),
      passNoReturn: async () => {
        terminal.tap();
        felt = until(() => terminal.screen().step === 'host');
      },
      nobodyThere: 'terminal-offline',
      checksCredentials: true,
      can: (fault) => {
        if (fault === 'terminal-offline') return true;
        // A serial line finds noise by its checksum.
        return FAULTS[fault] !== undefined && !(fault === 'create-reply-garbled' && laid.framing === 'serial');
      },
      async fault(fault) {
        const armed = FAULTS[fault];
        if (armed === undefined) await laid.unplug();
        else terminal.fault(armed);
      },
      unplug: () => laid.unplug(),
      provesAbsence: true,
      creates: async (reference) => owners.filter((owner) => owner === reference).length,
      charges: async (reference) =>
        terminal
          .charges()
          .filter(({ command }) => owners[command - 1] === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: () => shop.close(),
  };
}

describeCardTerminal('A ZVT terminal in memory', (options) => zvtRig(layMemory, options));
describeCardTerminal('A ZVT terminal in memory, serial frames', (options) => zvtRig(layMemorySerial, options));
describeCardTerminal('A ZVT terminal on TCP', (options) => zvtRig(layTcp, options));

const noPtys = whyNoPtys();
describe.skipIf(noPtys !== null)(`on a serial line${noPtys === null ? '' : ` (${noPtys})`}`, () => {
  describeCardTerminal('A ZVT terminal on a serial port', (options) => zvtRig(layPty, options));
});

const hardware = hardwareTerminal(process.env);
if (hardware !== null) vi.setConfig({ testTimeout: 300_000 });
describe.skipIf(hardware === null)(hardware === null ? 'hardware: none named by ZVT_TERMINAL' : 'hardware', () => {
  describeCardTerminal('The ZVT terminal named by ZVT_TERMINAL', (options) => {
    if (hardware === null) throw new Error('no terminal is named');
    return hardwareRig(hardware, options);
  });
});
