import type { CallContext, ErrorEntry } from '@tillbridge/kernel';
import { type ApiAnswer, type ConsumerFinding, checkConsumers, type MplusApi } from '@tillbridge/mplus';
import type { AgentSettings } from '../settings.ts';

/** How MplusKASSA sends one till's webhooks, as its API shows it. */
export interface TillCheck {
  readonly till: string;
  /** What people call it. */
  readonly name: string;
  /** Empty: all is as it must be. */
  readonly findings: readonly ConsumerFinding[];
  /** Why it could not be looked at; null: it was. */
  readonly failed: ErrorEntry | null;
}

export interface SelfCheckPorts {
  readonly api: Pick<MplusApi, 'call'>;
  /** Some codes that shops injected. */
  readonly codes: readonly string[];
  readonly isOurs: (endpoint: string) => boolean;
}

/** Looks at every till's subscription, one after the other. */
export async function checkTills(
  { tills }: Pick<AgentSettings, 'tills'>,
  { api, codes, isOurs }: SelfCheckPorts,
  context: CallContext,
): Promise<readonly TillCheck[]> {
  const checks: TillCheck[] = [];
  let failed: ErrorEntry | null = null;
  for (const { id, name, branch, workplace, subscription, card, qr, methods } of tills) {
    const look = { workplace: { branchNumber: branch, workplaceNumber: workplace } };
    const answer: ApiAnswer<'getWebhookConsumers'> | undefined =
      failed === null ? await api.call('getWebhookConsumers', look, context) : undefined;
    if (answer?.ok === false) failed = answer.failure.error.entry;
    const findings =
      answer?.ok === true
        ? checkConsumers(answer.value.webhookConsumerList.webhookConsumer, {
            subscriptionId: subscription,
            payments: card.length + qr.length + methods.size > 0,
            methods: [...methods.keys()],
            codes,
            isOurs,
          })
        : [];
    checks.push({ till: id, name, findings, failed });
  }
  return checks;
}

export interface Machine {
  readonly hostname: string;
  /** Of all networks, this machine's own. */
  readonly addresses: readonly string[];
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address leads to this agent, or to a proxy that the settings name. Another name than this machine's may be one of its names, so the port decides. */
export function ownAddresses(
  { port, lan, names }: Pick<AgentSettings['listen'], 'port' | 'lan' | 'names'>,
  { hostname, addresses }: Machine,
): (endpoint: string) => boolean {
  return (endpoint) => {
    if (!URL.canParse(endpoint)) return false;
    const url = new URL(endpoint);
    if (names.includes(url.host)) return true;
    const given = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    if (LOOPBACK.has(url.hostname)) return port === 0 || given === port || given === lan?.port;
    if (lan === null || given !== lan.port) return false;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isName = !/^[\d.]+$/.test(host) && !host.includes(':');
    return isName || host === hostname || host === lan.host || addresses.includes(host);
  };
}
