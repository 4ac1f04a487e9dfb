/**
 * Electron's entry. Only what must happen before `ready`, and nothing that waits: `ready` comes when this module has
 * been evaluated, so waiting for it here would wait for ever (electron/electron#40719).
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as electron from 'electron';
import { forbiddenSwitches } from './launch/forbidden-switches.ts';
import { ozoneRelaunch } from './launch/ozone.ts';
import { APP_ID, dataFolder, settingsFile, type Whereabouts, windowFolder } from './launch/places.ts';
import { shellLog } from './shell-log.ts';
import { realTiming } from './timing.ts';

const { app } = electron;

launch();

function launch(): void {
  const args = process.argv.slice(1);
  const where: Whereabouts = {
    isPackaged: app.isPackaged,
    appData: app.getPath('appData'),
    args,
    env: process.env,
    workingFolder: process.cwd(),
  };
  const folder = dataFolder(where);
  const say = shellLog(path.join(folder, 'logs', 'shell.log'));

  const forbidden = forbiddenSwitches(app.isPackaged, (name) => app.commandLine.hasSwitch(name));
  if (forbidden.length > 0) {
    say(`refused to start with ${forbidden.join(', ')}`);
    app.exit(1);
    return;
  }

  const relaunch = ozoneRelaunch({
    platform: process.platform,
    env: process.env,
    args,
    executable: process.execPath,
  });
  if (relaunch) {
    say('starting again under X11: a Wayland window can not choose its monitor');
    app.relaunch(relaunch);
    app.exit(0);
    return;
  }

  // The lock is that of the data folder, which must be there before it is asked for (electron/electron#33547).
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
  app.setAppUserModelId(APP_ID);
  app.enableSandbox();

  const settings = settingsFile(where);
  if (!app.requestSingleInstanceLock({ settings })) {
    say('another Tillbridge is running and has been brought to the front');
    app.quit();
    return;
  }

  process.on('uncaughtException', (error) => {
    // What is left running after this can't be trusted with money; the journal and the next start can.
    say(`stopped by a fault: ${error.stack ?? error.message}`);
    app.exit(1);
  });
  void app.whenReady().then(async () => {
    const { boot } = await import('./boot.ts');
    const { startShellAgent } = await import('./agent-host.ts');
    await boot(electron, {
      dataFolder: folder,
      timing: realTiming,
      platform: process.platform,
      startAgent: () =>
        startShellAgent({
          settingsFile: settings,
          env: process.env,
          windowFolder: (role) => windowFolder(app.isPackaged, app.getAppPath(), role),
          say,
        }),
      say,
      onSignal: (work) => {
        process.on('SIGTERM', work);
        process.on('SIGINT', work);
      },
    });
  });
}
