import type { PluginOption, UserConfig } from 'vite';

export interface WindowBuild {
  /** The window's folder name, also its path below the agent: `/display/`. */
  readonly name: 'cashier' | 'display';
  readonly root: string;
  readonly plugins: PluginOption[];
}

/** How a window is built: its own base path, and nothing inline, since the agent's content policy allows none. */
export function windowConfig(build: WindowBuild): UserConfig {
  return {
    root: build.root,
    base: `/${build.name}/`,
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2024',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 700,
    },
    plugins: build.plugins,
  };
}
