/**
 * What the bytes of ZVT mean, as types (PA00P015 rev 13.08, "commands, bitmaps, errors"). An APDU is read in two steps:
 * `decodeMessage` takes it apart without losing a byte, a `read…` function then says what it means.
 */
import type { Cents, ErrorEntry } from '@tillbridge/kernel';

/** `class instr length data`. */
export interface Apdu {
  /** Class and instruction, for example 0x0601. */
  readonly control: number;
  readonly data: Uint8Array;
  /** `extended`: FF and two bytes of length; legal for short data as well, so it is remembered. */
  readonly lengthForm: 'short' | 'extended';
}

/** Why bytes can't be read on. */
export interface Fault {
  readonly entry: ErrorEntry;
  /** In the APDU, from its first byte. */
  readonly offset: number;
  readonly detail: string;
}

/** The sets of letters a text may be in: by registration, or as the settings say. */
export type Charset = 'cp437' | 'iso-8859-1' | 'iso-8859-2' | 'iso-8859-15' | 'utf-8' | 'ascii' | 'zvt-7bit';

/** A tag of a TLV container. */
export interface TlvNode {
  /** As on the wire: 0x07, 0x1f10, 0x3f21. */
  readonly tag: number;
  /** How many bytes the tag takes; and the length: 1, 2 (81 nn) or 3 (82 hi lo). Kept, so that encoding is exact. */
  readonly tagBytes: number;
  readonly lengthBytes: 1 | 2 | 3;
  /** Of a constructed tag whose inside can be read. */
  readonly children: readonly TlvNode[] | null;
  /** The contents, also of a constructed one. */
  readonly value: Uint8Array;
}

/** A part of a message that has no bitmap in front: password, config byte, status byte, text … */
export interface HeadPart {
  readonly name: HeadName;
  readonly raw: Uint8Array;
}
export type HeadName =
  | 'password'
  | 'new-password'
  | 'config-byte'
  | 'currency'
  | 'result-code'
  | 'status'
  | 'timeout'
  | 'software'
  | 'terminal-status'
  | 'attribute'
  | 'text'
  | 'receipt-from'
  | 'receipt-to'
  | 'data';

/** A bitmap with its data. */
export interface Field {
  readonly bmp: number;
  /** The data alone, without length digits. */
  readonly raw: Uint8Array;
  /** Of BMP 06: its tags. Null when the inside can't be read; `raw` stands all the same. */
  readonly tlv: readonly TlvNode[] | null;
  /** How many bytes its length takes on the wire: 0 for fixed ones, 2 LLVAR, 3 LLLVAR, 1 to 3 for BMP 06. */
  readonly lengthBytes: 0 | 1 | 2 | 3;
}

/** An APDU taken apart. Nothing is lost: `encodeMessage` gives the same bytes again, whatever was in them. */
export interface Message {
  readonly control: number;
  readonly lengthForm: 'short' | 'extended';
  /** What its length bytes say; for a message made by hand it follows from the parts. Differs when bytes are missing or too many. */
  readonly declaredLength?: number;
  readonly head: readonly HeadPart[];
  /** In the order of the wire. */
  readonly fields: readonly Field[];
  /** What can't be read, from `fault` on. */
  readonly rest: Uint8Array;
  /** Null: everything could be read. */
  readonly fault: Fault | null;
}

export interface DecodeContext {
  /** Default: CP437. */
  readonly charset?: Charset;
  /** The command that is running: 06 0F means another thing after 05 01 (INFERRED from ambiguous forms). */
  readonly running?: number;
}

// --- what the terminal says ------------------------------------------------------------------------------------

