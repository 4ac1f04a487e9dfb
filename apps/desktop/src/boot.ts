/** Everything after Electron is ready: agent, sessions, windows, and their end. Electron comes in, so tests can fake it. */
import path from 'node:path';
import { describeError, TillbridgeError } from '@tillbridge/kernel';
import type { BrowserWindow } from 'electron';
import type { ShellAgent, WindowRole } from './agent-port.ts';
import { keepAwake } from './quit/keep-awake.ts';
import { quitWords } from './quit/quit-words.ts';
import { Quitter } from './quit/quitter.ts';
import { stopOnce } from './quit/stop-once.ts';
import { guardContents, guardSession } from './security/guards.ts';
import type { Timing } from './timing.ts';
import { type CustomerWindow, DisplayKeeper } from './windows/display-keeper.ts';
import { displayMemoryIn } from './windows/display-memory.ts';
import type { DisplayScene, Rectangle } from './windows/display-plan.ts';
import { enter } from './windows/enter.ts';
import { loadApology, loadPage, openPage, pageOf } from './windows/shell-window.ts';
import { WindowCare } from './windows/window-care.ts';
import { cashierWindowOptions, displayWindowOptions, partitionOf } from './windows/window-options.ts';

export type ShellElectron = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'dialog' | 'Menu' | 'powerMonitor' | 'powerSaveBlocker' | 'screen' | 'session'
>;

export interface BootOptions {
  readonly dataFolder: string;
  readonly timing: Timing;
  readonly platform: NodeJS.Platform;
  startAgent(): Promise<ShellAgent>;
  say(message: string): void;
  /** Calls back when the process is told to end (SIGTERM, SIGINT). */
  onSignal(work: () => void): void;
}

export async function boot(electron: ShellElectron, options: BootOptions): Promise<void> {
  const { app } = electron;
  let agent: ShellAgent;
  try {
    agent = await options.startAgent();
  } catch (error) {
    options.say(`the agent could not start: ${describeError(error)}`);
    electron.dialog.showErrorBox('Tillbridge', startFailure(error));
    app.exit(1);
    return;
  }
  await new Shell(electron, options, agent).open();
}

/** What a person reads when the agent could not start: what is wrong, and what IT should look at where we know it. */
function startFailure(error: unknown): string {
  if (error instanceof TillbridgeError) return `${error.message}\n\n${error.entry.it}`;
  return error instanceof Error ? error.message : String(error);
}

class Shell {
  private readonly electron: ShellElectron;
  private readonly options: BootOptions;
  private readonly agent: ShellAgent;
  private readonly quitter: Quitter;
  private readonly keeper: DisplayKeeper;
  private readonly cares: Readonly<Record<WindowRole, WindowCare>>;
  private readonly windows: Partial<Record<WindowRole, BrowserWindow>> = {};

  constructor(electron: ShellElectron, options: BootOptions, agent: ShellAgent) {
    this.electron = electron;
    this.options = options;
    this.agent = agent;
    const { timing, say, platform, dataFolder } = options;
    const endAwake = keepAwake(electron.powerSaveBlocker, () => agent.busy(), timing);
    const stop = stopOnce(() => agent.close(), timing);
    this.quitter = new Quitter({
      timing,
      isBusy: () => agent.busy(),
      askPerson: () => this.askPerson(),
      stop: () => {
        endAwake();
        this.keeper.stop();
        for (const care of Object.values(this.cares)) care.stop();
        return stop();
      },
      exit: () => {
        say('stopped');
        electron.app.exit(0);
      },
    });
    this.cares = {
      cashier: this.careFor('cashier', () => this.openCashier()),
      display: this.careFor('display', () => this.reopenDisplay()),
    };
    this.keeper = new DisplayKeeper({
      timing,
      memory: displayMemoryIn(path.join(dataFolder, 'display.json')),
      scene: () => this.scene(),
      open: (bounds) => this.openDisplay(bounds, platform),
      say,
    });
  }

  async open(): Promise<void> {
    this.guardEverything();
    await this.letIn('cashier');
    await this.letIn('display');
    this.hearTheSystem();
    this.openCashier();
    this.keeper.look();
    this.options.say(`windows are open at ${this.agent.address}`);
  }

  private guardEverything(): void {
    const { app, session, Menu } = this.electron;
    const origin = () => this.agent.address;
    app.on('web-contents-created', (_event, contents) => guardContents(contents, origin));
    app.on('session-created', (created) => guardSession(created, origin));
    guardSession(session.defaultSession, origin);
    // The standard menu's keys reload, zoom and open the developer tools; macOS needs one for copy and paste.
    const forMac = [{ role: 'appMenu' as const }, { role: 'editMenu' as const }];
    Menu.setApplicationMenu(this.options.platform === 'darwin' ? Menu.buildFromTemplate(forMac) : null);
  }

