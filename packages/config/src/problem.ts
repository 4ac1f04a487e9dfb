/** Path of a value in the settings: keys and list positions from the top. */
export type SettingsPath = readonly (string | number)[];

/** Something wrong with the settings, at its place in the file. Never holds a value of the file that may be a secret. */
export interface SettingsProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** For example `tills[0].terminal`; empty for the file as a whole. */
  readonly path: string;
  /** One or two sentences: what is wrong and what to do. */
  readonly message: string;
  /** A catalogue code, `TILL-3xx`. */
  readonly code: string;
  /** With a warning the settings still work. */
  readonly severity: 'error' | 'warning';
}

/** `tills[0].terminal`. */
export function pathText(path: SettingsPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** One line for a terminal or a log, in the form that editors can jump to. */
export function formatProblem(problem: SettingsProblem): string {
  const about = problem.path === '' ? '' : ` ${problem.path}:`;
  const kind = problem.severity === 'warning' ? ' warning' : '';
  return `${problem.file}:${problem.line}:${problem.column}${kind} ${problem.code}${about} ${problem.message}`;
}
