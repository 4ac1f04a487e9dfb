import { useEffect, useState } from 'react';
import { DEAD_AFTER_CHANGE_MS } from './key-guards.ts';

/** True for a moment after `key` changed, also after the first. */
export function useDeadTime(key: string): boolean {
  const [livelyFor, setLivelyFor] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLivelyFor(key), DEAD_AFTER_CHANGE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return livelyFor !== key;
}