  private async letIn(role: WindowRole): Promise<void> {
    await enter(this.electron.session.fromPartition(partitionOf(role)), this.agent, role);
  }

  private hearTheSystem(): void {
    const { app, screen, powerMonitor } = this.electron;
    const monitorsChanged = () => this.keeper.changed();
    screen.on('display-added', monitorsChanged);
    screen.on('display-removed', monitorsChanged);
    screen.on('display-metrics-changed', monitorsChanged);
    powerMonitor.on('resume', monitorsChanged);
    powerMonitor.on('unlock-screen', monitorsChanged);
    powerMonitor.on('shutdown', () => this.quitter.request('system'));
    this.options.onSignal(() => this.quitter.request('system'));
    app.on('second-instance', () => this.showCashier());
    app.on('activate', () => this.showCashier());
    // Closing is the quitter's decision, never that of the last window.
    app.on('window-all-closed', () => {});
    app.on('before-quit', (event) => {
      event.preventDefault();
      if (!this.quitter.isEnding) this.quitter.request('person');
    });
  }

  private openCashier(): void {
    this.windows.cashier?.destroy();
    const window = new this.electron.BrowserWindow(cashierWindowOptions(this.electron.app.isPackaged));
    this.windows.cashier = window;
    window.on('close', (event) => {
      if (this.quitter.isEnding) return;
      event.preventDefault();
      this.quitter.request('person');
    });
    window.on('move', () => this.keeper.changed());
    this.hearSessionEnd(window);
    openPage(window, 'cashier', this.agent.address, this.cares.cashier);
  }

  private openDisplay(bounds: Rectangle, platform: NodeJS.Platform): CustomerWindow {
    const { app, BrowserWindow, screen } = this.electron;
    const window = new BrowserWindow(displayWindowOptions(bounds, platform, app.isPackaged));
    this.windows.display = window;
    // Alt+F4 on the customer's side must not take the display away.
    window.on('close', (event) => {
      if (!this.quitter.isEnding) event.preventDefault();
    });
    this.hearSessionEnd(window);
    openPage(window, 'display', this.agent.address, this.cares.display);
    return {
      monitorId: () => (window.isDestroyed() ? -1 : screen.getDisplayMatching(window.getBounds()).id),
      place: (to) => {
        if (!window.isDestroyed()) window.setBounds({ ...to });
      },
      close: () => {
        this.cares.display.stop();
        window.destroy();
      },
    };
  }

  private reopenDisplay(): void {
    this.windows.display?.destroy();
    this.keeper.forget();
    this.keeper.look();
  }

  /** Windows tells its windows, and nobody else, that the session ends. */
  private hearSessionEnd(window: BrowserWindow): void {
    window.on('query-session-end', (event) => {
      if (!this.quitter.request('session-asks')) event.preventDefault();
    });
    window.on('session-end', () => this.quitter.request('system'));
  }

  private careFor(role: WindowRole, reopen: () => void): WindowCare {
    const withWindow = (work: (window: BrowserWindow) => void) => () => {
      const window = this.windows[role];
      if (window && !window.isDestroyed()) work(window);
    };
    return new WindowCare(role, this.options.timing, {
      reload: withWindow((window) => loadPage(window, pageOf(this.agent.address, role))),
      apologise: withWindow(loadApology),
      endPage: withWindow((window) => window.webContents.forcefullyCrashRenderer()),
      reopen,
      say: this.options.say,
    });
  }

  private scene(): DisplayScene {
    const { screen } = this.electron;
    const cashier = this.windows.cashier;
    const at = cashier && !cashier.isDestroyed() ? screen.getDisplayMatching(cashier.getBounds()) : null;
    return { monitors: screen.getAllDisplays(), cashierId: (at ?? screen.getPrimaryDisplay()).id };
  }

  private showCashier(): void {
    const window = this.windows.cashier;
    if (!window || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  private async askPerson(): Promise<boolean> {
    const words = quitWords(this.electron.app.getLocale());
    const question = {
      type: 'question' as const,
      title: 'Tillbridge',
      message: words.question,
      detail: words.explanation,
      buttons: [words.stay, words.afterwards],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const window = this.windows.cashier;
    const { response } = await (window && !window.isDestroyed()
      ? this.electron.dialog.showMessageBox(window, question)
      : this.electron.dialog.showMessageBox(question));
    return response === 1;
  }
}
