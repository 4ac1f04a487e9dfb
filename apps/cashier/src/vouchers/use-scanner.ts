import { useEffect, useEffectEvent } from 'react';
import { createScanReader, type ScannerMarks } from './scan-reader.ts';

/** A scan without a suffix is over when nothing comes for this long. */
const SCAN_OVER_MS = 80;

/**
 * Hears a scanner at the keyboard, wherever the focus is. What it types goes to `onScan` or nowhere: an input that was
 * typed into gets back what stood there.
 */
export function useScanner(marks: ScannerMarks | null, onScan: (code: string) => void): void {
  const prefix = marks?.prefix;
  const suffix = marks?.suffix;
  const tell = useEffectEvent(onScan);
  useEffect(() => {
    if (prefix === undefined || suffix === undefined) return;
    const reader = createScanReader({ prefix, suffix });
    let before: { readonly input: HTMLInputElement; readonly value: string } | null = null;
    let over: ReturnType<typeof setTimeout> | undefined;
    const down = (event: KeyboardEvent): void => {
      const reading = reader.key(event);
      const input = event.target instanceof HTMLInputElement ? event.target : null;
      switch (reading.is) {
        case 'person':
          before = input === null ? null : { input, value: input.value };
          return;
        case 'maybe':
          return;
        case 'scan':
          swallow(event);
          putBack(before);
          clearTimeout(over);
          over = setTimeout(() => {
            const code = reader.pause();
            if (code !== null) tell(code);
          }, SCAN_OVER_MS);
          return;
        case 'scanned':
          swallow(event);
          if (reading.code !== null) tell(reading.code);
      }
    };
    addEventListener('keydown', down, { capture: true });
    return () => {
      clearTimeout(over);
      removeEventListener('keydown', down, { capture: true });
    };
  }, [prefix, suffix]);
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** As if nobody had typed: React hears of it as it hears of a person. */
function putBack(before: { readonly input: HTMLInputElement; readonly value: string } | null): void {
  if (before === null || before.input.value === before.value) return;
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(before.input, before.value);
  before.input.dispatchEvent(new Event('input', { bubbles: true }));
}
