import { describe, expect, it } from 'vitest';
import { Child } from './child.ts';

const script = (code: string): readonly string[] => ['--input-type=module', '--eval', code];

describe('a process of ours', () => {
  it('is ready when it says so, and ends when it is killed', async () => {
    const child = new Child({
      name: 'one',
      args: script(
        `console.log('warming up'); console.log('{"event":"ready","port":1}'); setInterval(() => {}, 1000);`,
      ),
    });
    expect(await child.ready).toEqual({ event: 'ready', port: 1 });
    expect(child.exit).toBeNull();
    expect(await child.kill9()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(child.tail()).toContain('one | warming up');
  });

  it('fails with its own words when it ends before it is ready', async () => {
    const child = new Child({ name: 'two', args: script(`console.error('no settings'); process.exit(3);`) });
    await expect(child.ready).rejects.toThrow(/exit code 3[\s\S]*two \| no settings/);
  });

  it('is ended when it does not listen to a polite request', async () => {
    const child = new Child({
      name: 'three',
      args: script(`process.on('SIGTERM', () => {}); console.log('{"event":"ready"}'); setInterval(() => {}, 1000);`),
    });
    await child.ready;
    expect(await child.stop(50)).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
