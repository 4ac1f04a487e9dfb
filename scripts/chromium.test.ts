import { describe, expect, test } from 'vitest';
import { type ChromiumMachine, findChromium, planChromium } from './chromium.ts';

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux"\nID=debian\n';
const UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';

function machine(change: Partial<ChromiumMachine> & { readonly files?: readonly string[] }): ChromiumMachine {
  const { files = [], ...rest } = change;
  return {
    platform: 'linux',
    env: {},
    isRoot: false,
    osRelease: DEBIAN,
    playwrightChromium: '/cache/chrome',
    exists: (file) => files.includes(file),
    ...rest,
  };
}

describe('Chromium is found', () => {
  test('where the variable says, before any other place', () => {
    const files = ['/usr/bin/chromium', '/opt/own/chrome'];
    expect(findChromium(machine({ files, env: { TILLBRIDGE_CHROMIUM: '/opt/own/chrome' } }))).toBe('/opt/own/chrome');
  });

  test('in the usual places of each system, then where Playwright keeps its own', () => {
    expect(findChromium(machine({ files: ['/usr/bin/google-chrome', '/cache/chrome'] }))).toBe(
      '/usr/bin/google-chrome',
    );
    expect(findChromium(machine({ files: ['/cache/chrome'] }))).toBe('/cache/chrome');
    const onWindows = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files' };
    expect(findChromium(machine({ platform: 'win32', env, files: [onWindows] }))).toBe(onWindows);
    expect(findChromium(machine({}))).toBeNull();
  });
});

describe('without a Chromium', () => {
  test('Debian with the rights for it installs the package', () => {
    expect(planChromium(machine({ isRoot: true }))).toEqual({ do: 'install', names: ['chromium'] });
  });

  test('without the rights one command is named', () => {
    expect(planChromium(machine({}))).toMatchObject({
      do: 'ask',
      sentence: expect.stringMatching(/sudo apt-get update && sudo apt-get/),
    });
    expect(planChromium(machine({ platform: 'darwin', osRelease: '' }))).toMatchObject({
      do: 'ask',
      sentence: expect.stringMatching(/npx playwright install chromium/),
    });
    expect(planChromium(machine({ isRoot: true, osRelease: UBUNTU }))).toMatchObject({
      do: 'ask',
      sentence: expect.stringMatching(/npx playwright install chromium/),
    });
  });

  test('a variable that names nothing is said, and nothing is installed behind its back', () => {
    const env = { TILLBRIDGE_CHROMIUM: '/gone' };
    expect(planChromium(machine({ env, isRoot: true, files: ['/usr/bin/chromium'] }))).toMatchObject({
      do: 'ask',
      sentence: expect.stringMatching(/names \/gone, which is not there/),
    });
  });
});
