import {
  type AgentMessage,
  agentMessageSchema,
  type CashierView,
  COMMANDS_PATH,
  type Command,
  type CommandResult,
  commandResultSchema,
  type DisplayView,
  ENTER_PATH,
  LIVE_PATH,
} from '@tillbridge/contracts';
import { until } from './until.ts';

/** A window without a screen: enters with a launch token, gives commands, and hears the live link. */
export class WindowsClient {
  readonly #origin: string;
  readonly #cookie: string;
  readonly #till: string;

  private constructor(origin: string, cookie: string, till: string) {
    this.#origin = origin;
    this.#cookie = cookie;
    this.#till = till;
  }

  /** `till`: whose windows. */
  static async enter(origin: string, launchToken: string, till: string): Promise<WindowsClient> {
    const response = await fetch(`${origin}${ENTER_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ launchToken }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (!response.ok || cookie === undefined) {
      throw new Error(`could not enter: ${response.status} ${await response.text()}`);
    }
    return new WindowsClient(origin, cookie, till);
  }

  async command(command: Command): Promise<CommandResult> {
    const response = await fetch(`${this.#origin}${COMMANDS_PATH}?till=${this.#till}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, cookie: this.#cookie },
      body: JSON.stringify(command),
    });
    const body: unknown = await response.json();
    const result = commandResultSchema.safeParse(body);
    if (!result.success) throw new Error(`not a command result: ${response.status} ${JSON.stringify(body)}`);
    return result.data;
  }

  /** Waits until the cashier's view fulfils `holds`, and hands it back. */
  cashierView(what: string, holds: (view: CashierView) => boolean, withinMs?: number): Promise<CashierView> {
    return this.#watch(
      'cashier',
      what,
      (message) => (message.type === 'cashier-view' && holds(message.view) ? message.view : undefined),
      withinMs,
    );
  }

  displayView(what: string, holds: (view: DisplayView) => boolean, withinMs?: number): Promise<DisplayView> {
    return this.#watch(
      'display',
      what,
      (message) => (message.type === 'display-view' && holds(message.view) ? message.view : undefined),
      withinMs,
    );
  }

  /** Writes down what both windows show from now on, until `close`. Resolves when both show something. */
  async record(): Promise<WindowsRecord> {
    const cashier: string[] = [];
    const display: string[] = [];
    const add = (seen: string[], state: string): void => {
      if (seen.at(-1) !== state) seen.push(state);
    };
    const sockets = [
      this.#open('cashier', (message) => {
        if (message.type === 'cashier-view') add(cashier, message.view.current?.state ?? 'ready');
      }),
      this.#open('display', (message) => {
        if (message.type === 'display-view') add(display, message.view.screen.kind);
      }),
    ];
    const close = (): void => {
      for (const socket of sockets) socket.close();
    };
    await until('both windows show something', () => cashier.length > 0 && display.length > 0);
    return { cashier, display, close };
  }

  #open(window: 'cashier' | 'display', hear: (message: AgentMessage) => void): WebSocket {
    const url = `${this.#origin.replace(/^http/, 'ws')}${LIVE_PATH}?window=${window}&till=${this.#till}`;
    // Node's WebSocket takes headers, which the standard's doesn't know.
    const socket = new WebSocket(url, { headers: { cookie: this.#cookie, origin: this.#origin } });
    socket.addEventListener('message', (event: MessageEvent) => {
      const message = agentMessageSchema.safeParse(JSON.parse(String(event.data)));
      if (message.success) hear(message.data);
    });
    return socket;
  }

  async #watch<View>(
    window: 'cashier' | 'display',
    what: string,
    pick: (message: AgentMessage) => View | undefined,
    withinMs: number | undefined,
  ): Promise<View> {
    let found: View | undefined;
    let last = 'no view';
    const socket = this.#open(window, (message) => {
      found ??= pick(message);
      if (message.type !== 'beat' && message.type !== 'hello') last = JSON.stringify(message.view);
    });
    try {
      return await until(
        what,
        () => {
          if (found === undefined) throw new Error(`the ${window} window shows ${last}`);
          return found;
        },
        withinMs === undefined ? {} : { withinMs },
      );
    } finally {
      socket.close();
    }
  }
}

/** What stood on the two windows, oldest first, each once as long as it stayed. */
export interface WindowsRecord {
  /** States of the card: `waiting-for-card`, `approved`, …; `ready` without a payment. */
  readonly cashier: readonly string[];
  /** Kinds of screens: `present-card`, `approved`, … */
  readonly display: readonly string[];
  close(): void;
}
