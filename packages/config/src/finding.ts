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

/** A finding about the value at `path`. */
export function finding(error: Finding['error'], path: SettingsPath, message: string): Finding {
  return { error, path, at: 'value', message, severity: error === 'unused' || error === 'risky' ? 'warning' : 'error' };
}
