import { useEffect, useState } from 'react';
import { createScanGuard } from './key-guards.ts';

export interface BoardKeys {
  readonly isLive: boolean;
  readonly openOldest: () => void;
  readonly toggleMenu: () => void;
  /** Null: this shop has no vouchers. */
  readonly lookUp: (() => void) | null;
  readonly collapse: () => void;
}

/**
 * F6 walks the regions, F7 opens the display menu, F9 the oldest open outcome, Ctrl+F the voucher field, Esc puts
 * everything away. Enter never presses a button of ours: scanners end with it. Digits and letters do nothing at all.
 */
export function useBoardKeys(keys: BoardKeys): void {
  const [isHuman] = useState(createScanGuard);
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const human = event.repeat || isHuman(event);
      if (event.key === 'Enter') event.preventDefault();
      // Space presses buttons; it never scrolls the card out of sight.
      if (event.key === ' ' && !isControl(event.target)) event.preventDefault();
      // A letter would choose an option of a list that has the focus.
      if (event.key.length === 1 && event.key !== ' ' && event.target instanceof HTMLSelectElement)
        event.preventDefault();
      if (!human) {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
        return;
      }
      if (event.repeat || !keys.isLive) return;
      switch (event.key) {
        case 'F6':
          walkRegions(event.shiftKey ? -1 : 1);
          break;
        case 'F7':
          keys.toggleMenu();
          break;
        case 'F9':
          keys.openOldest();
          break;
        case 'f':
          if (!event.ctrlKey || keys.lookUp === null) return;
          keys.lookUp();
          break;
        case 'Escape':
          keys.collapse();
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  });
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, input, select');
}

function walkRegions(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const regions = all.filter((region) => region.checkVisibility());
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  const first = next?.querySelector<HTMLElement>('button, input, select, [tabindex]');
  (first ?? next)?.focus();
}
