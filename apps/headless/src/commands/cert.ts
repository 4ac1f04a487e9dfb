import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readCount, usage } from '../read-args.ts';

const USUAL_DAYS = 825;

/** `tillbridge cert create`: a certificate and its key for `listen.lan`. */
export const cert: Command = async ([action, ...args], console) => {
  if (action !== 'create') throw usage(action === undefined ? 'cert wants create' : `cert can't '${action}'`);
  const { hosts, days, outDir } = readOptions(args);
  const { createCertificate } = await import('../cert/create-certificate.ts');
  const { instructions } = await createCertificate({ hosts, days, outDir });
  for (const line of instructions) console.out(line);
  return EXIT.done;
};

function readOptions(args: readonly string[]): { hosts: string[]; days: number; outDir: string } {
  let values: { host?: string[]; days?: string; out?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { host: { type: 'string', multiple: true }, days: { type: 'string' }, out: { type: 'string' } },
    }));
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'unknown option');
  }
  if (values.host === undefined)
    throw usage('cert create wants --host NAME, the name or address tills use; several are fine');
  return {
    hosts: values.host,
    days: readCount('days', values.days) ?? USUAL_DAYS,
    outDir: resolve(values.out ?? 'tls'),
  };
}
