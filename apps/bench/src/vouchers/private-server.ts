import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const STARTS_WITHIN_MS = 20_000;
const TRY_AGAIN_MS = 50;

/** Whom a server runs as that refuses to run as root; undefined: as ourselves. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The account of an installed server, or nobody's, when we are root. */
export function serverAccount(name: string): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([one]) => one === name) ?? accounts.find(([one]) => one === 'nobody');
  return account === undefined ? undefined : { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Gives a folder to the account that is to work in it. */
export function handOver(folder: string, account: ServerAccount | undefined): void {
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

export function runOnce(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly account: ServerAccount | undefined },
): void {
  const { cwd, env, account } = options;
  const { status, stderr, error } = spawnSync(file, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    ...account,
  });
  if (status !== 0) throw new Error(`${file} failed: ${error?.message ?? stderr}`);
}

/** A server on a socket of its own, gone when we are done. */
export interface PrivateServer {
  readonly socket: Socket;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startServer(
  file: string,
  args: readonly string[],
  socketFile: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly account: ServerAccount | undefined },
): Promise<PrivateServer> {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options.account,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = text;
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = () => {
    child.kill('SIGINT');
    return gone;
  };
  try {
    const socket = await connected(socketFile, child);
    return {
      socket,
      pid: child.pid ?? 0,
      stop: () => {
        socket.destroy();
        return stop();
      },
    };
  } catch (error) {
    await stop();
    throw new Error(`${file} did not start: ${complaint.trim()}`, { cause: error });
  }
}

async function connected(socketFile: string, child: ChildProcess): Promise<Socket> {
  const until = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    const socket = connect(socketFile);
    const failure = await new Promise<Error | null>((resolve) => {
      socket.once('connect', () => resolve(null));
      socket.once('error', resolve);
    });
    if (failure === null) return socket;
    if (child.exitCode !== null || performance.now() > until) throw failure;
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
}
