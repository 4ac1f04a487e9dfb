/**
 * From spawn to ready with a hundred thousand past payments; the peer is a bare Node that opens the same file and reads
 * one row.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtCommand, startChild, withFolder } from './child.ts';
import { fillJournal } from './fill-journal.ts';
import { type Metric, metric } from './report.ts';
import { median } from './stats.ts';
import { BENCH_ENVIRONMENT, benchSettings } from './subjects/settings.ts';

const PAYMENTS = 100_000;
const ROUNDS = 9;
/** A usual shop. */
const TILLS = 4;

export function startBench(): Promise<readonly Metric[]> {
  const [first, ...rest] = builtCommand();
  return withFolder(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    const journal = await fillJournal(data, PAYMENTS);
    const settings = join(folder, 'tillbridge.yaml');
    await writeFile(settings, benchSettings(data, 'http://127.0.0.1:9', TILLS));
    const agent: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const child = await startChild(first, [...rest, 'run', '--config', settings, '--json'], BENCH_ENVIRONMENT);
      await child.stop();
      const bareMs = bareStart(journal);
      // The first round fills caches and doesn't count.
      if (round === 0) continue;
      agent.push(child.readyMs);
      bare.push(bareMs);
    }
    const peer = { what: 'bare Node opening the same file (ms)', value: median(bare) };
    return [metric('start', 'ready', median(agent), 'ms', peer, 'ratio ≤ 3')];
  });
}

function bareStart(file: string): number {
  const began = performance.now();
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'subjects', 'bare-open.ts'), file]);
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return performance.now() - began;
}
