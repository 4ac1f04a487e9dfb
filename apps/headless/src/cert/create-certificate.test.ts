import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@tillbridge/config';
import { expect, test } from 'vitest';
import { createCertificate } from './create-certificate.ts';

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tillbridge-cert-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('a machine that imported the authority trusts the server under every name of it', () =>
  withFolder(async (folder) => {
    const outDir = join(folder, 'tls');
    const made = await createCertificate({ hosts: ['localhost', '127.0.0.1'], days: 30, outDir });
    const [cert, key, ca] = await Promise.all(
      [made.certificateFile, made.keyFile, made.authorityFile].map((file) => readFile(file, 'utf8')),
    );
    const server = createServer({ cert, key }, (_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      for (const servername of ['localhost', '127.0.0.1']) {
        const call = request({
          host: '127.0.0.1',
          port,
          ca,
          agent: false,
          ...(servername === 'localhost' ? { servername } : {}),
        });
        call.end();
        const [response] = await once(call, 'response');
        expect(response.statusCode).toBe(200);
        response.resume();
      }
      const stranger = request({ host: '127.0.0.1', port, agent: false });
      stranger.end();
      await expect(once(stranger, 'response')).rejects.toThrow(/certificate/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }));

test('the certificate holds the names and the span, and can sign nothing', () =>
  withFolder(async (outDir) => {
    const now = new Date('2026-03-01T09:00:00Z');
    const made = await createCertificate(
      { hosts: ['Till.Shop.example', '192.168.10.5', '::1'], days: 825, outDir },
      now,
    );
    const certificate = new X509Certificate(await readFile(made.certificateFile));
    expect(certificate.subjectAltName).toBe(
      'DNS:till.shop.example, IP Address:192.168.10.5, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(certificate.ca).toBe(false);
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(now.getTime());
    expect(new Date(certificate.validTo)).toEqual(made.expiresAt);
    const authority = new X509Certificate(await readFile(made.authorityFile));
    expect(authority.ca).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
  }));

test('S1: one key is written, for its owner alone, and the authority keeps none', () =>
  withFolder(async (outDir) => {
    const { keyFile } = await createCertificate({ hosts: ['localhost'], days: 30, outDir });
    const names = await readdir(outDir);
    const texts = await Promise.all(names.map((name) => readFile(join(outDir, name), 'utf8')));
    expect(names.filter((_name, index) => texts[index]?.includes('PRIVATE KEY'))).toEqual(['tillbridge.key']);
    if (process.platform !== 'win32') expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  }));

test('what is there already stays', () =>
  withFolder(async (outDir) => {
    const { keyFile } = await createCertificate({ hosts: ['localhost'], days: 30, outDir });
    const before = await readFile(keyFile, 'utf8');
    await expect(createCertificate({ hosts: ['localhost'], days: 30, outDir })).rejects.toThrow('is there already');
    expect(await readFile(keyFile, 'utf8')).toBe(before);
  }));

test('the instructions are settings that can be pasted', () =>
  withFolder(async (outDir) => {
    const { instructions } = await createCertificate({ hosts: ['localhost'], days: 1_000, outDir });
    const lines = instructions.filter((line) => /^ {2}(certificate|key):/.test(line));
    const read = readSettings(`listen:\n  lan:\n${lines.map((line) => `  ${line}`).join('\n')}\n`, 'x.yaml');
    const paths = read.ok ? [] : read.problems.map(({ path }) => path);
    expect(paths).toContain('listen.lan.host');
    expect(paths.filter((path) => /certificate|key/.test(path))).toEqual([]);
    expect(instructions.at(-1)).toContain('825');
  }));

test.each([
  [[], 30, 'No host'],
  [['https://till'], 30, 'no host name'],
  [['till:8621'], 30, 'no host name'],
  [['*.shop.example'], 30, 'no host name'],
  [['till'], 0, '1 to 3650'],
  [['till'], 4_000, '1 to 3650'],
])('refused: %j for %d days', (hosts, days, sentence) =>
  withFolder(async (outDir) => {
    await expect(createCertificate({ hosts, days, outDir })).rejects.toThrow(sentence);
    expect(await readdir(outDir)).toEqual([]);
  }),
);
