import { createSerialDialer, type SerialSettings } from '@tillbridge/device-io/serial';
import type { ByteLink, Clock, Log, Random } from '@tillbridge/kernel';
import { serialLink } from '@tillbridge/zvt/link';
import { faultyBytes } from './faulty-bytes.ts';
import { Plug } from './plug.ts';
import type { ZvtTerminal } from './zvt-terminal.ts';

export type SerialPlace = Extract<SerialSettings, { readonly path: string }>;

const OPEN_MS = 5_000;
const REOPEN_MS = 1_000;
const REPLUG_MS = 100;

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Puts the terminal at the end of a serial port, with the faults of a line between them. The port stays open while the
 * terminal is cut off or restarts, as a cable would stay where it is; a port that goes away is opened again. Rejects when
 * it can't be opened at first. Resolves with what ends it.
 */
export async function serveSerial(
  place: SerialPlace,
  terminal: ZvtTerminal,
  clock: Clock,
  random: Random,
): Promise<() => Promise<void>> {
  const dialer = createSerialDialer(place, { clock, log: SILENT });
  const closing = new AbortController();
  const { signal } = closing;
  let port: ByteLink | null = null;

  const open = async () => {
    port = await dialer.dial({ signal, timeoutMs: OPEN_MS });
    serveOver(port, () => void reopen());
  };
  const reopen = async () => {
    while (!signal.aborted) {
      try {
        await clock.sleep(REOPEN_MS, signal);
        await open();
        return;
      } catch {
        // Still away; or closed meanwhile, which ends the loop.
      }
    }
  };
  const serveOver = (opened: ByteLink, gone: () => void) => {
    let away = false;
    const plug = new Plug(opened, () => {
      away = true;
      if (!signal.aborted) gone();
    });
    const plugIn = () => {
      const line = faultyBytes(plug.link(), terminal.faults, random);
      terminal.attach(serialLink(line, { clock }), () => {
        clock.sleep(REPLUG_MS, signal).then(
          () => (away ? undefined : plugIn()),
          () => undefined,
        );
      });
    };
    plugIn();
  };

  await open();
  return async () => {
    closing.abort(new Error('the simulator ends'));
    await port?.close();
  };
}
