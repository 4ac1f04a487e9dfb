import {
  type ByteDialer,
  type ByteLink,
  type Clock,
  describeError,
  type Log,
  TillbridgeError,
} from '@tillbridge/kernel';
import { AGENT_ERRORS } from '../errors.ts';
import { createScanDecoder, type ScanMarks } from './scan-decoder.ts';

export interface ScannerPorts {
  readonly dialer: ByteDialer;
  readonly clock: Clock;
  readonly log: Log;
  scanned(code: string): void;
  /** The port is open. */
  alive(): void;
  failed(code: string): void;
}

const OPEN_WITHIN_MS = 5_000;
/** A scanner that was pulled out is looked for again. */
const AGAIN_AFTER_MS = 5_000;
/** A read without an end of its own is over when nothing comes for this long. */
const READ_OVER_MS = 60;

/** Listens to a scanner on a serial port until the signal aborts; one that is missing is waited for. */
export async function listenToScanner(marks: ScanMarks, ports: ScannerPorts, signal: AbortSignal): Promise<void> {
  const { dialer, clock, log } = ports;
  let wasThere = true;
  while (!signal.aborted) {
    try {
      const link = await dialer.dial({ signal, timeoutMs: OPEN_WITHIN_MS });
      log.info('scanner connected', { port: dialer.address });
      wasThere = true;
      ports.alive();
      await listen(link, marks, ports, signal);
    } catch (error) {
      if (signal.aborted) return;
      ports.failed(error instanceof TillbridgeError ? error.entry.code : AGENT_ERRORS.notReachable.code);
      if (wasThere) log.warn('no scanner', { port: dialer.address, error: describeError(error) });
      wasThere = false;
    }
    await clock.sleep(AGAIN_AFTER_MS, signal).catch(() => undefined);
  }
}

/** Resolves when we close the link, and rejects with why it ended otherwise. */
function listen(link: ByteLink, marks: ScanMarks, ports: ScannerPorts, signal: AbortSignal): Promise<void> {
  const { clock, scanned, alive } = ports;
  const decoder = createScanDecoder(marks);
  let quiet = new AbortController();
  const tell = (codes: readonly string[]): void => {
    if (codes.length > 0) alive();
    for (const code of codes) scanned(code);
  };
  const close = (): void => void link.close().catch(() => undefined);
  return new Promise<void>((resolve, reject) => {
    link.onClose((cause) => {
      quiet.abort();
      signal.removeEventListener('abort', close);
      if (cause === null) resolve();
      else reject(cause);
    });
    link.onBytes((bytes) => {
      quiet.abort();
      quiet = new AbortController();
      tell(decoder.bytes(bytes));
      clock.sleep(READ_OVER_MS, quiet.signal).then(
        () => tell(decoder.pause()),
        () => undefined,
      );
    });
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
  });
}
