import type { Log, LogFields } from '@tillbridge/kernel';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface MemoryLog extends Log {
  readonly lines: readonly LogLine[];
  /** Everything as one text, for searching what must not be in it. */
  text(): string;
}

/** A log that keeps its lines. */
export function memoryLog(): MemoryLog {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    text: () => lines.map((line) => JSON.stringify(line)).join('\n'),
  };
}
