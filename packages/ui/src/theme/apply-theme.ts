import type { ThemeName } from './tokens.ts';

/** Dresses the whole window. */
export function applyTheme(theme: ThemeName, language: string): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.lang = language;
}
