import {
  type AgentMessage,
  agentMessageSchema,
  type CashierView,
  COMMANDS_PATH,
  type Command,
  type CommandResult,
  commandResultSchema,
  type DisplayView,
  LINK_LOST_AFTER_MS,
  LIVE_PATH,
  PAIRING_PATH,
  pairingCodeSchema,
  type Role,
  type WindowKind,
  type WindowMessage,
} from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createAgentClock } from './agent-clock.ts';
import { type EnterProblem, enterWith, launchTokenOf } from './entering.ts';
import type { LivePort, Socket } from './live-port.ts';

export interface ViewOf {
  readonly cashier: CashierView;
  readonly display: DisplayView;
}

/**
 * `connecting`: nothing heard yet. `live`: the view is true. `lost`: the view is old and must not be acted on.
 * `entering`: the agent doesn't know this window; it needs a pairing code.
 */
export type Link = 'connecting' | 'live' | 'lost' | 'entering';

export interface LiveState<View> {
  readonly link: Link;
  /** The last view that was heard; null before the first. */
  readonly view: View | null;
  /** Rises with every connection that brought a view. */
  readonly connection: number;
  readonly enterProblem: EnterProblem | null;
  /** The till this window asks for; undefined: the agent's first. */
  readonly till: string | undefined;
}

/** A command's answer, or `unreachable` when nobody answered and nothing is known. */
export type CommandAnswer = CommandResult | { readonly ok: false; readonly reason: 'unreachable' };

export interface LiveClient<Kind extends WindowKind> {
  readonly store: StoreApi<LiveState<ViewOf[Kind]>>;
  /** The agent's clock, in milliseconds since the epoch. */
  agentNow(): EpochMs;
  /** Connects, and connects again for as long as it takes. The answer stops it for good. */
  start(): () => void;
  /** A six-digit pairing code that the cashier asked for. */
  enter(pairingCode: string): Promise<void>;
  /** Tells the agent what stands on the glass. */
  shown(paymentId: string | null, screen: string): void;
  sendCommand(command: Command): Promise<CommandAnswer>;
  /** What the local API says at a path; null when nobody answered, or not with that. Role cashier. */
  read<T>(path: string, schema: ReadSchema<T>): Promise<T | null>;
  /** A code that lets one more window in; null when the agent gave none. Role cashier. */
  requestPairingCode(role: Role): Promise<string | null>;
  switchTill(till: string): void;
}

export interface ReadSchema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

export interface LiveOptions<Kind extends WindowKind> {
  readonly window: Kind;
  readonly till?: string;
  readonly port: LivePort;
}

/** Codes the agent closes a link with: the window hasn't entered; the agent serves no such till. */
const CLOSED_NOT_ENTERED = 4401;
const CLOSED_NO_SUCH_TILL = 4404;
/** So that what is old is off the glass, painted, when the contract's time is up. */
const LOST_AFTER_MS = LINK_LOST_AFTER_MS - 200;
/** A link that was closed may come back at once; after this it counts as lost. */
const LOST_AFTER_CLOSE_MS = 1_000;
const BACKOFF_MS = [250, 500, 1_000, 2_000] as const;
/** An agent that takes the socket and stays silent this long is left for a new attempt. */
const SILENT_SOCKET_MS = 4_000;

