import type { PayEcrTerminalOptions } from '@tillbridge/simulators/payecr';
import type { ZvtOptions } from '@tillbridge/simulators/zvt';
import type { Child } from './child.ts';
import { DEMO_PAY_ECR_TERMINAL, DEMO_ZVT_PASSWORD } from './fixed-shop.ts';
import { PayEcrClient } from './pay-ecr-client.ts';
import { laySerialLine } from './serial-line.ts';
import type { DemoSettings, PayEcrPlace, ZvtPlace } from './settings.ts';
import { ZvtClient } from './zvt-client.ts';

/** Which terminals on wires a shop has. */
export interface WireOptions {
  /** One that speaks ZVT, at the till of `DEMO_ZVT_WORKPLACE`. */
  readonly zvt?: {
    readonly over: 'tcp' | 'serial';
    readonly options?: Partial<ZvtOptions>;
  };
  /** A PAY.POS terminal, at the till of `DEMO_PAY_ECR_WORKPLACE`. */
  readonly payEcr?: {
    readonly options?: Partial<Omit<PayEcrTerminalOptions, 'clock'>>;
    readonly settings?: Partial<Omit<PayEcrPlace, 'port'>>;
  };
}

/** Terminals in processes of their own. */
export interface WireTerminals {
  readonly zvt: ZvtClient | null;
  readonly payEcr: PayEcrClient | null;
  /** Where the agent finds them. */
  readonly settings: Pick<DemoSettings, 'zvt' | 'payEcr'>;
  logs(): string;
  close(): Promise<void>;
}

type StartSimulator = (name: string, ...args: readonly string[]) => Child;

/** Terminals that react at once. */
const QUICK_ZVT: Partial<ZvtOptions> = { password: DEMO_ZVT_PASSWORD, hostMs: 60, cardTakenAfterMs: 40, bootMs: 300 };
const QUICK_PAY_ECR: Partial<PayEcrTerminalOptions> = {
  code: DEMO_PAY_ECR_TERMINAL,
  name: 'Pin 4',
  presentAfterMs: 5,
  processMs: 60,
  bootMs: 300,
};

export async function openWireTerminals(options: WireOptions, start: StartSimulator): Promise<WireTerminals> {
  const closing: (() => Promise<unknown>)[] = [];
  const children: Child[] = [];
  const close = async () => {
    await Promise.all(children.map((child) => child.stop()));
    for (const end of closing.splice(0)) await end();
  };
  const run = async (name: string, ...args: readonly string[]) => {
    const child = start(name, '--control', '0', ...args);
    children.push(child);
    const { control, ...addresses } = await child.ready;
    return { control: String(control), address: String(addresses[name]) };
  };
  try {
    const zvt = options.zvt === undefined ? null : await openZvt(options.zvt, run, closing);
    const payEcr = options.payEcr === undefined ? null : await openPayEcr(options.payEcr, run);
    return {
      zvt: zvt?.client ?? null,
      payEcr: payEcr?.client ?? null,
      settings: {
        ...(zvt === null ? {} : { zvt: zvt.place }),
        ...(payEcr === null ? {} : { payEcr: payEcr.place }),
      },
      logs: () => children.map((child) => child.tail()).join('\n'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Run = (
  name: string,
  ...args: readonly string[]
) => Promise<{ readonly control: string; readonly address: string }>;

async function openZvt(
  { over, options }: NonNullable<WireOptions['zvt']>,
  run: Run,
  closing: (() => Promise<unknown>)[],
): Promise<{ readonly client: ZvtClient; readonly place: ZvtPlace }> {
  const json = JSON.stringify({ ...QUICK_ZVT, ...options });
  if (over === 'tcp') {
    const { control, address } = await run('zvt', '--tcp', '0', '--options', json);
    return { client: new ZvtClient(control), place: { tcpPort: portOf(address) } };
  }
  const line = await laySerialLine();
  closing.push(() => line.close());
  const { control } = await run('zvt', '--serial', line.terminal, '--options', json);
  return { client: new ZvtClient(control), place: { serialPath: line.till } };
}

async function openPayEcr(
  { options, settings }: NonNullable<WireOptions['payEcr']>,
  run: Run,
): Promise<{ readonly client: PayEcrClient; readonly place: PayEcrPlace }> {
  const json = JSON.stringify({ ...QUICK_PAY_ECR, ...options });
  const { control, address } = await run('payecr', '--tcp', '0', '--udp', '0', '--options', json);
  return { client: new PayEcrClient(control), place: { ...settings, port: portOf(address) } };
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
