import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TraceLine, traceLineSchema } from '@tillbridge/contracts';
import type { RouteId } from '@tillbridge/payments';
import { FakeClock, memoryLog, withTempFolder } from '@tillbridge/testkit';
import { maskApdu } from '@tillbridge/zvt/codec';
import { describe, expect, it } from 'vitest';
import { bytesOf } from './hex.ts';
import { TraceFiles, type TraceLimits } from './trace-files.ts';
import { COMMANDED_TRACE_MS, KEPT_LINES, WireTrace } from './wire-trace.ts';

const PIN = 'pin-3' as RouteId;
/** A test number of the card schemes; nobody's. */
const PAN = '4111111111111111';
const TRACK_2 = `${PAN}d29122010000000000`;

const ascii = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const bytes = (hex: string) => bytesOf(hex) ?? new Uint8Array();
/** An APDU of `control` around `data`, both in hexadecimal. */
const apdu = (control: string, data: string) =>
  bytes(`${control}${(data.length / 2).toString(16).padStart(2, '0')}${data}`);

async function withTrace(
  use: (rig: {
    trace: WireTrace;
    clock: FakeClock;
    files: TraceFiles;
    folder: string;
    log: ReturnType<typeof memoryLog>;
    stored(): Promise<string>;
  }) => Promise<void>,
  { always = false, limits = {} }: { always?: boolean; limits?: Partial<TraceLimits> } = {},
) {
  await withTempFolder(async (data) => {
    const clock = new FakeClock();
    const log = memoryLog();
    const folder = join(data, 'traces');
    const files = new TraceFiles(folder, log, limits);
    const trace = new WireTrace(PIN, { clock, sink: files, maskApdu }, always);
    const stored = async () => {
      await files.idle();
      const names = await readdir(folder).catch(() => []);
      return (await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), 'utf8')))).join('');
    };
    await use({ trace, clock, files, folder, log, stored });
  });
}

const linesOf = (text: string): TraceLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => traceLineSchema.parse(JSON.parse(line)));

describe('the wire trace', () => {
  it('S1: holds no card number, track, PIN, password or secret, in memory and in its file', async () => {
    await withTrace(
      async ({ trace, stored }) => {
        // Status information with the number in BMP 22, track 2 in BMP 23, text in BMP 3C and a tag nobody knows.
        trace.apdu('from-terminal', apdu('040f', `270022f0f8${PAN}`));
        trace.apdu('from-terminal', apdu('040f', `270023f1f7${TRACK_2}`));
        trace.apdu('from-terminal', apdu('040f', `27003cf0f1f6${ascii(PAN)}`));
        trace.apdu('from-terminal', apdu('040f', `270006131f0810${ascii(PAN)}`));
        trace.apdu('from-terminal', apdu('06d1', `00${ascii(`KAART ${PAN.replace(/(.{4})/g, '$1 ')}`)}`));
        // Registration with its password; a frame of something else entirely.
        trace.apdu('to-terminal', apdu('0600', '123987be0978'));
        trace.apdu('from-terminal', bytes(ascii(`%B${PAN}^NAME^2912`)));
        trace.message(
          'to-terminal',
          JSON.stringify({
            type: 'TRANSACTION_START',
            service: { serviceId: 'SL-1234-5678', secret: 'hunter2' },
            transaction: { amount: 2450, card: PAN, number: Number(PAN) },
          }),
        );
        trace.message('from-terminal', `{"ticket":"${Buffer.from(PAN).toString('base64')}","cardNumber":"${PAN}"}`);
        trace.message('from-terminal', `not json ${PAN}`);
        trace.note(`noise: ${PAN}`);
        const everything = `${await stored()}\n${JSON.stringify(trace.after(0))}`;
        expect(linesOf(await stored())).toHaveLength(11);
        for (const secret of [PAN, ascii(PAN), '123987', 'hunter2', TRACK_2]) {
          expect(everything.toLowerCase()).not.toContain(secret.toLowerCase());
        }
        expect(everything).not.toContain(Buffer.from(PAN).toString('base64'));
        // What helps is still there.
        expect(everything).toContain('411111');
        expect(everything).toContain('2450');
        expect(everything).toContain('SL-1234-5678');
      },
      { always: true },
    );
  });

  it('keeps the newest lines in memory, numbered on, whether it is on or off', async () => {
    await withTrace(async ({ trace, stored }) => {
      for (let count = 1; count <= KEPT_LINES + 7; count += 1) trace.note(`n${count}`);
      const { lines, next } = trace.after(0);
      expect([lines.length, lines[0]?.sequence, lines[0]?.note, next]).toEqual([KEPT_LINES, 8, 'n8', KEPT_LINES + 7]);
      expect(trace.after(next).lines).toEqual([]);
      trace.apdu('to-terminal', bytes('060100'));
      expect(trace.after(next).lines).toMatchObject([{ direction: 'to-terminal', hex: '060100', sequence: next + 1 }]);
      expect(await stored()).toBe('');
    });
  });

  it('is on for ten minutes when a command says so, and off at once when another does', async () => {
    await withTrace(async ({ trace, clock, stored }) => {
      expect(trace.switch(true)).toMatchObject({ on: true, until: clock.now() + COMMANDED_TRACE_MS });
      trace.apdu('to-terminal', bytes('060100'));
      await clock.advance(COMMANDED_TRACE_MS - 1);
      trace.note('still on');
      await clock.advance(1);
      trace.note('too late');
      expect(trace.state()).toMatchObject({ on: false, until: null });
      trace.switch(true);
      trace.switch(false);
      trace.note('off');
      const notes = linesOf(await stored()).map(({ note, hex }) => note ?? hex);
      expect(notes).toEqual(['trace switched on', '060100', 'still on', 'trace switched on']);
    });
  });
});

