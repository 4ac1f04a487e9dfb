import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from './child.ts';
import { freePort } from './free-port.ts';
import { HttpClient } from './http-client.ts';
import { percentile } from './stats.ts';

/** The median round trip of Debian's `webhook` (adnanh/webhook), which starts `/bin/true` for each call. */
export function debianWebhookMs(rounds: number): Promise<number> {
  return withFolder(async (folder) => {
    const hooks = join(folder, 'hooks.json');
    await writeFile(
      hooks,
      JSON.stringify([{ id: 'true', 'execute-command': '/bin/true', 'include-command-output-in-response': true }]),
    );
    const port = await freePort();
    const server = spawn('webhook', ['-hooks', hooks, '-ip', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' });
    const client = new HttpClient(port, 1);
    try {
      await answering(client);
      const samples: number[] = [];
      for (let n = 0; n < rounds; n += 1) {
        samples.push((await client.post('/hooks/true', { 'content-type': 'application/json' }, Buffer.from('{}'))).ms);
      }
      return percentile(samples, 0.5);
    } finally {
      client.close();
      server.kill();
    }
  });
}

async function answering(client: HttpClient): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await client.post('/hooks/true', { 'content-type': 'application/json' }, Buffer.from('{}'));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('webhook did not start');
}
