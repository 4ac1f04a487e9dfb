import type { ExitCode } from './exit-code.ts';

/** Where a command reads and writes. Tests bring their own. */
export interface Console {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for whoever, or whatever program, asked. */
  out(line: string): void;
  /** A line about what went wrong. */
  err(line: string): void;
}

export type Command = (args: readonly string[], console: Console) => Promise<ExitCode>;

/** A mistake of the operator or a state of the machine: its lines are all that is printed. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];

  constructor(exitCode: ExitCode, ...lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.lines = lines;
  }
}
