import type { WindowKind } from '@tillbridge/contracts';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LiveClient, LiveState, ViewOf } from './live-client.ts';

/** The window's state, as a React hook. */
export function useLive<Kind extends WindowKind>(client: LiveClient<Kind>): LiveState<ViewOf[Kind]> {
  return useStore(client.store);
}

/** The agent's clock, told anew each time one of its whole seconds begins, and at `alsoAt`. */
export function useAgentNow(client: { agentNow(): number }, alsoAt: number | null = null): number {
  const [now, setNow] = useState(() => client.agentNow());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const current = client.agentNow();
      let ms = 1000 - (current % 1000);
      if (alsoAt !== null && alsoAt > current) ms = Math.min(ms, alsoAt - current);
      timer = setTimeout(() => {
        setNow(client.agentNow());
        wait();
      }, ms + 1);
    };
    setNow(client.agentNow());
    wait();
    return () => clearTimeout(timer);
  }, [client, alsoAt]);
  return now;
}
