import { type ErrorEntry, isUnwritable } from '@tillbridge/kernel';
import { INJECTION_ERRORS } from '@tillbridge/vouchers';
import { type FaultCode, writeFault } from './envelope.ts';

/** What a client hears when its request can't be an operation at all. `detail` never repeats a value that was sent. */
export class SoapFault extends Error {
  readonly entry: ErrorEntry;
  readonly detail: string | null;
  readonly code: FaultCode;

  constructor(entry: ErrorEntry, detail: string | null = null, code: FaultCode = faultCodeOf(entry)) {
    super(detail ?? entry.title);
    this.entry = entry;
    this.detail = detail;
    this.code = code;
  }
}

const { notAdmitted, tooFast, shutOut, notStored, inside } = INJECTION_ERRORS;
/** `Server`: the same request may succeed later (SOAP 1.1, section 4.4.1). `Client`: it has to be another one. */
const FAULT_CODES: ReadonlyMap<string, FaultCode> = new Map([
  [notAdmitted.code, 'Client.Authentication'],
  [tooFast.code, 'Server.TooManyRequests'],
  [shutOut.code, 'Server.TooManyRequests'],
  [notStored.code, 'Server'],
  [inside.code, 'Server'],
]);

export function faultText({ entry, detail, code }: Pick<SoapFault, 'entry' | 'detail' | 'code'>): string {
  return writeFault(code, `${errorText(entry, detail)}. ${entry.it}`);
}

function faultCodeOf({ code }: ErrorEntry): FaultCode {
  return FAULT_CODES.get(code) ?? 'Client';
}

/** `SHOP-204: …`: first of all, whose it is. */
export function errorText(entry: ErrorEntry, detail: string | null = null): string {
  return `${entry.code}: ${detail ?? entry.title}`;
}

/** What a request failed with that came to the vouchers. */
export function failureOf(error: unknown): ErrorEntry {
  return isUnwritable(error) ? notStored : inside;
}
