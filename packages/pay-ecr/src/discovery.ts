/**
 * Finding PAY.POS terminals on the shop's network (paynl/PAY.ECR, discovery protocol): a UDP broadcast asks who is there,
 * and each terminal answers with its code and name. Nothing is signed, so an answer is a hint: the address of the
 * settings stays, and what doesn't fit it becomes a finding for IT.
 */
import { type CallContext, type ErrorEntry, maskCardNumbers } from '@tillbridge/kernel';
import { PAY_ECR_ERRORS } from './errors.ts';
import { PAY_ECR_DISCOVERY_PORT } from './settings.ts';

/** A datagram that came back, and from where. */
export interface DatagramAnswer {
  readonly bytes: Uint8Array;
  /** The sender's address, without a port. */
  readonly address: string;
}

/** Asks everybody on the network one question. */
export interface BroadcastPort {
  /**
   * Sends `question` to `port` of everybody, and hands over each answer until `call.timeoutMs` is over. Rejects with a
   * `TillbridgeError` when it can't be sent, or with the signal's reason.
   */
  broadcast(
    question: Uint8Array,
    port: number,
    heard: (answer: DatagramAnswer) => void,
    call: CallContext,
  ): Promise<void>;
}

export const WHO_IS = 'PAY.POS-WHO.IS';
const I_AM = 'PAY.POS-I.AM';
/** How long the vendor's example collects answers. */
export const DISCOVERY_MS = 3_000;
const MAX_ANSWER_BYTES = 512;
const MAX_NAME = 64;
const TERMINAL_CODE = /^TH-\d{4}-\d{4}$/;

export interface FoundTerminal {
  readonly code: string;
  readonly name: string;
  readonly address: string;
}

/** The terminal that the settings name. */
export interface PinnedTerminal {
  readonly terminalCode: string;
  readonly host: string;
}

/** Something that IT should look at. `entry` is of the catalogue; `detail` names codes and addresses. */
export interface DiscoveryFinding {
  readonly entry: ErrorEntry;
  readonly detail: string;
}

export interface Discovered {
  readonly terminals: readonly FoundTerminal[];
  readonly findings: readonly DiscoveryFinding[];
}

/** What a terminal answered: code and name. Null for anything else. Names may hold a colon. */
export function readIAm(bytes: Uint8Array): { readonly code: string; readonly name: string } | null {
  if (bytes.length > MAX_ANSWER_BYTES) return null;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  const [head, code, ...rest] = text.replace(/[\r\n\0]+$/, '').split(':');
  if (head !== I_AM || code === undefined || !TERMINAL_CODE.test(code) || rest.length === 0) return null;
  const name = maskCardNumbers(
    rest
      .join(':')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  ).slice(0, MAX_NAME);
  return { code, name };
}

/**
 * Who is there. With `pinned`, also what speaks against its code and address. Rejects as the port does.
 */
export async function discover(port: BroadcastPort, call: CallContext, pinned?: PinnedTerminal): Promise<Discovered> {
  const found = new Map<string, FoundTerminal>();
  const strange = new Set<string>();
  const heard = ({ bytes, address }: DatagramAnswer) => {
    const answer = readIAm(bytes);
    if (answer === null) strange.add(address);
    else found.set(`${answer.code} ${address}`, { ...answer, address });
  };
  const timeoutMs = Math.min(call.timeoutMs, DISCOVERY_MS);
  await port.broadcast(new TextEncoder().encode(WHO_IS), PAY_ECR_DISCOVERY_PORT, heard, { ...call, timeoutMs });
  const terminals = [...found.values()].sort((a, b) => compare(a.code, b.code) || compare(a.address, b.address));
  return {
    terminals,
    findings: [
      ...[...strange].sort().map((address) => ({ entry: PAY_ECR_ERRORS.discoveryUnreadable, detail: address })),
      ...(pinned === undefined ? [] : findingsOf(terminals, pinned)),
    ],
  };
}

/** What speaks against the code and address of the settings. */
export function findingsOf(terminals: readonly FoundTerminal[], pinned: PinnedTerminal): DiscoveryFinding[] {
  const findings: DiscoveryFinding[] = [];
  const { terminalCode, host } = pinned;
  const itself = terminals.filter((terminal) => terminal.code === terminalCode);
  for (const other of terminals) {
    if (other.address !== host || other.code === terminalCode) continue;
    findings.push({ entry: PAY_ECR_ERRORS.foundOther, detail: `${other.code} at ${host} instead of ${terminalCode}` });
  }
  const addresses = itself.map((terminal) => terminal.address).join(', ');
  if (itself.length > 1) {
    findings.push({ entry: PAY_ECR_ERRORS.foundTwice, detail: `${terminalCode} at ${addresses}` });
  } else if (itself.length === 0) {
    findings.push({ entry: PAY_ECR_ERRORS.notFound, detail: terminalCode });
  } else if (addresses !== host) {
    findings.push({
      entry: PAY_ECR_ERRORS.foundElsewhere,
      detail: `${terminalCode} at ${addresses} instead of ${host}`,
    });
  }
  return findings;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
