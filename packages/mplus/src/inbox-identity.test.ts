import { nodeDigest } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { type MessageOrigin, receiptOf } from './inbox-identity.ts';

const FULL: MessageOrigin = { sender: { branch: 3, workplace: 12, instanceId: 'run-1' }, counter: 45 };
const identity = (origin: MessageOrigin, body = '{}', event = 'startExternalPayment', subscription = 'S') => {
  const receipt = receiptOf(nodeDigest(), subscription, event, origin, body, 1);
  return `${receipt.source} ${receipt.identity}`;
};

describe('a message is one with itself and with no other', () => {
  it('by its place, run, event and counter, whatever else is in it', () => {
    expect(identity(FULL, '{"a":1}')).toBe(identity(FULL, '{"a":2}'));
    expect(identity(FULL)).toBe('mplus/S 3-12/startExternalPayment/run-1/45');
  });

  it('each part makes another message', () => {
    const { sender } = FULL;
    const all = [
      identity(FULL),
      identity({ ...FULL, counter: 46 }),
      identity({ ...FULL, sender: { ...sender, instanceId: 'run-2' } }),
      identity({ ...FULL, sender: { ...sender, branch: 4 } }),
      identity({ ...FULL, sender: { ...sender, workplace: 13 } }),
      identity(FULL, '{}', 'pollExternalPayment'),
      identity(FULL, '{}', 'startExternalPayment', 'T'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    { ...FULL, counter: null },
    { ...FULL, sender: { ...FULL.sender, instanceId: null } },
    { sender: { branch: null, workplace: null, instanceId: null }, counter: null },
  ])('without run or counter the bytes decide', (origin) => {
    expect(identity(origin, '{"a":1}')).toBe(identity(origin, '{"a":1}'));
    expect(identity(origin, '{"a":1}')).not.toBe(identity(origin, '{"a":2}'));
  });
});
