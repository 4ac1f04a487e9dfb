import { useEffect, useState } from 'react';
import type { ShopAction, ShopActionResult, ShopView } from '../src/shop/shop-view.ts';

/** The newest view of the shop; null before the first one and while the shop's server is away. */
export function useShop(): ShopView | null {
  const [view, setView] = useState<ShopView | null>(null);
  useEffect(() => {
    const source = new EventSource('/shop/live');
    source.addEventListener('message', (event: MessageEvent<string>) => setView(JSON.parse(event.data) as ShopView));
    // EventSource tries again by itself.
    source.addEventListener('error', () => setView(null));
    return () => source.close();
  }, []);
  return view;
}

export async function act(action: ShopAction): Promise<ShopActionResult> {
  try {
    const response = await fetch('/shop/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    return (await response.json()) as ShopActionResult;
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** A figure that rises once a second, for countdowns. */
export function useSeconds(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
