import { useSyncExternalStore } from 'react';
import type { Viewport } from './layout.ts';

let current: Viewport = { width: innerWidth, height: innerHeight };

function read(): Viewport {
  if (current.width !== innerWidth || current.height !== innerHeight) {
    current = { width: innerWidth, height: innerHeight };
  }
  return current;
}

function subscribe(changed: () => void): () => void {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
}

/** The window's size, also when the monitor under it changes. */
export function useViewport(): Viewport {
  return useSyncExternalStore(subscribe, read);
}
