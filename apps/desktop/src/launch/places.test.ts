import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataFolder, settingsFile, type Whereabouts, windowFolder } from './places.ts';

const INSTALLED: Whereabouts = {
  isPackaged: true,
  appData: path.resolve('/home/till/.config'),
  args: [],
  env: {},
  workingFolder: path.resolve('/work'),
};
const FROM_SOURCE: Whereabouts = { ...INSTALLED, isPackaged: false };

describe('the data folder', () => {
  test('of an installed Tillbridge and of a start from source differ, so they never share a lock', () => {
    expect(dataFolder(INSTALLED)).toBe(path.resolve('/home/till/.config/Tillbridge'));
    expect(dataFolder(FROM_SOURCE)).toBe(path.resolve('/home/till/.config/Tillbridge Source'));
  });

  test('can be moved by the environment only for a start from source', () => {
    const env = { TILLBRIDGE_SHELL_DATA: 'tmp/shell' };
    expect(dataFolder({ ...FROM_SOURCE, env })).toBe(path.resolve('/work/tmp/shell'));
    expect(dataFolder({ ...INSTALLED, env })).toBe(dataFolder(INSTALLED));
  });
});

describe('the settings file', () => {
  test('is the one of the command line, else of the environment, else the one in the data folder', () => {
    const env = { TILLBRIDGE_CONFIG: '/etc/tillbridge.yaml' };
    expect(settingsFile({ ...INSTALLED, args: ['--settings=mine.yaml'], env })).toBe(path.resolve('/work/mine.yaml'));
    expect(settingsFile({ ...INSTALLED, env })).toBe(path.resolve('/etc/tillbridge.yaml'));
    expect(settingsFile(INSTALLED)).toBe(path.resolve('/home/till/.config/Tillbridge/tillbridge.yaml'));
    expect(settingsFile({ ...INSTALLED, env: { TILLBRIDGE_CONFIG: '' } })).toBe(settingsFile(INSTALLED));
  });
});

test('the built windows lie inside an installed app, and beside the app in the sources', () => {
  expect(windowFolder(true, '/opt/tillbridge/app.asar', 'cashier')).toBe(
    path.join('/opt/tillbridge/app.asar/windows/cashier'),
  );
  expect(windowFolder(false, '/src/apps/desktop', 'display')).toBe(path.join('/src/apps/display/dist'));
});
