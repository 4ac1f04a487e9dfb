import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PluginOption, UserConfig } from 'vite';

export interface WindowBuild {
  /** The window's folder name, also its path below the agent: `/display/`. */
  readonly name: 'cashier' | 'display';
  readonly root: string;
  readonly plugins: PluginOption[];
}

/**
 * How a window is built: its own base path, no inline scripts, styles or data addresses (the agent's content policy
 * allows none), and a build id that the window carries and `dist/build.json` states.
 */
export function windowConfig(build: WindowBuild): UserConfig {
  const id = buildId(build.root);
  return {
    root: build.root,
    base: `/${build.name}/`,
    define: { __BUILD__: JSON.stringify(id) },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2024',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 700,
    },
    plugins: [...build.plugins, statesBuild(id)],
  };
}

function statesBuild(id: string): PluginOption {
  return {
    name: 'tillbridge-build-id',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'build.json', source: `${JSON.stringify({ build: id })}\n` });
    },
  };
}

/** The same sources give the same id, on every machine. Both windows share it: they are delivered together. */
function buildId(root: string): string {
  const top = resolve(root, '../..');
  const hash = createHash('sha256');
  for (const folder of ['apps/cashier', 'apps/display', 'packages/ui', 'packages/language', 'packages/contracts']) {
    const source = join(top, folder, 'src');
    const files = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      hash.update(file.slice(top.length).replaceAll('\\', '/'));
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
