import type { Clock, ErrorEntry } from '@tillbridge/kernel';
import type { Begun } from '@tillbridge/payments';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import { newestEntry } from './history-window.ts';
import { isHistoryList } from './inquiry.ts';
import { isPong, type TerminalLine } from './terminal-line.ts';

/** How long a payment of somebody else may occupy a terminal, as far as anybody can say. */
const OTHERS_PAYMENT_MS = 45_000;
/** How often a terminal is asked to leave its order screen before a payment. */
const CLEAR_TRIES = 3;
const CLEAR_PAUSE_MS = 200;

export type Refusal = Extract<Begun, { kind: 'refused' }>;

export function refused(
  reason: Refusal['reason'],
  entry: ErrorEntry,
  more: string | null,
  busyForMs: number | null = null,
): Refusal {
  return { kind: 'refused', reason, detail: detailOf(entry, more === null ? null : cleanWords(more)), busyForMs };
}

/** A payment of ours has the terminal. */
export function inUseByUs(forMs: number): Refusal {
  return refused('terminal-in-use', PAY_ECR_ERRORS.inUse, 'by this computer', forMs);
}

/** Whether the terminal says that nothing runs on it. */
export async function isFree(line: TerminalLine, signal: AbortSignal): Promise<boolean> {
  const ping = await line.ask({ type: 'PING' }, isPong, { signal });
  return ping.kind === 'reply' && (ping.message.status === 'IDLE' || ping.message.status === 'ORDER_PRESENTING');
}

export interface Ready {
  readonly kind: 'ready';
  /** The newest entry of the terminal's history; null when it has none. */
  readonly newestBefore: string | null;
  /** The connection on which all this was said. */
  readonly link: number;
}

/** Proves that the terminal is free, clears a basket from its screen, and looks where its history ends. */
export async function makeReady(line: TerminalLine, clock: Clock, signal: AbortSignal): Promise<Ready | Refusal> {
  const ping = await line.ask({ type: 'PING' }, isPong, { signal });
  if (ping.kind === 'silent') return refused('terminal-offline', ping.entry, ping.why);
  if (ping.kind === 'error') return refused('provider-refused', PAY_ECR_ERRORS.serviceRefused, ping.reason);
  let { status } = ping.message;
  for (let tries = 0; status === 'ORDER_PRESENTING' && tries < CLEAR_TRIES; tries += 1) {
    if (tries > 0) await clock.sleep(CLEAR_PAUSE_MS, signal);
    const told = await line.tell({ type: 'ORDER_STOP' }, { signal });
    if (told.kind === 'silent') return refused('terminal-offline', told.entry, told.why);
    status = told.status;
  }
  if (status === 'BOOTING') return refused('terminal-offline', PAY_ECR_ERRORS.notReady, null);
  if (status !== 'IDLE') return refused('terminal-in-use', PAY_ECR_ERRORS.inUse, status, OTHERS_PAYMENT_MS);

  const list = await line.ask({ type: 'HISTORY_LIST' }, isHistoryList, { signal });
  if (list.kind === 'silent') return refused('terminal-offline', list.entry, list.why);
  if (list.kind === 'error') return refused('provider-refused', PAY_ECR_ERRORS.serviceRefused, list.reason);
  return { kind: 'ready', newestBefore: newestEntry(list.message.items), link: line.openLink };
}
