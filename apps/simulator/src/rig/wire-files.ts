import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One line of a wire trace, as far as scenarios look at it. */
export interface TracedLine {
  readonly direction: 'to-terminal' | 'from-terminal' | null;
  readonly text: string | null;
}

/** What went over a route's wire, from the agent's trace files; the settings must ask for them. */
export async function readTrace(shopFolder: string, route: string): Promise<readonly TracedLine[]> {
  const folder = join(shopFolder, 'data/traces');
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${route}-`)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TracedLine);
}
