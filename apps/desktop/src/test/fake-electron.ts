import { EventEmitter } from 'node:events';
import type { ShellElectron } from '../boot.ts';
import type { Monitor, Rectangle } from '../windows/display-plan.ts';

class FakeWindow extends EventEmitter {
  readonly options: Readonly<Record<string, unknown>>;
  readonly log: string[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: () => {},
    forcefullyCrashRenderer: () => this.log.push('end page'),
  });
  private destroyed = false;
  private bounds: Rectangle;

  constructor(options: Readonly<Record<string, unknown>>) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 0, height = 0 } = options as Partial<Rectangle>;
    this.bounds = { x, y, width, height };
  }

  async loadURL(url: string): Promise<void> {
    this.log.push(`load ${url.slice(0, 60)}`);
  }
  show(): void {
    this.log.push('show');
  }
  showInactive(): void {
    this.log.push('show inactive');
  }
  focus(): void {
    this.log.push('focus');
  }
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    this.destroyed = true;
  }
  getBounds(): Rectangle {
    return this.bounds;
  }
  setBounds(bounds: Rectangle): void {
    this.bounds = bounds;
  }
  /** What a click on the window's cross does. Returns whether the window was kept open. */
  cross(): boolean {
    return isPrevented(this, 'close');
  }
}

/** Electron as far as the shell uses it, with monitors to plug in and events to fire. */
export function fakeElectron(monitors: Monitor[]) {
  const windows: FakeWindow[] = [];
  const cookies: Record<string, unknown[]> = {};
  const log: string[] = [];
  const answers = { question: 0 };
  const sessionOf = (partition: string) => {
    cookies[partition] ??= [];
    return Object.assign(new EventEmitter(), {
      cookies: { set: async (cookie: unknown) => void cookies[partition]?.push(cookie) },
      setPermissionRequestHandler: () => log.push(`guard ${partition}`),
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
      setDisplayMediaRequestHandler: () => {},
      setProxy: async () => {},
    });
  };
  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    getLocale: () => 'nl-NL',
    exit: (code: number) => log.push(`exit ${code}`),
  });
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => monitors,
    getPrimaryDisplay: () => monitors[0],
    getDisplayMatching: ({ x }: Rectangle) =>
      monitors.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ?? monitors[0],
  });
  const electron = {
    app,
    screen,
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: { start: () => 1, stop: () => true },
    session: {
      defaultSession: sessionOf('default'),
      fromPartition: (partition: string) => {
        const created = sessionOf(partition);
        app.emit('session-created', created);
        return created;
      },
    },
    Menu: {
      setApplicationMenu: (menu: unknown) => log.push(menu === null ? 'no menu' : 'menu'),
      buildFromTemplate: (template: unknown) => template,
    },
    dialog: {
      showErrorBox: (_title: string, text: string) => log.push(`error: ${text}`),
      showMessageBox: async () => {
        log.push('question');
        return { response: answers.question };
      },
    },
    BrowserWindow: class extends FakeWindow {
      constructor(options: Readonly<Record<string, unknown>>) {
        super(options);
        windows.push(this);
      }
    },
  };
  return { electron: electron as unknown as ShellElectron, app, screen, windows, cookies, log, answers };
}

/** Fires an event and says whether somebody prevented its default. */
export function isPrevented(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, {
    preventDefault: () => {
      prevented = true;
    },
  });
  return prevented;
}