/** One window's link with the agent: it heals itself, and says honestly when what it knows is old. */
export function createLiveClient<Kind extends WindowKind>(options: LiveOptions<Kind>): LiveClient<Kind> {
  const { port, window: kind } = options;
  type View = ViewOf[Kind];
  const clock = createAgentClock(port.monotonicMs, port.wallMs);
  const store = createStore<LiveState<View>>(() => ({
    link: 'connecting',
    view: null,
    connection: 0,
    enterProblem: null,
    till: options.till,
  }));

  let socket: Socket | null = null;
  /** Rises with every socket, so that a late event of an old one is told apart. */
  let generation = 0;
  /** The generation whose view is in the store: a beat makes an old view true again only on the link it came over. */
  let viewedOn = -1;
  /** What the agent said when this window's files had just come from it. */
  let build: string | null = null;
  let attempts = 0;
  let launchToken: string | null = null;
  let running = false;
  let cancelRetry = (): void => {};
  let cancelLost = (): void => {};
  let cancelSilent = (): void => {};

  function query(): string {
    const { till } = store.getState();
    return `?window=${kind}${till === undefined ? '' : `&till=${encodeURIComponent(till)}`}`;
  }

  function heard(mine: number): void {
    cancelLost();
    cancelSilent();
    cancelLost = port.after(LOST_AFTER_MS, lost);
    cancelSilent = port.after(SILENT_SOCKET_MS, () => abandon(mine));
  }

  function lost(): void {
    if (store.getState().link === 'live') store.setState({ link: 'lost' });
  }

  function receive(data: unknown, mine: number): void {
    const message = readMessage(data);
    if (message === null) return;
    heard(mine);
    clock.heard(message.agentNow);
    attempts = 0;
    switch (message.type) {
      case 'hello':
        reloadFor(message.build);
        return;
      case 'cashier-view':
      case 'display-view':
        if (message.type === `${kind}-view`) {
          viewedOn = mine;
          store.setState({ link: 'live', view: message.view as View, connection: mine, enterProblem: null });
        }
        return;
      case 'beat':
        if (store.getState().link === 'lost' && viewedOn === mine) store.setState({ link: 'live' });
        return;
    }
  }

  /** An agent of another build serves other files: the window fetches itself anew. */
  function reloadFor(itsBuild: string): void {
    build ??= itsBuild;
    if (build !== itsBuild) port.reload();
  }

  function abandon(mine: number): void {
    if (mine !== generation) return;
    const old = socket;
    ended(mine, null);
    old?.close();
  }

  /** `code` is null when we gave the socket up ourselves. */
  function ended(mine: number, code: number | null, wasOpen = true): void {
    if (mine !== generation || !running) return;
    generation += 1;
    socket = null;
    cancelSilent();
    const cancelSooner = port.after(LOST_AFTER_CLOSE_MS, lost);
    const cancelLater = cancelLost;
    cancelLost = () => {
      cancelSooner();
      cancelLater();
    };
    if (code === CLOSED_NOT_ENTERED) askForCode();
    // A cashier goes on with the first till; a display never shows another till than its own.
    else if (code === CLOSED_NO_SUCH_TILL && kind === 'cashier') store.setState({ till: undefined });
    else if (!wasOpen) void probe();
    retryLater();
  }

  function askForCode(): void {
    store.setState({ link: 'entering', view: null });
  }

  /** A browser hides why a socket was refused; the same address over plain HTTP tells. */
  async function probe(): Promise<void> {
    const reply = await port.request('GET', LIVE_PATH + query()).catch(() => null);
    if (running && socket === null && reply?.status === 401) askForCode();
  }

  function retryLater(): void {
    cancelRetry();
    const wait = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length - 1)] ?? 2_000;
    attempts += 1;
    cancelRetry = port.after(wait, () => void connect());
  }

  async function connect(): Promise<void> {
    if (!running) return;
    if (launchToken !== null) {
      const answer = await enterWith(port, { launchToken });
      if (!running) return;
      if (answer === 'unreachable') return retryLater();
      // Used or wrong: a cookie from an earlier entering may still serve.
      launchToken = null;
    }
    generation += 1;
    const mine = generation;
    let open = false;
    cancelSilent();
    cancelSilent = port.after(SILENT_SOCKET_MS, () => abandon(mine));
    socket = port.openSocket(LIVE_PATH + query(), {
      opened: () => {
        open = true;
      },
      message: (data) => {
        if (mine === generation) receive(data, mine);
      },
      closed: (code) => ended(mine, code, open),
    });
  }

  function reconnectNow(): void {
    cancelRetry();
    const old = socket;
    socket = null;
    generation += 1;
    attempts = 0;
    old?.close();
    void connect();
  }

  return {
    store,
    agentNow: clock.now,
    start() {
      running = true;
      launchToken = launchTokenOf(port.fragment());
      if (launchToken !== null) port.clearFragment();
      void connect();
      return () => {
        running = false;
        generation += 1;
        cancelRetry();
        cancelLost();
        cancelSilent();
        socket?.close();
      };
    },
    async enter(pairingCode) {
      const answer = await enterWith(port, { pairingCode });
      if (answer === 'entered') {
        store.setState({ link: 'connecting', enterProblem: null });
        reconnectNow();
      } else {
        store.setState({ enterProblem: answer });
      }
    },
    shown(paymentId, screen) {
      const message: WindowMessage = { type: 'shown', paymentId, screen };
      socket?.send(JSON.stringify(message));
    },
    async sendCommand(command) {
      const { till } = store.getState();
      const path = till === undefined ? COMMANDS_PATH : `${COMMANDS_PATH}?till=${encodeURIComponent(till)}`;
      const reply = await port.request('POST', path, command).catch(() => null);
      if (reply === null || reply.status >= 500) return { ok: false, reason: 'unreachable' };
      const result = commandResultSchema.safeParse(reply.body);
      if (result.success) return result.data;
      return { ok: false, reason: reply.status === 401 || reply.status === 403 ? 'not-allowed' : 'bad-request' };
    },
    async read(path, schema) {
      const reply = await port.request('GET', path).catch(() => null);
      const answer = schema.safeParse(reply?.status === 200 ? reply.body : null);
      return answer.success ? answer.data : null;
    },
    async requestPairingCode(role) {
      const reply = await port.request('POST', PAIRING_PATH, { role }).catch(() => null);
      const answer = pairingCodeSchema.safeParse(reply?.body);
      return answer.success ? answer.data.code : null;
    },
    switchTill(till) {
      store.setState({ till, view: null, link: 'connecting' });
      reconnectNow();
    },
  };
}

/** Null for what is no message of ours; an older or newer agent is no reason to fall over. */
function readMessage(data: unknown): AgentMessage | null {
  if (typeof data !== 'string') return null;
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return null;
  }
  const message = agentMessageSchema.safeParse(json);
  return message.success ? message.data : null;
}
