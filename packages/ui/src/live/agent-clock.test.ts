import { expect, it } from 'vitest';
import { createAgentClock } from './agent-clock.ts';

function clockAt() {
  const time = { mono: 0, wall: 1_000_000 };
  return {
    time,
    clock: createAgentClock(
      () => time.mono,
      () => time.wall,
    ),
  };
}

it('uses the own clock until the agent was heard', () => {
  const { clock } = clockAt();
  expect(clock.now()).toBe(1_000_000);
});

it('carries the agent’s time on, whatever the own wall clock does', () => {
  const { clock, time } = clockAt();
  clock.heard(5_000);
  time.mono = 750;
  time.wall = 0;
  expect(clock.now()).toBe(5_750);
});

it('is not turned back by a message that was held up on its way', () => {
  const { clock, time } = clockAt();
  clock.heard(5_000);
  time.mono = 900;
  clock.heard(5_700);
  expect(clock.now()).toBe(5_900);
});

it('follows the agent when its clock was set back', () => {
  const { clock } = clockAt();
  clock.heard(5_000);
  clock.heard(2_000);
  expect(clock.now()).toBe(2_000);
});
