import { describe, expect, test } from 'vitest';
import { type Machine, planHelpers } from './debian-packages.ts';

const ZEEP = '/usr/lib/python3/dist-packages/zeep/__init__.py';
const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux"\nID=debian\n';
const UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';

function machine(change: Partial<Machine> & { readonly files?: readonly string[] }): Machine {
  const { files = [], ...rest } = change;
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    isRoot: false,
    osRelease: DEBIAN,
    exists: (file) => files.includes(file),
    ...rest,
  };
}

describe('programs that some tests use', () => {
  test('are left alone where they are', () => {
    expect(planHelpers(machine({ files: ['/usr/bin/socat', '/usr/local/bin/tshark', ZEEP] }))).toEqual({
      do: 'nothing',
    });
  });

  test('are installed on Debian and its children with the rights for it, the missing ones alone', () => {
    const plan = { do: 'install', names: ['tshark'], missing: 'tshark (the check of recorded ZVT traffic)' };
    expect(planHelpers(machine({ isRoot: true, files: ['/usr/bin/socat', ZEEP] }))).toEqual(plan);
    expect(planHelpers(machine({ isRoot: true, files: ['/usr/bin/socat', ZEEP], osRelease: UBUNTU }))).toEqual(plan);
  });

  test('are named with what they are for, and one command', () => {
    expect(planHelpers(machine({}))).toEqual({
      do: 'ask',
      sentence:
        'This machine has no socat (tests over serial lines), tshark (the check of recorded ZVT traffic), ' +
        'zeep (a SOAP client of others against our WSDL); the tests that need it are skipped. ' +
        'Run: sudo apt-get update && sudo apt-get install socat tshark python3-zeep',
    });
    expect(planHelpers(machine({ platform: 'darwin', osRelease: '' }))).toMatchObject({
      sentence: expect.stringMatching(/Run: brew install socat wireshark$/),
    });
    expect(planHelpers(machine({ platform: 'win32', osRelease: '' }))).toMatchObject({
      sentence: expect.stringMatching(/are skipped\.$/),
    });
  });
});
