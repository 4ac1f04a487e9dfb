import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Two serial ports at the ends of one cable. */
export interface SerialLine {
  readonly till: string;
  readonly terminal: string;
  close(): Promise<void>;
}

/** Why this machine can't lend serial ports, with the command that changes it; null when it can. */
export function whyNoSerialLine(): string | null {
  if (process.platform === 'win32') return 'Windows has no pseudo terminals that are serial ports';
  if (spawnSync('socat', ['-V'], { stdio: 'ignore' }).error === undefined) return null;
  const command = process.platform === 'darwin' ? 'brew install socat' : 'sudo apt-get install socat';
  return `socat is missing, which joins pseudo terminals to a serial line. Run: ${command}`;
}

/** Lays a cable of two pseudo terminals. It ends with `close`, or with the runner. */
export async function laySerialLine(): Promise<SerialLine> {
  const child = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const reap = () => void child.kill('SIGKILL');
  process.once('exit', reap);
  const close = async () => {
    process.removeListener('exit', reap);
    if (child.exitCode === null && child.signalCode === null) {
      reap();
      await exited;
    }
  };
  try {
    const [till = '', terminal = ''] = await endsOf(child);
    return { till, terminal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What socat says of the pseudo terminals it made. */
function endsOf(child: ChildProcess): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`socat ended: ${said}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const ends = [...said.matchAll(/PTY is (\S+)/g)].map(([, path = '']) => path);
      if (ends.length === 2) resolve(ends);
    });
  });
}
