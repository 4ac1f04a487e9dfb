import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { TillbridgeError } from '@tillbridge/kernel';
import { RELAY_ERRORS } from '../errors.ts';

export interface Asset {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** With its quotes, as the header wants it. */
  readonly etag: string;
  /** The name carries a hash of the content, so the content never changes under this name. */
  readonly immutable: boolean;
}

/** A built window in memory: path below its folder, with forward slashes → file. */
export type AssetBundle = ReadonlyMap<string, Asset>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** As the bundler names what it hashed: `assets/index-DfA8c_1x.js`. */
const HASHED_NAME = /^assets\/.+-[\w-]{8,}\.\w+$/;

/** Reads a built window. Source maps stay out. Throws TILL-425 when the folder holds no index.html. */
export async function loadAssets(folder: string): Promise<AssetBundle> {
  const bundle = new Map<string, Asset>();
  for (const entry of await filesBelow(folder)) {
    if (extname(entry) === '.map') continue;
    const path = relative(folder, entry).split(sep).join('/');
    bundle.set(path, asset(path, await readFile(entry)));
  }
  if (!bundle.has('index.html')) throw new TillbridgeError(RELAY_ERRORS.assetsMissing, { about: folder });
  return bundle;
}

export function asset(path: string, bytes: Uint8Array): Asset {
  return {
    bytes,
    contentType: CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    immutable: HASHED_NAME.test(path),
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    throw new TillbridgeError(RELAY_ERRORS.assetsMissing, { about: folder, cause });
  }
}
