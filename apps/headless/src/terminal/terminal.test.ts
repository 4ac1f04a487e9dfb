/** `tillbridge terminal`, against a terminal on a port, beside a running agent and without one. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, type RunningAgent, startAgent } from '@tillbridge/agent';
import { memoryLog, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it, vi } from 'vitest';
import { cli } from '../cli.ts';
import { startZvtAnswerer, type ZvtAnswerer } from '../test/zvt-answerer.ts';

const ENV = { MPLUS: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', ZVT: '123456' };
const NO_WINDOW = new Map<string, never>();

function settingsText(port: number): string {
  return `
version: 1
venue: { name: Speelpark }
data: ./data
listen: { port: 0 }
mplus: { subscriptions: [{ id: SHOP, secret: { env: MPLUS } }] }
tills:
  - { branch: 3, workplace: 12, name: Balie, subscription: SHOP, card: pin-3, qr: pay-qr }
routes:
  - id: pin-3
    kind: zvt-terminal
    name: Pin 3
    connection: { tcp: { host: 127.0.0.1, port: ${port} } }
    password: { env: ZVT }
  - { id: pay-qr, kind: pay-qr, name: QR, account: pay }
accounts:
  - id: pay
    kind: pay
    serviceId: SL-1234-5678
    serviceSecret: { env: MPLUS }
    tokenCode: AT-1234-5678
    apiToken: { env: MPLUS }
    cores: [http://127.0.0.1:9]
`;
}

async function tillbridge(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(args, { env: ENV, out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out, err, text: [...out, ...err].join('\n'), json: () => JSON.parse(out[0] ?? 'null') };
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly config: readonly [string, string];
  readonly terminal: ZvtAnswerer;
}

async function withTerminal(use: (place: Place) => Promise<void>) {
  await withTempFolder(async (folder) => {
    const terminal = await startZvtAnswerer();
    const file = join(folder, 'tillbridge.yaml');
    writeFileSync(file, settingsText(terminal.port));
    try {
      await use({ folder, data: join(folder, 'data'), config: ['--config', file], terminal });
    } finally {
      await terminal.close();
    }
  });
}

async function withAgent(use: (place: Place & { agent: RunningAgent }) => Promise<void>) {
  await withTerminal(async (place) => {
    const loaded = await loadSettings(place.config[1], ENV);
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const agent = await startAgent({
      settings: loaded.settings,
      assets: { cashier: NO_WINDOW, display: NO_WINDOW },
      ports: { log: memoryLog() },
    });
    try {
      await vi.waitFor(() => expect(place.terminal.commands).toContain('05 01'));
      await use({ ...place, agent });
    } finally {
      await agent.close();
    }
  });
}

describe('tillbridge terminal', () => {
  it.each([
    [['terminal'], 'terminal wants list, discover, test, diagnose, end-of-day or trace.'],
    [['terminal', 'pay'], "terminal can't 'pay'."],
    [['terminal', 'test', '--data', '.'], 'terminal test wants the id of a route.'],
    [['terminal', 'trace', '--data', '.'], 'terminal trace wants the id of a route, or --file FILE.'],
    [['terminal', 'trace', 'x', '--file', 'y'], 'terminal trace takes a ROUTE or --file, not both.'],
    [['terminal', 'trace', 'x', '--on', '--off'], '--on or --off, not both.'],
    [['terminal', 'trace', 'x', '--replay'], '--replay wants --file.'],
    [['terminal', 'discover', 'a b'], 'HOST is an address or a name.'],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    expect(await tillbridge(...args)).toMatchObject({ code: 2, err: [sentence, 'See: tillbridge --help'] });
  });
});

describe('beside a running agent', () => {
  it('lists the terminals with their last sign of life', async () => {
    await withAgent(async ({ config, terminal }) => {
      await vi.waitFor(async () => {
        const { code, text } = await tillbridge('terminal', 'list', ...config);
        expect(code).toBe(0);
        expect(text).toContain(`pin-3        zvt-terminal     tcp://127.0.0.1:${terminal.port}  Pin 3`);
        expect(text).toMatch(/last heard \d+ s ago \(.+\)/);
      });
      const listed = (await tillbridge('terminal', 'list', '--json', ...config)).json();
      expect(listed).toMatchObject({ agent: expect.any(String), terminals: [{ route: 'pin-3', busy: false }] });
    });
  });

  it('asks through the agent: what the terminal says, and what it refuses with who has to act', async () => {
    await withAgent(async ({ config }) => {
      const test = await tillbridge('terminal', 'test', 'pin-3', ...config);
      expect(test.code).toBe(0);
      expect(test.out[0]).toBe('pin-3: the test is done.');
      expect(test.text).toContain('60001234');
      const diagnosis = await tillbridge('terminal', 'diagnose', 'pin-3', '--json', ...config);
      expect(diagnosis.json()).toMatchObject({ kind: 'done', lines: ['Diagnose OK'], throughAgent: true });
      const day = await tillbridge('terminal', 'end-of-day', 'pin-3', ...config);
      expect(day.code).toBe(1);
      expect(day.out[0]).toMatch(/^pin-3 says no to the end of day: ZVT-\d{3} /);
      expect(day.text).toContain('Who acts:');
      expect(day.text).toContain('Money:');
    });
  });

  it('names what can be asked when the route is none of those', async () => {
    await withAgent(async ({ config }) => {
      for (const route of ['pin-9', 'pay-qr']) {
        const { code, text } = await tillbridge('terminal', 'test', route, ...config);
        expect(code).toBe(2);
        expect(text).toContain('TILL-414');
      }
    });
  });

  it('S1: shows the wire in words, keeps it in files when told to, and reads those again', async () => {
    await withAgent(async ({ config, data }) => {
      const on = await tillbridge('terminal', 'trace', 'pin-3', '--on', ...config);
      expect(on).toMatchObject({ code: 0, out: [expect.stringContaining(join(data, 'traces'))] });
      await tillbridge('terminal', 'test', 'pin-3', ...config);
      const shown = await tillbridge('terminal', 'trace', 'pin-3', ...config);
      expect(shown.text).toMatch(/→ 06 00 /);
      expect(shown.text).toMatch(/← 06 0F .*60001234/);
      expect((await tillbridge('terminal', 'trace', 'pin-3', '--last', '2', ...config)).out).toHaveLength(2);
      const off = await tillbridge('terminal', 'trace', 'pin-3', '--off', '--json', ...config);
      expect(off.json()).toMatchObject({ route: 'pin-3', on: false });

      const [name = ''] = readdirSync(join(data, 'traces'));
      const file = join(data, 'traces', name);
      await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('0501'));
      for (const text of [shown.text, readFileSync(file, 'utf8')]) expect(text).not.toContain(ENV.ZVT);
      expect((await tillbridge('terminal', 'trace', '--file', file)).text).toMatch(/→ 06 00 /);
      expect(await tillbridge('terminal', 'trace', '--file', file, '--replay')).toMatchObject({
        code: 0,
        out: [expect.stringMatching(/^\d+ lines, all of them can be read\.$/)],
      });
      appendFileSync(file, '{"at":0,"direction":"from-terminal","hex":"040f0327","text":null,"note":null}\nhello\n');
      const replayed = await tillbridge('terminal', 'trace', '--file', file, '--replay');
      expect(replayed.code).toBe(1);
      expect(replayed.text).toMatch(/line \d+: ZVT-1\d\d at byte \d+: /);
      expect(replayed.text).toContain('no JSON');
    });
  });

  it('follows the wire until the agent ends', async () => {
    await withAgent(async ({ agent, config }) => {
      const followed = tillbridge('terminal', 'trace', 'pin-3', '--follow', '--json', ...config);
      await tillbridge('terminal', 'diagnose', 'pin-3', ...config);
      await new Promise((resolve) => setImmediate(resolve));
      await agent.close();
      const { code, out } = await followed;
      expect(code).toBe(0);
      const sequences = out.map((line) => JSON.parse(line).sequence as number);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    });
  });
});

describe('without an agent', () => {
  it('lists what the settings name, and says that nobody has heard it', async () => {
    await withTerminal(async ({ config }) => {
      const { code, text } = await tillbridge('terminal', 'list', ...config);
      expect(code).toBe(0);
      expect(text).toContain('pin-3        zvt-terminal     tcp://127.0.0.1:');
      expect(text).toContain('No agent runs');
    });
  });

  it('asks the terminal itself, and lets it and the data folder go again', async () => {
    await withTerminal(async ({ config, terminal }) => {
      for (const again of [1, 2]) {
        const { code, json } = await tillbridge('terminal', 'test', 'pin-3', '--json', ...config);
        expect([again, code, json()]).toMatchObject([again, 0, { kind: 'done', throughAgent: false }]);
      }
      expect(terminal.commands.filter((command) => command === '06 00')).toHaveLength(2);
      expect(terminal.commands).not.toContain('06 01');
    });
  });

  it('says that the terminal is off, and that no money moved', async () => {
    await withTerminal(async ({ config, terminal }) => {
      await terminal.close();
      const { code, text } = await tillbridge('terminal', 'test', 'pin-3', ...config);
      expect(code).toBe(1);
      expect(text).toContain("pin-3 can't be reached: TILL-601");
      expect(text).toContain('Who acts: IT. Money: none moved.');
    });
  });

  it('names the routes that can be asked', async () => {
    await withTerminal(async ({ config }) => {
      const unknown = await tillbridge('terminal', 'test', 'pin-9', ...config);
      expect(unknown).toMatchObject({
        code: 2,
        err: ['No route of the settings has the id pin-9.', 'Can be asked: pin-3.'],
      });
      const cloud = await tillbridge('terminal', 'test', 'pay-qr', ...config);
      expect(cloud.err[0]).toBe('pay-qr is a route of kind pay-qr, which is not on a wire of ours.');
    });
  });

  it('wants the settings, not the data folder alone', async () => {
    await withTerminal(async ({ data }) => {
      const { code, text } = await tillbridge('terminal', 'test', 'pin-3', '--data', data);
      expect(code).toBe(4);
      expect(text).toContain('--config');
    });
  });

  it('shows no wire', async () => {
    await withTerminal(async ({ config }) => {
      expect(await tillbridge('terminal', 'trace', 'pin-3', ...config)).toMatchObject({ code: 4 });
    });
  });
});
