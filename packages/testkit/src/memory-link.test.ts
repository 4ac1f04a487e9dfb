import { expect, test } from 'vitest';
import { FakeClock } from './clock.ts';
import { describeByteLink } from './contracts/index.ts';
import { memoryDialer, memoryLinkPair } from './memory-link.ts';

const call = () => ({ signal: new AbortController().signal, timeoutMs: 1_000 });

describeByteLink('A pair in memory', async () => {
  const { a, b, unplug } = memoryLinkPair();
  const close = async () => {
    await a.close();
    await b.close();
  };
  return { a, b, tellsClose: true, unplug: async () => unplug(), close };
});

test('bytes arrive after write has returned, in the pieces that were asked for', async () => {
  const pieces: number[] = [];
  const { a, b } = memoryLinkPair({ chunk: (bytes) => [bytes.subarray(0, 1), bytes.subarray(1)] });
  b.onBytes((piece) => pieces.push(piece.length));
  void a.write(Uint8Array.of(1, 2, 3));
  expect(pieces).toEqual([]);
  await new FakeClock().settle();
  expect(pieces).toEqual([1, 2]);
});

test('a silent line swallows bytes and the end of the other side', async () => {
  const heard: unknown[] = [];
  const { a, b, goSilent } = memoryLinkPair();
  b.onBytes((piece) => heard.push(piece));
  b.onClose((cause) => heard.push(cause));
  goSilent();
  await a.write(Uint8Array.of(1));
  await a.close();
  await new FakeClock().settle();
  expect(heard).toEqual([]);
});

test('a dialer gives each dial a line of its own, or nobody is there', async () => {
  let accepted = 0;
  const dialer = memoryDialer(() => {
    accepted += 1;
  });
  const first = await dialer.dial(call());
  await first.close();
  await dialer.dial(call());
  expect([accepted, dialer.pairs.length]).toEqual([2, 2]);
  dialer.refuse();
  await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-601' });
  dialer.welcome();
  await dialer.dial(call());
  expect(accepted).toBe(3);
});
