import type { LiveClient } from '@tillbridge/ui';
import { useEffect } from 'react';
import type { Glass } from './glass.ts';

/** Tells the agent what stands on the glass, once it is really there, and each new connection what stands there still. */
export function useReport(client: LiveClient<'display'>, glass: Glass, connection: number): void {
  const paymentId = glass.view?.paymentId ?? null;
  const { kind } = glass.screen;
  const isBlank = glass.view === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection has to be told again.
  useEffect(() => {
    if (isBlank) return;
    // The frame after the next: by then the commit before this effect has been painted.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => client.shown(paymentId, kind));
    });
    return () => cancelAnimationFrame(frame);
  }, [client, paymentId, kind, isBlank, connection]);
}
