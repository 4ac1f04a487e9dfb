import type { ByteLink } from '@tillbridge/kernel';
import { FakeClock, memoryDialer, memoryLog } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import type { ScanMarks } from './scan-decoder.ts';
import { listenToScanner } from './serial-scanner.ts';

/** A scanner in memory, and what became of it. */
function scannerWorld(marks: ScanMarks = { prefix: '', suffix: 'enter' }) {
  const clock = new FakeClock();
  const ends: ByteLink[] = [];
  const dialer = memoryDialer((link) => void ends.push(link));
  const codes: string[] = [];
  const health: string[] = [];
  const over = new AbortController();
  const listen = () =>
    listenToScanner(
      marks,
      {
        dialer,
        clock,
        log: memoryLog(),
        scanned: (code) => void codes.push(code),
        alive: () => void health.push('alive'),
        failed: (code) => void health.push(code),
      },
      over.signal,
    );
  const send = async (text: string) => {
    await ends.at(-1)?.write(Uint8Array.from(text, (mark) => mark.charCodeAt(0)));
    await clock.advance(0);
  };
  return { clock, dialer, codes, health, over, listen, send };
}

describe('a scanner at a serial port', () => {
  it('is heard, and let go when the agent ends', async () => {
    const { clock, codes, health, over, listen, send } = scannerWorld();
    const done = listen();
    await clock.advance(0);
    await send('TCK-00');
    await send('01\r\n');
    expect(codes).toEqual(['TCK-0001']);
    expect(new Set(health)).toEqual(new Set(['alive']));
    over.abort();
    await done;
  });

  it('is waited for when it is missing, and looked for again when it was pulled out', async () => {
    const { clock, dialer, codes, health, over, listen, send } = scannerWorld();
    dialer.refuse();
    const done = listen();
    await clock.advance(0);
    expect(health).toEqual(['TILL-601']);
    dialer.welcome();
    await clock.advance(5_000);
    await send('TCK-0001\r');
    dialer.pairs[0]?.unplug();
    await clock.advance(0);
    expect(health.at(-1)).toBe('TILL-606');
    await clock.advance(5_000);
    await send('TCK-0002\r');
    expect(codes).toEqual(['TCK-0001', 'TCK-0002']);
    over.abort();
    await done;
  });

  it('without an end of its own is over after a moment', async () => {
    const { clock, codes, over, listen, send } = scannerWorld({ prefix: '', suffix: 'none' });
    const done = listen();
    await clock.advance(0);
    await send('TCK-');
    await send('0001');
    expect(codes).toEqual([]);
    await clock.advance(60);
    expect(codes).toEqual(['TCK-0001']);
    over.abort();
    await done;
  });
});
