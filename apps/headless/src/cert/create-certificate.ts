/**
 * Certificates for `listen.lan`: one for the server, signed by an authority that exists for this one signature. The
 * authority's certificate is what other machines import; its key is never written, so nobody can sign anything else that
 * those machines would trust. An authority, and not a lone self-signed certificate, because phones and some browsers
 * take nothing else.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { CommandError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

const DAY_MS = 86_400_000;
/** Clocks of tills run behind. */
const BACKDATED_MS = DAY_MS;
/** Apple's systems refuse server certificates that are valid for longer (support.apple.com, HT210176). */
const APPLE_MOST_DAYS = 825;
const MOST_DAYS = 3_650;
const OWNER_ALONE = 0o600;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

export interface CertificateOptions {
  /** Names and IP addresses by which tills and displays reach the agent. */
  readonly hosts: readonly string[];
  /** Valid for this long, 1 to 3650. */
  readonly days: number;
  /** Made if it isn't there. Files that are there already are never overwritten. */
  readonly outDir: string;
}

export interface CreatedCertificate {
  /** `listen.lan.certificate`. */
  readonly certificateFile: string;
  /** `listen.lan.key`. Readable by its owner alone. */
  readonly keyFile: string;
  /** What tills and displays must trust. */
  readonly authorityFile: string;
  readonly expiresAt: Date;
  /** What to do with the files, line by line. */
  readonly instructions: readonly string[];
}

/** Makes the three files. Throws a `CommandError` for hosts and days that can't be used, and for files that exist. */
export async function createCertificate(
  { hosts, days, outDir }: CertificateOptions,
  now: Date = new Date(),
): Promise<CreatedCertificate> {
  const [first] = hosts;
  if (first === undefined)
    throw refused('No host is named.', 'Name every name and address that tills and displays use.');
  const wrong = hosts.find((host) => isIP(host) === 0 && !HOST_NAME.test(host));
  if (wrong !== undefined) {
    throw refused(`'${wrong}' is no host name and no IP address.`, 'Leave away https://, ports and paths.');
  }
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw refused(`A certificate can be valid for 1 to ${MOST_DAYS} days.`);
  }

  const notBeforeDate = new Date(now.getTime() - BACKDATED_MS);
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const common = {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate: expiresAt,
  } as const;
  const authority = await generate(
    [
      { name: 'commonName', value: `Tillbridge for ${first.slice(0, 40)}` },
      { name: 'organizationName', value: 'Tillbridge' },
    ],
    {
      ...common,
      extensions: [
        { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    },
  );
  const server = await generate([{ name: 'commonName', value: first.slice(0, 64) }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) =>
          isIP(host) === 0 ? { type: 2 as const, value: host.toLowerCase() } : { type: 7 as const, ip: host },
        ),
      },
    ],
  });

  const certificateFile = join(outDir, 'tillbridge.crt');
  const keyFile = join(outDir, 'tillbridge.key');
  const authorityFile = join(outDir, 'tillbridge-authority.crt');
  await mkdir(outDir, { recursive: true });
  // The key first: where one is already, a second certificate beside it would not fit it.
  await writeNew(keyFile, server.private, OWNER_ALONE);
  await writeNew(certificateFile, server.cert);
  await writeNew(authorityFile, authority.cert);
  return {
    certificateFile,
    keyFile,
    authorityFile,
    expiresAt,
    instructions: instructions({ certificateFile, keyFile, authorityFile, expiresAt, days }),
  };
}

function instructions(made: Omit<CreatedCertificate, 'instructions'> & { readonly days: number }): string[] {
  const lines = [
    `Valid until ${made.expiresAt.toISOString().slice(0, 10)}. Make new files before, and import the authority again.`,
    'In the settings, below listen.lan:',
    `  certificate: { file: ${quoted(made.certificateFile)} }`,
    `  key: { file: ${quoted(made.keyFile)} }`,
    `On every till and display that connects, import ${made.authorityFile}:`,
    '  Windows   certutil -addstore Root tillbridge-authority.crt   (as administrator)',
    '  macOS     Keychain Access, System, drag it in, then Trust: Always Trust',
    '  Debian    copy it to /usr/local/share/ca-certificates/, then update-ca-certificates',
    '  Firefox   Settings, Certificates, Authorities, Import',
    '  Android   Settings, Security, Install a certificate, CA certificate',
    `Keep ${made.keyFile} on this machine, readable by the account of the agent alone.`,
  ];
  if (made.days > APPLE_MOST_DAYS) {
    lines.push(`Apple's systems refuse certificates that are valid for more than ${APPLE_MOST_DAYS} days.`);
  }
  if (process.platform === 'win32') {
    lines.push('Windows does not take over file modes: set the rights of the key in its properties.');
  }
  return lines;
}

/** For YAML: a path of Windows has backslashes and may have blanks. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

async function writeNew(file: string, text: string, mode = 0o644): Promise<void> {
  try {
    await writeFile(file, text.endsWith('\n') ? text : `${text}\n`, { flag: 'wx', mode });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EEXIST')
      throw refused(`${file} is there already.`, 'Move it away, or choose another folder with --out.');
    throw refused(`${file} can't be written (${code}).`);
  }
}

function refused(...lines: readonly string[]): CommandError {
  return new CommandError(EXIT.failed, ...lines);
}
