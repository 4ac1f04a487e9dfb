import { type RefObject, useLayoutEffect, useRef } from 'react';

export interface KeptFocus {
  readonly card: RefObject<HTMLElement | null>;
  readonly headline: RefObject<HTMLHeadingElement | null>;
}

/**
 * Focus stays where it is when its button still exists after a change; otherwise it goes to the headline, never to a
 * new button. A window without focus is left alone.
 */
export function useKeptFocus(state: string): KeptFocus {
  const card = useRef<HTMLElement>(null);
  const headline = useRef<HTMLHeadingElement>(null);
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const root = card.current;
    if (!root) return;
    const remember = (event: FocusEvent): void => {
      focused.current = event.target instanceof Element ? event.target : null;
    };
    root.addEventListener('focusin', remember);
    return () => root.removeEventListener('focusin', remember);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again exactly when the state changed.
  useLayoutEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement === document.body) headline.current?.focus({ preventScroll: true });
  }, [state]);
  return { card, headline };
}
