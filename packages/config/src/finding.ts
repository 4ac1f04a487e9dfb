import type { ConfigErrorName } from './errors.ts';
import type { SettingsPath } from './problem.ts';

/** A problem before it is placed in the file. */
export interface Finding {
  readonly error: ConfigErrorName;
  readonly path: SettingsPath;
  /** Whether the key or the value is to be looked at. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly severity: 'error' | 'warning';
}
