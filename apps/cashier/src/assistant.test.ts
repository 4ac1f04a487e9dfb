import { describe, expect, it } from 'vitest';
import { type Assistant, assistant, beginAssistant, nextQuestionAt, type Step } from './assistant.ts';

/** Answers one question a second; 0 lets a minute pass. */
function walk(means: 'card' | 'qr', answers: readonly (0 | 1 | 2)[]): { state: Assistant; steps: Step[]; at: number } {
  let at = 100_000;
  let state = beginAssistant(means, 0, at);
  const steps = [state.step];
  for (const which of answers) {
    at += which === 0 ? 60_000 : 1_000;
    state = assistant(state, which === 0 ? { type: 'time', at } : { type: 'answer', which, at });
    steps.push(state.step);
  }
  return { state, steps, at };
}

describe('the assistant', () => {
  it('asks nothing for ten seconds, while the agent enquires', () => {
    const begun = beginAssistant('card', 1_000, 1_500);
    expect([begun.step, nextQuestionAt(begun)]).toEqual(['asking', 11_000]);
    expect(assistant(begun, { type: 'time', at: 10_999 }).step).toBe('asking');
    expect(assistant(begun, { type: 'time', at: 11_000 }).step).toBe('terminal-asks');
  });

  it('asks at once when the outcome has been unknown for longer, say since before a restart', () => {
    expect(beginAssistant('card', 0, 60_000).step).toBe('terminal-asks');
    expect(beginAssistant('qr', 0, 60_000).step).toBe('phone');
  });

  it('asks nothing about terminal or paper when the terminal took it offline', () => {
    const begun = beginAssistant('offline', 1_000, 11_000);
    expect(begun.step).toBe('not-known');
    const waiting = assistant(begun, { type: 'answer', which: 1, at: 12_000 });
    expect([waiting.step, assistant(waiting, { type: 'time', at: 72_000 }).step]).toEqual(['asking', 'not-known']);
  });

  it('lets the guest finish when the terminal still asks, and comes back after a minute', () => {
    expect(walk('card', [1, 0]).steps).toEqual(['terminal-asks', 'let-finish', 'terminal-asks']);
  });

  it.each([
    [1, 'approved'],
    [2, 'declined'],
  ] as const)('comes in four answers to who records what the paper says (%s)', (which, says) => {
    const { steps, state } = walk('card', [2, 1, which, 1]);
    expect(steps).toEqual(['terminal-asks', 'receipt', 'receipt-says', 'same-amount', 'who']);
    expect(state.says).toBe(says);
  });

  it('has the last receipt printed once when the first was an old one, then gives up', () => {
    const { steps, state } = walk('card', [2, 1, 1, 2, 1, 2, 2]);
    expect(steps.slice(4)).toEqual(['reprint', 'receipt-says', 'same-amount', 'not-known']);
    expect(state.says).toBeNull();
  });

  it('has no path longer than the printing allows, and none that ends anywhere but in the known ends', () => {
    const ends = new Set<Step>();
    const explore = (answers: readonly (1 | 2)[]): void => {
      const { state } = walk('card', answers);
      if (['who', 'not-known', 'let-finish'].includes(state.step)) ends.add(state.step);
      else if (answers.length > 8) throw new Error(`no end: ${answers.join('')}`);
      else for (const which of [1, 2] as const) explore([...answers, which]);
    };
    explore([]);
    expect(ends).toEqual(new Set(['who', 'not-known', 'let-finish']));
  });

  it('believes a phone only with the same amount, and never that it says "not paid"', () => {
    expect(walk('qr', [1, 1]).state).toMatchObject({ step: 'who', says: 'approved' });
    expect(walk('qr', [1, 2]).state).toMatchObject({ step: 'not-known', says: null });
    expect(walk('qr', [2]).state).toMatchObject({ step: 'not-known', says: null });
  });

  it('waits with the guest for a minute and asks again, or gives them words to go with', () => {
    const waiting = walk('qr', [2, 1]);
    expect([waiting.state.step, waiting.state.askAt]).toEqual(['asking', waiting.at + 60_000]);
    expect(walk('qr', [2, 1, 0]).state.step).toBe('phone');
    expect(walk('qr', [2, 2]).state.step).toBe('tell-customer');
  });

  it('answers once when a key is pressed twice', () => {
    const begun = beginAssistant('card', 0, 100_000);
    const first = assistant(begun, { type: 'answer', which: 2, at: 101_000 });
    const second = assistant(first, { type: 'answer', which: 2, at: 101_799 });
    expect(second).toBe(first);
    expect(assistant(first, { type: 'answer', which: 2, at: 101_800 }).step).toBe('reprint');
  });

  it('P1: is never more than noted when a person has recorded it', () => {
    const who = walk('card', [2, 1, 1, 1]).state;
    expect(assistant(who, { type: 'recorded', at: 200_000 }).step).toBe('noted');
    expect(assistant(who, { type: 'not-recorded', at: 200_000 }).step).toBe('not-known');
    const begun = beginAssistant('card', 0, 100_000);
    expect(assistant(begun, { type: 'recorded', at: 200_000 })).toBe(begun);
  });
});