it('a trace that the settings want goes on as they say when a command switches it on again', async () => {
  await withTrace(
    async ({ trace }) => {
      expect(trace.switch(false)).toMatchObject({ on: false, until: null });
      expect(trace.switch(true)).toMatchObject({ on: true, until: null });
    },
    { always: true },
  );
});

describe('the files of a trace', () => {
  it('are one a day and route, for the agent’s account alone', async () => {
    await withTrace(
      async ({ trace, clock, folder, stored }) => {
        trace.note('today');
        await clock.advance(86_400_000);
        trace.note('tomorrow');
        await stored();
        expect((await readdir(folder)).toSorted()).toEqual(['pin-3-2026-03-01.jsonl', 'pin-3-2026-03-02.jsonl']);
        if (process.platform === 'win32') return;
        expect((await stat(folder)).mode & 0o777).toBe(0o700);
        expect((await stat(join(folder, 'pin-3-2026-03-01.jsonl'))).mode & 0o777).toBe(0o600);
      },
      { always: true },
    );
  });

  it('never fill the disk: a full one is followed by the next, and the oldest go', async () => {
    await withTrace(
      async ({ trace, folder, stored }) => {
        for (let count = 1; count <= 9; count += 1) {
          trace.note(`line ${count} ${'x'.repeat(300)}`);
          await stored();
        }
        const names = (await readdir(folder)).toSorted();
        expect(names).toHaveLength(3);
        expect(names).toContain('pin-3-2026-03-01.9.jsonl');
      },
      { always: true, limits: { fileBytes: 200, files: 3 } },
    );
  });

  it('lose lines rather than memory, and say how many', async () => {
    await withTrace(
      async ({ trace, stored }) => {
        for (let count = 1; count <= 10; count += 1) trace.note(`n${count}`);
        await stored();
        trace.note('later');
        const notes = linesOf(await stored()).map(({ note }) => note);
        expect(notes).toEqual(['n1', 'n2', 'n3', expect.stringContaining('7 lines were dropped'), 'later']);
      },
      { always: true, limits: { waiting: 3 } },
    );
  });

  it('go on when the disk refuses them: a warning, once, and no more', async () => {
    await withTempFolder(async (folder) => {
      const log = memoryLog();
      // A file where the folder should be.
      await writeFile(join(folder, 'traces'), '');
      const files = new TraceFiles(join(folder, 'traces'), log);
      const line = { at: 0, direction: null, hex: null, text: null, note: 'x' };
      files.append(PIN, line);
      await files.idle();
      files.append(PIN, line);
      await files.idle();
      expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
    });
  });
});
