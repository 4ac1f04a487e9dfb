/**
 * How long a guest waits for the terminal to light up: from the moment the till's signed webhook leaves until the first
 * byte of the payment (06 01) arrives at a terminal on TCP. The agent runs in its own process with its own store, so that
 * signature, inbox, intent on disk, dialling and the driver's own note are all in it. Every payment is approved, handed
 * over and acknowledged before the next one starts, over a connection of its own.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock, systemRandom } from '@tillbridge/agent';
import { listenTcp } from '@tillbridge/device-io/tcp';
import type { ByteLink } from '@tillbridge/kernel';
import { ZvtTerminal } from '@tillbridge/simulators/zvt';
import { CONTROL } from '@tillbridge/zvt/codec';
import { bareLink } from '@tillbridge/zvt/link';
import { startChild, withFolder } from './child.ts';
import { HttpClient } from './http-client.ts';
import { type Finding, metric } from './report.ts';
import { percentile } from './stats.ts';
import { pollBody, type SignedBody, startBody } from './webhook-traffic.ts';
import { ZVT_PASSWORD } from './zvt-settings.ts';

export interface FirstByteBenchOptions {
  readonly payments?: number;
  /** Before the first that counts. */
  readonly warmUp?: number;
}

const TILL = 1;
const POLL_AGAIN_MS = 5;
/** A payment that isn't on the wire or isn't paid by then never will be. */
const PATIENCE_MS = 20_000;
const LIMIT_MS = 15;

export function zvtFirstByteBench(options: FirstByteBenchOptions = {}): Promise<readonly Finding[]> {
  const { payments = 200, warmUp = 30 } = options;
  return withFolder(async (folder) => {
    const terminal = await startTerminal();
    const agent = await startChild(join(import.meta.dirname, 'subjects', 'agent.ts'), [
      folder,
      '--zvt',
      String(terminal.port),
    ]);
    const client = new HttpClient(Number(agent.ready.port), 2);
    try {
      const samples: number[] = [];
      for (let n = 0; n < warmUp + payments; n += 1) {
        const ms = await payOnce(client, terminal);
        if (n >= warmUp) samples.push(ms);
      }
      terminal.check(warmUp + payments);
      const limit = { what: 'limit (ms)', value: LIMIT_MS };
      return [metric('zvt', 'first_byte_p95', percentile(samples, 0.95), 'ms', limit, `≤ ${LIMIT_MS} ms`)];
    } finally {
      client.close();
      await agent.stop();
      await terminal.close();
    }
  });
}

async function payOnce(client: HttpClient, terminal: TimedTerminal): Promise<number> {
  const id = randomUUID();
  const start = startBody(id, TILL);
  const onTheWire = terminal.nextPayment();
  const left = performance.now();
  const [arrived] = await Promise.all([onTheWire, post(client, start)]);
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; ) {
    const { body } = await post(client, pollBody(id, TILL));
    if (body.includes('"confirmed":true')) return arrived - left;
    if (body.includes('"cancelled":true')) throw new Error(`a payment was not paid: ${body.toString()}`);
    if (performance.now() > giveUpAt) throw new Error('a payment never ended');
    await new Promise((resolve) => setTimeout(resolve, POLL_AGAIN_MS));
  }
}

interface TimedTerminal {
  readonly port: number;
  /** When the first byte of the next 06 01 is here. */
  nextPayment(): Promise<number>;
  /** Throws unless so many payments came, each once, and all were paid. */
  check(payments: number): void;
  close(): Promise<void>;
}

/** A terminal on TCP whose guests pay at once. */
async function startTerminal(): Promise<TimedTerminal> {
  const clock = systemClock();
  const terminal = new ZvtTerminal({
    clock,
    random: systemRandom(),
    options: {
      password: ZVT_PASSWORD,
      autopilot: { outcome: 'approve', afterMs: 0 },
      hostMs: 0,
      cardTakenAfterMs: 0,
      printMs: 0,
    },
  });
  let arrived: (atMs: number) => void = () => undefined;
  const listener = await listenTcp({ host: '127.0.0.1', port: 0 }, (link) => {
    terminal.attach(
      bareLink(
        tapped(link, (atMs) => arrived(atMs)),
        { clock },
      ),
    );
  });
  return {
    port: listener.port,
    nextPayment: () => {
      const next = Promise.withResolvers<number>();
      arrived = next.resolve;
      const late = setTimeout(() => next.reject(new Error('no payment came to the terminal')), PATIENCE_MS);
      return next.promise.finally(() => clearTimeout(late));
    },
    check: (payments) => {
      const [charges, starts] = [terminal.charges().length, terminal.authorisations()];
      if (charges !== payments || starts !== payments) {
        throw new Error(`${payments} payments, ${starts} came to the terminal, ${charges} were paid`);
      }
    },
    close: async () => {
      terminal.close();
      await listener.close();
    },
  };
}

/** The same link, which tells when a piece that begins with 06 01 is here. */
function tapped(link: ByteLink, payment: (atMs: number) => void): ByteLink {
  return {
    write: (bytes) => link.write(bytes),
    onBytes: (listener) =>
      link.onBytes((bytes) => {
        if (((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0) === CONTROL.authorisation) payment(performance.now());
        listener(bytes);
      }),
    onClose: (listener) => link.onClose(listener),
    close: () => link.close(),
  };
}

async function post(client: HttpClient, { path, headers, body }: SignedBody) {
  const answer = await client.post(path, headers, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString()}`);
  return answer;
}
