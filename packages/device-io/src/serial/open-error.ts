import { type ErrorEntry, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from '../errors.ts';

/**
 * What a refused opening means. The native part of serialport gives no codes, only the words of the system or, on Windows,
 * its own: this table is the one place that reads them.
 */
const MEANINGS: readonly (readonly [RegExp, ErrorEntry])[] = [
  // The lock is taken, the port is marked exclusive, or (Windows) somebody else has it.
  [/cannot lock port|resource busy|access denied/i, DEVICE_IO_ERRORS.portInUse],
  [/permission denied|operation not permitted/i, DEVICE_IO_ERRORS.noPermission],
  // The last one: a name without hardware behind it, as Linux keeps for built-in ports.
  [/no such file|no such device|file not found|input\/output error/i, DEVICE_IO_ERRORS.noSuchPort],
];

export function openError(cause: unknown, address: string): TillbridgeError {
  if (cause instanceof TillbridgeError) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  const entry = MEANINGS.find(([words]) => words.test(detail))?.[1] ?? DEVICE_IO_ERRORS.portSettings;
  return new TillbridgeError(entry, { about: address, detail, cause });
}