/** 04 0F. Null: the terminal didn't say. */
export interface StatusInformation {
  /** BMP 27; 0x00 is success. */
  readonly resultCode: number | null;
  readonly amountCents: Cents | null;
  /** `0978`. */
  readonly currency: string | null;
  /** Eight digits. */
  readonly terminalId: string | null;
  /** Six digits, or longer by tag 1F2B. */
  readonly trace: string | null;
  /** BMP 37, of a reversal. */
  readonly originalTrace: string | null;
  /** BMP 87, four digits; null also for FFFF. */
  readonly receipt: string | null;
  /** BMP 88, six digits. */
  readonly turnover: string | null;
  /** `MMDD` and `hhmmss` of the terminal's clock. */
  readonly date: string | null;
  readonly time: string | null;
  /** First six and last four at most; `*` for the rest. Empty becomes null. */
  readonly maskedPan: string | null;
  readonly cardSequence: string | null;
  /** BMP 8A, or tag 41 when that is FF. */
  readonly cardType: number | null;
  /** BMP 8B or tag 4A, without trailing nulls. */
  readonly cardName: string | null;
  readonly vuNumber: string | null;
  readonly approvalCode: string | null;
  /** BMP 3C, for the cashier, lines separated by a line feed. */
  readonly additionalText: string | null;
  /** BMP 19: 40 offline, 50 card checked, 60 online, 70 PIN. */
  readonly paymentKind: number | null;
  /** Tag 1F10. */
  readonly cvm: number | null;
  /** Tag 1F11: false is offline. */
  readonly online: boolean | null;
  /** Tags 1F16 and 1F17. */
  readonly extendedCode: string | null;
  readonly extendedText: string | null;
  /** Tags 46 and 47, as text, for receipts. */
  readonly emvCustomer: string | null;
  readonly emvMerchant: string | null;
  /** Tag 1F36 and 1F25: parts of the amount. */
  readonly tipCents: Cents | null;
  readonly cashbackCents: Cents | null;
  /** BMP 60, of an end of day. */
  readonly totals: EndOfDayTotals | null;
}

export interface EndOfDayTotals {
  readonly receiptFrom: string;
  readonly receiptTo: string;
  readonly groups: Readonly<Record<CardGroup, { readonly count: number; readonly sumCents: Cents }>>;
}
export type CardGroup = 'girocard' | 'jcb' | 'mastercard' | 'amex' | 'visa' | 'diners' | 'others';

/** 04 FF. */
export interface IntermediateStatus {
  readonly status: number;
  /** A new T4. */
  readonly timeoutMinutes: number | null;
  /** Tags 24/07. */
  readonly texts: readonly string[];
}

/** 06 0F. */
export interface Completion {
  /** BMP 27, when it carries one: a completion can be a failure. */
  readonly resultCode: number | null;
  /** After 05 01. */
  readonly terminalStatus: number | null;
  readonly software: string | null;
  /** BMP 19 after 06 00: 01 initialisation needed, 02 diagnosis needed, 04 OPT needed. */
  readonly statusByte: number | null;
  readonly terminalId: string | null;
  readonly currency: string | null;
  /** Tag 27/14 of a registration: the set of letters it takes. */
  readonly charset: Charset | null;
}

/** 06 1E. */
export interface Abort {
  readonly resultCode: number | null;
  readonly extendedCode: string | null;
  readonly extendedText: string | null;
  /** B8: the open pre-authorisation, if one is named. */
  readonly receipt: string | null;
}

/** 80 xx or 84 xx. */
export interface Response {
  readonly positive: boolean;
  /** Of a negative one: `xx`, or the data byte of 84 1E (see there). */
  readonly code: number | null;
}

/** 06 D1. */
export interface PrintLine {
  /** How many line feeds, for attribute FF; else one text. */
  readonly text: string;
  readonly feeds: number;
  readonly centred: boolean;
  /** The last line of this receipt. */
  readonly last: boolean;
}

export type ReceiptType = 'merchant' | 'customer' | 'administration' | 'unknown';

/** 06 D3. */
export interface PrintBlock {
  readonly receipt: ReceiptType;
  readonly lines: readonly { readonly text: string; readonly centred: boolean }[];
  /** Tag 1F37 byte 0: a receipt of a declined or aborted transaction. */
  readonly declined: boolean;
}

/** 04 01: `yymmdd`, `hhmmss`. */
export interface DateTime {
  readonly date: string;
  readonly time: string;
}

// --- what the till says ------------------------------------------------------------------------------------------

export interface RegistrationCommand {
  readonly password: string;
  readonly configByte: number;
  readonly currency: string | null;
  readonly serviceByte: number | null;
  /** Tag 26: commands the till takes. */
  readonly permitted: readonly number[];
  /** Tag 27/14: sets of letters the till offers. */
  readonly charsets: readonly Charset[];
  /** A container was there, even an empty one: the terminal may send containers. */
  readonly tlv: boolean;
}

/** 06 01, 06 31, 06 30. */
export interface PaymentCommand {
  /** 06 30 and 06 31. */
  readonly password: string | null;
  readonly amountCents: Cents | null;
  readonly currency: string | null;
  /** BMP 19. */
  readonly paymentType: number | null;
  /** BMP 87 of a reversal. */
  readonly receipt: string | null;
  /** BMP 01, in seconds. */
  readonly timeoutSeconds: number | null;
}

export interface ServiceCommand {
  readonly password: string | null;
  /** BMP 03. */
  readonly serviceByte: number | null;
}
