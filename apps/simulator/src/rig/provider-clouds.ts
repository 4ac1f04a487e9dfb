import type { KcSimulatorOptions } from '@tillbridge/simulators/kassacompleet';
import type { MspSimulatorOptions } from '@tillbridge/simulators/multisafepay';
import type { Child } from './child.ts';
import { KcClient } from './kc-client.ts';
import { MspClient } from './msp-client.ts';
import type { DemoSettings } from './settings.ts';

/** Which clouds a shop has besides Pay.'s. */
export interface CloudOptions {
  /** MultiSafepay, at the till of `DEMO_MSP_WORKPLACE`. */
  readonly multisafepay?: Partial<Omit<MspSimulatorOptions, 'port' | 'clock'>>;
  /** Kassa Compleet, at the till of `DEMO_KC_WORKPLACE`. */
  readonly kassaCompleet?: Partial<Omit<KcSimulatorOptions, 'port' | 'clock'>>;
}

/** Clouds in processes of their own. */
export interface ProviderClouds {
  readonly msp: MspClient | null;
  readonly kc: KcClient | null;
  /** Where the agent finds them. */
  readonly settings: Pick<DemoSettings, 'mspUrl' | 'kcUrl'>;
  logs(): string;
  close(): Promise<void>;
}

type StartSimulator = (name: string, ...args: readonly string[]) => Child;

/** Devices that react at once, and calls that are repeated soon. */
const QUICK_MSP: CloudOptions['multisafepay'] = {
  presentAfterMs: 5,
  processMs: 20,
  declineShownMs: 200,
  notificationRetryMs: [100, 200, 400, 800, 1_600],
};
const QUICK_KC: CloudOptions['kassaCompleet'] = { webhookRetryMs: 200 };

export async function openProviderClouds(
  options: CloudOptions,
  agentUrl: string,
  start: StartSimulator,
): Promise<ProviderClouds> {
  const children: Child[] = [];
  const close = async () => {
    await Promise.all(children.map((child) => child.stop()));
  };
  const run = async (name: string, how: object | undefined): Promise<string | null> => {
    if (how === undefined) return null;
    const child = start(name, '--port', '0', '--agent', agentUrl, `--${name}`, JSON.stringify(how));
    children.push(child);
    return String((await child.ready)[name]);
  };
  const { multisafepay, kassaCompleet } = options;
  try {
    const mspUrl = await run('multisafepay', multisafepay && { ...QUICK_MSP, ...multisafepay });
    const kcUrl = await run('kassacompleet', kassaCompleet && { ...QUICK_KC, ...kassaCompleet });
    return {
      msp: mspUrl === null ? null : new MspClient(mspUrl),
      kc: kcUrl === null ? null : new KcClient(kcUrl),
      settings: { ...(mspUrl === null ? {} : { mspUrl }), ...(kcUrl === null ? {} : { kcUrl }) },
      logs: () => children.map((child) => child.tail()).join('\n'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
