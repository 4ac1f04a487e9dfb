import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Two serial ports that are joined: what goes in at one comes out at the other. */
export interface PtyPair {
  /** To be opened as serial ports. */
  readonly paths: readonly [string, string];
  /** Takes both away, as a cable that is pulled. */
  unplug(): Promise<void>;
}

/** Why this machine can't lend serial ports, with the command that changes it; null when it can. For skipping tests. */
export function whyNoPtys(): string | null {
  if (process.platform === 'win32') return 'Windows has no pseudo terminals that are serial ports';
  const { error } = spawnSync('socat', ['-V'], { stdio: 'ignore' });
  if (error === undefined) return null;
  const command = process.platform === 'darwin' ? 'brew install socat' : 'sudo apt-get install socat';
  return `socat is missing, which joins pseudo terminals to serial lines. Run: ${command}`;
}

/** Lends two joined serial ports without a speed of their own, and takes them back. */
export async function withPtyPair<T>(use: (pair: PtyPair) => Promise<T>): Promise<T> {
  const pair = await lendPtyPair();
  try {
    return await use(pair);
  } finally {
    await pair.unplug();
  }
}

/** The same for rigs that give it back by themselves, with `unplug`. */
export async function lendPtyPair(): Promise<PtyPair> {
  const line = await startSocat(['pty,raw,echo=0', 'pty,raw,echo=0'], 2);
  const [first = '', second = ''] = line.paths;
  return { paths: [first, second], unplug: line.stop };
}

/** A running socat and the pseudo terminals it made. */
export interface SocatLine {
  readonly child: ChildProcess;
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** Its input is a leash: where it ends, also because the process that began all this was killed, socat ends. */
const LEASHED = 'exec 3<&0; (cat <&3; kill -9 $$) >/dev/null 2>&1 & exec socat -d -d "$@" </dev/null 3<&-';

/** Joins two addresses and waits until so many pseudo terminals are made. `STDIO` is our end, by the child's streams. */
export async function startSocat(addresses: readonly [string, string], ptys: number): Promise<SocatLine> {
  const child = addresses.includes('STDIO')
    ? spawn('socat', ['-d', '-d', ...addresses], { stdio: 'pipe' })
    : spawn('sh', ['-c', LEASHED, 'socat', ...addresses], { stdio: 'pipe' });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const paths: string[] = [];
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      paths.splice(0, paths.length, ...[...said.matchAll(/PTY is (\S+)/g)].map(([, path = '']) => path));
      if (paths.length >= ptys) resolve();
    });
    child.once('exit', () => reject(new Error(`socat ended: ${said}`)));
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
    child.stdin.destroy();
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
  };
  return { child, paths, stop };
}
