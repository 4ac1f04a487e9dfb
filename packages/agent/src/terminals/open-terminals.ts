import type { Clock, Log } from '@tillbridge/kernel';
import type { TerminalPort } from '@tillbridge/relay';
import { openStore } from '@tillbridge/store-sqlite';
import { journalFile, openDataFolder } from '../host/data-folder.ts';
import { systemClock, systemDigest } from '../node-ports.ts';
import { type DevicePorts, systemDevices } from '../routes/devices.ts';
import { isOnDevice } from '../routes/shared-device.ts';
import { wireDriver } from '../routes/wire-drivers.ts';
import type { AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import { wireTraces } from '../trace/wire-traces.ts';
import { TerminalDesk } from './terminal-desk.ts';
import { wireTerminals } from './wire-terminals.ts';

export interface OpenTerminals extends TerminalPort {
  /** Lets the terminals and the data folder go. */
  close(): Promise<void>;
}

export interface OpenTerminalsOptions {
  readonly settings: AgentSettings;
  readonly log: Log;
  readonly clock?: Clock;
  readonly devices?: DevicePorts;
}

/**
 * The terminals of the settings without an agent, for IT. Owns the data folder meanwhile, so that no agent can talk to a
 * terminal at the same time: throws TILL-221 while one runs, and TILL-501 for a folder that can't be used.
 */
export function openTerminals({ settings, log, ...given }: OpenTerminalsOptions): OpenTerminals {
  const clock = given.clock ?? systemClock();
  openDataFolder(settings.dataFolder);
  const store = openStore({ file: journalFile(settings.dataFolder), digest: systemDigest(), clock, log });
  const traces = wireTraces(settings, { clock, log });
  const memory = store.driverMemory;
  const ports = { clock, log, memory, devices: given.devices ?? systemDevices({ clock, log }), trace: traces.of };
  const drivers = settings.routes.filter(isWire).map((route) => wireDriver(route, settings.accounts, ports));
  const byRoute = new Map(drivers.map((driver) => [driver.route, driver]));
  const terminals = wireTerminals(settings, byRoute, traces);
  const desk = new TerminalDesk(terminals, {
    clock,
    log,
    openOn: (route) => isOnDevice(store.open(), route, byRoute.get(route)),
    heard: () => undefined,
    failed: () => undefined,
  });
  return {
    list: () => desk.list(),
    ask: (route, question) => desk.ask(route, question, null),
    switchTrace: (route, on) => desk.switchTrace(route, on),
    traced: (route, after) => desk.traced(route, after),
    async close() {
      await desk.close();
      await traces.idle();
      await store.idle();
      store.close();
    },
  };
}
